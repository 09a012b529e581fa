"""Heirs, and leaving."""

from __future__ import annotations

from typing import Literal

from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import invalid, not_found
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.departures import (
    ChoiceShown,
    Departing,
    HeirGiven,
    Heirs,
    HeirShown,
    LeaveGiven,
    Leaving,
    NamedBy,
)
from inkstead.departures import actions, choosing
from inkstead.departures.models import Heir
from inkstead.web.pace import Pace

router = Router(tags=["leaving"])
guesses = Pace(5, "leaving")
ANSWERS = {"accept": actions.accept, "refuse": actions.refuse, "claim": actions.claim}


@router.get("/me/heir", response=Heirs, openapi_extra=says())
def my_heir(request: ApiRequest) -> Heirs:
    """Whom you named to look after your stories, and who named you."""
    user = person(request).user
    mine = Heir.objects.filter(user=user).select_related("pen_name").first()
    others = Heir.objects.filter(pen_name__user=user).select_related("user", "asked_as", "pen_name")
    return Heirs(
        heir=HeirShown.of(mine) if mine else None, named_by=[NamedBy.of(one) for one in others.order_by("named_at")]
    )


@router.put("/me/heir", response=HeirShown, openapi_extra=says(writes=True))
def name_heir(request: ApiRequest, given: HeirGiven) -> HeirShown:
    """Ask somebody. It holds when they accept; naming another one ends what was agreed before."""
    return HeirShown.of(actions.name_heir(person(request).user, **given.model_dump()))


@router.delete("/me/heir", response={204: None}, openapi_extra=says(writes=True))
def name_nobody(request: ApiRequest) -> Status[None]:
    """Name nobody any more. Twice is harmless."""
    actions.name_nobody(person(request).user)
    return Status(204, None)


@router.post("/me/heir/of/{int:named_by}/{said}", response={204: None}, openapi_extra=says(404, writes=True))
def answer_heir(request: ApiRequest, named_by: Id, said: Literal["accept", "refuse", "claim"]) -> Status[None]:
    """Accept, refuse (also later), or ask for the stories of somebody who is gone."""
    found = Heir.asked_of(person(request).user, named_by)
    if found is None:
        raise not_found("request")
    ANSWERS[said](found)
    return Status(204, None)


@router.get("/me/leave", response=Leaving, openapi_extra=says())
def leaving(request: ApiRequest) -> Leaving:
    """What may become of each of your stories when you leave."""
    choices = choosing.choices_of(person(request).user)
    return Leaving(days=actions.GRACE.days, stories=[ChoiceShown.of(choice) for choice in choices])


@router.post("/me/leave", response=Departing, openapi_extra=says(writes=True, key=False))
def leave(request: ApiRequest, given: LeaveGiven) -> Departing:
    """Close your account, now; everything goes as you chose in a week. Until then you can stay: sign in on the site.
    Wants your password, which a token does not know."""
    user = person(request).user
    guesses.must_allow(user.pk)
    if not actions.is_sure(user, given.password):
        raise invalid(actions.WRONG, password=actions.WRONG)
    return Departing(
        due_at=actions.ask_to_leave(user, stories=given.stories, keeps_comments=given.keeps_comments).due_at
    )
