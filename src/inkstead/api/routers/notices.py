from __future__ import annotations

from ninja import Router

from inkstead.api.auth import ApiRequest, person
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Cursor
from inkstead.api.schemas.library import (
    ChoicesGiven,
    ChoicesShown,
    NoticeList,
    NoticeShown,
    NoticesRead,
    SwitchShown,
    Unread,
)
from inkstead.notifications import actions
from inkstead.notifications.models import NoticeChoices
from inkstead.notifications.queries import inbox_page, unread_count
from inkstead.notifications.wishes import switches

router = Router(tags=["notices"])


@router.get("/me/notices", response=NoticeList, openapi_extra=says())
def my_notices(request: ApiRequest, new: bool = False, cursor: Cursor = "") -> NoticeList:
    """Your inbox, newest first."""
    user = person(request).user
    page = inbox_page(user, cursor=cursor, only_new=new)
    items = [NoticeShown.of(line) for line in page.lines]
    return NoticeList(items=items, next=page.next or None, unread=unread_count(user))


@router.post("/me/notices/read", response=Unread, openapi_extra=says(writes=True))
def read_notices(request: ApiRequest, given: NoticesRead) -> Unread:
    """Mark notices as read. Twice is harmless."""
    user = person(request).user
    actions.mark_read(given.ids, by=user)
    if given.until is not None:
        actions.mark_all_read(by=user, until=given.until)
    return Unread(unread=unread_count(user))


@router.get("/me/notices/choices", response=ChoicesShown, openapi_extra=says())
def notice_choices(request: ApiRequest) -> ChoicesShown:
    """What you are told, and how."""
    user = person(request).user
    return _shown(NoticeChoices.objects.filter(user=user).first() or NoticeChoices(user=user))


@router.put("/me/notices/choices", response=ChoicesShown, openapi_extra=says(writes=True))
def change_notice_choices(request: ApiRequest, given: ChoicesGiven) -> ChoicesShown:
    """Change what you are told. What is not sent stays as it is."""
    wanted = {kind: ways.model_dump(exclude_none=True) for kind, ways in given.switches.items()}
    user = person(request).user
    row = actions.choose(by=user, switches=wanted, rhythm=given.rhythm, hour=given.hour, weekday=given.weekday)
    return _shown(row)


def _shown(row: NoticeChoices) -> ChoicesShown:
    told = [SwitchShown.of(switch) for switch in switches(row)]
    return ChoicesShown(rhythm=row.rhythm, hour=row.hour, weekday=row.weekday, switches=told)
