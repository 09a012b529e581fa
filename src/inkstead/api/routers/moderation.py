from __future__ import annotations

from django.conf import settings
from ninja import Router, Status

from inkstead.api.auth import ApiRequest, person
from inkstead.api.errors import ApiError, not_found
from inkstead.api.openapi import says
from inkstead.api.schemas.base import Id
from inkstead.api.schemas.moderation import (
    AppealGiven,
    Cases,
    CaseShown,
    CaseWhole,
    Challenge,
    DecisionGiven,
    Decisions,
    DecisionShown,
    FiguresShown,
    ReportGiven,
    ReportMade,
    ReportShown,
)
from inkstead.discussion.guests.traces import network_of
from inkstead.moderation import actions, rules
from inkstead.moderation.models import Act, Case, Decision
from inkstead.moderation.queries import case_view, cases_for, decisions_about, figures
from inkstead.moderation.things import thing_for

router = Router(tags=["moderation"])


@router.post("/reports", response={201: ReportMade}, openapi_extra=says(404, 422, writes=True))
def report(request: ApiRequest, given: ReportGiven) -> Status[ReportMade]:
    """Report something that you may see; guests too, where they may comment. Again changes nothing."""
    caller = request.caller
    if caller.user is None and not settings.GUEST_COMMENTS:
        raise ApiError(401, "unauthorized", "Sign in first.")
    actions.refuse_reports_of_reports(given.kind)
    thing = thing_for(caller.user, given.kind, given.id)
    network = "" if caller.user is not None else network_of(request.META["REMOTE_ADDR"])
    made = actions.report(
        thing,
        reason=given.reason,
        words=given.words,
        by=caller.user,
        pen_name=caller.pen_name,
        network=network,
        proof=given.proof,
    )
    return Status(201, ReportMade(id=made.pk))


@router.get("/reports/challenge", response=Challenge, openapi_extra=says(404, 422, guests=True))
def challenge(request: ApiRequest, kind: str, id: Id) -> Challenge:  # noqa: A002 - the word of the report
    """The sum that a guest's program does before it reports this."""
    actions.refuse_reports_of_reports(kind)
    return Challenge(challenge=actions.challenge(thing_for(request.caller.user, kind, id)))


@router.get("/me/decisions", response=Decisions, openapi_extra=says())
def my_decisions(request: ApiRequest) -> Decisions:
    """What moderators decided about you, and why."""
    user = person(request).user
    return Decisions(standing=user.standing_now, items=[DecisionShown.of(row) for row in decisions_about(user)])


@router.post("/me/decisions/{int:decision_id}/appeal", response=DecisionShown, openapi_extra=says(404, writes=True))
def appeal(request: ApiRequest, decision_id: Id, given: AppealGiven) -> DecisionShown:
    """Say once what should be thought of. Also for those who are suspended."""
    user = person(request).user
    found = Decision.objects.filter(about=user, pk=decision_id).exclude(act=Act.NOTHING).first()
    if found is None:
        raise not_found("decision")
    actions.appeal(found, words=given.words, by=user)
    return DecisionShown.of(Decision.objects.select_related("appeal").get(pk=found.pk))


@router.get("/moderation/cases", response=Cases, openapi_extra=says(404))
def cases(request: ApiRequest, show: str = "", kind: str = "", page: int = 1) -> Cases:
    """For moderators: what is reported. `show` is empty, `free`, `mine` or `closed`."""
    user = person(request).user
    if not rules.kinds_of(user):
        raise not_found()
    found = cases_for(user, which=show, kind=kind, page=min(max(page, 1), 10**5))
    keys = ("id", "kind", "title", "name", "reasons", "reports", "opened_at", "claimed_by")
    items = [CaseShown.model_validate({key: getattr(row, key) for key in keys}) for row in found.rows]
    return Cases(items=items, next=str(found.number + 1) if found.has_more else None)


@router.get("/moderation/cases/{int:case_id}", response=CaseWhole, openapi_extra=says(404))
def one_case(request: ApiRequest, case_id: Id) -> CaseWhole:
    """One of them, with every report."""
    found = _case(request, case_id)
    view = case_view(found, person(request).user)
    return CaseWhole(
        id=found.pk,
        kind=found.kind,
        title=found.title,
        url=view.thing.url if view.thing else None,
        words=found.words,
        words_now=view.thing.words if view.thing else None,
        reports=[ReportShown(name=row.name, reason=row.reason, words=row.words, at=row.at) for row in view.reports],
        acts=[act for act, _ in view.acts],
        claimed_by=view.claimed_by,
    )


@router.put("/moderation/cases/{int:case_id}/claim", response={204: None}, openapi_extra=says(404, writes=True))
def claim(request: ApiRequest, case_id: Id) -> Status[None]:
    """Say that you work on it."""
    actions.claim_case(_case(request, case_id), by=person(request).user)
    return Status(204, None)


@router.delete("/moderation/cases/{int:case_id}/claim", response={204: None}, openapi_extra=says(404, writes=True))
def give_back(request: ApiRequest, case_id: Id) -> Status[None]:
    """Leave it to somebody else."""
    actions.give_case_back(_case(request, case_id), by=person(request).user)
    return Status(204, None)


@router.post(
    "/moderation/cases/{int:case_id}/decision", response=DecisionShown, openapi_extra=says(404, 422, writes=True)
)
def decide(request: ApiRequest, case_id: Id, given: DecisionGiven) -> DecisionShown:
    """Decide, with a reason that the person is told. `days` is for a limit or a suspension."""
    user = person(request).user
    found = _case(request, case_id)
    return DecisionShown.of(actions.decide(found, act=given.act, reason=given.reason, days=given.days, by=user))


@router.post(
    "/moderation/decisions/{int:decision_id}/reverse", response=DecisionShown, openapi_extra=says(404, writes=True)
)
def reverse(request: ApiRequest, decision_id: Id) -> DecisionShown:
    """Take a decision back."""
    user = person(request).user
    found = Decision.objects.filter(pk=decision_id).first() if rules.can_moderate(user) else None
    if found is None:
        raise not_found("decision")
    return DecisionShown.of(actions.reverse_decision(found, by=user))


@router.get("/transparency", response=FiguresShown, openapi_extra=says(guests=True))
def transparency(request: ApiRequest) -> FiguresShown:
    """What moderators did, in numbers."""
    told = figures()
    return FiguresShown(
        reports=told.reports,
        open=told.open_cases,
        decided=told.decided,
        by_reason=dict(told.by_reason),
        by_act=dict(told.by_act),
        appeals=told.appeals,
        taken_back=told.reversed,
    )


def _case(request: ApiRequest, case_id: int) -> Case:
    user = person(request).user
    rows = rules.cases_for(user).select_related("pen_name__user", "claimed_by__pen_name")
    found = rows.filter(pk=case_id).first()
    if found is None:
        raise not_found("case")
    return found
