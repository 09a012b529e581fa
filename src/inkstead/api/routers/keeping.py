from __future__ import annotations

from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import not_found
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.keeping import Browser, BrowserGiven, Browsers, SearchesKept, SearchGiven, SearchKept
from inkstead.discovery.actions import forget_search, renew_search_secret, save_search
from inkstead.discovery.models import SavedSearch
from inkstead.notifications.actions import subscribe, unsubscribe
from inkstead.notifications.models import PushEndpoint
from inkstead.notifications.push.keys import public_key

router = Router(tags=["notices"])


@router.get("/me/searches", response=SearchesKept, openapi_extra=says())
def my_searches(request: ApiRequest) -> SearchesKept:
    """The searches that you keep, newest first."""
    rows = SavedSearch.objects.filter(user=person(request).user).order_by("hides", "-pk")
    return SearchesKept(items=[SearchKept.of(row) for row in rows])


@router.post("/me/searches", response={201: SearchKept}, openapi_extra=says(writes=True))
def keep_search(request: ApiRequest, given: SearchGiven) -> SearchKept:
    """Keep a search. The same once more changes only what it is for."""
    return SearchKept.of(save_search(given.query, by=person(request).user, hides=given.hides))


@router.delete("/me/searches/{int:search_id}", response={204: None}, openapi_extra=says(writes=True))
def drop_search(request: ApiRequest, search_id: Id) -> Status[None]:
    """Forget it. Twice is harmless."""
    forget_search(search_id, by=person(request).user)
    return Status(204, None)


@router.post("/me/searches/{int:search_id}/address", response=SearchKept, openapi_extra=says(404, writes=True))
def renew_search_address(request: ApiRequest, search_id: Id) -> SearchKept:
    """Give its feed another address; the old one leads nowhere."""
    user = person(request).user
    renew_search_secret(search_id, by=user)
    found = SavedSearch.objects.filter(pk=search_id, user=user).first()
    if found is None:
        raise not_found("search")
    return SearchKept.of(found)


@router.get("/me/notices/push", response=Browsers, openapi_extra=says())
def my_browsers(request: ApiRequest) -> Browsers:
    """Browsers that are told, and the key that another one subscribes with."""
    rows = PushEndpoint.objects.filter(user=person(request).user).order_by("pk")
    return Browsers(items=[Browser.of(row) for row in rows], key=public_key())


@router.post("/me/notices/push", response={201: Browser}, openapi_extra=says(writes=True))
def add_browser(request: ApiRequest, given: BrowserGiven) -> Browser:
    """Have a browser told. Twice is harmless."""
    return Browser.of(subscribe(by=person(request).user, **given.model_dump()))


@router.delete("/me/notices/push/{int:browser_id}", response={204: None}, openapi_extra=says(writes=True))
def end_browser(request: ApiRequest, browser_id: Id) -> Status[None]:
    """It is told nothing any more. Twice is harmless."""
    unsubscribe(browser_id, by=person(request).user)
    return Status(204, None)
