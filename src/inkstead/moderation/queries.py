"""What the pages of moderation show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.moderation import rules
from inkstead.moderation.models import (
    CLAIM,
    Act,
    Answer,
    Appeal,
    CannedAnswer,
    Case,
    Decision,
    LogEntry,
    Reason,
    Report,
    ThingKind,
)
from inkstead.moderation.things import Thing, thing_of
from inkstead.notifications.queries.sentences import beginning

PER_PAGE = 30
WHICH = {"": "Open", "free": "Nobody works on", "mine": "Mine", "closed": "Decided"}


@dataclass(frozen=True, slots=True)
class CaseLine:
    id: int
    url: str
    kind: str
    kind_label: str
    title: str
    words: str  # the first of what was reported, as it stood then
    name: str  # who made it
    reasons: Sequence[str]
    reports: int
    opened_at: datetime
    claimed_by: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[CaseLine]
    number: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A report as moderators read it."""

    name: str
    reason: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What was decided before about the same person. Under another name of theirs nothing is told but what and when:
    moderators do not learn which names belong together."""

    act: str
    at: datetime
    title: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class CaseView:
    case: Case
    thing: Thing | None
    changed: bool  # it says something else than when it was reported
    reports: Sequence[Told]
    past: Sequence[Past]
    acts: Sequence[tuple[str, str]]
    claimed_by: str
    is_mine: bool
    decisions: Sequence[Decision]


def cases_for(user: User, *, which: str = "", kind: str = "", page: int = 1) -> Page:
    """The oldest first; of the decided ones the newest. Two queries."""
    kinds = [kind] if kind in rules.kinds_of(user) else rules.kinds_of(user)
    rows = rules.cases_for(user).filter(kind__in=kinds, closed_at__isnull=which != "closed")
    if which == "mine":
        rows = rows.filter(claimed_by=user, claimed_at__gt=timezone.now() - CLAIM)
    elif which == "free":
        rows = rows.filter(Q(claimed_by=None) | Q(claimed_at__lte=timezone.now() - CLAIM))
    order = "-closed_at" if which == "closed" else "opened_at"
    page = max(1, page)
    found = rows.select_related("pen_name", "claimed_by__pen_name").order_by(order, "pk")
    cases = list(found[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    reasons = _reasons([case.pk for case in cases[:PER_PAGE]])
    return Page([_line(case, reasons) for case in cases[:PER_PAGE]], page, len(cases) > PER_PAGE)


def case_view(case: Case, user: User) -> CaseView:
    """Wants `pen_name__user` and `claimed_by__pen_name` joined."""
    thing = thing_of(case.kind, case.thing_id)
    about = case.pen_name.user if case.pen_name is not None else None
    words = {str(act): label for act, label in Act.choices}
    return CaseView(
        case=case,
        thing=thing,
        changed=thing is not None and thing.words != case.words,
        reports=[_told(row) for row in case.reports.select_related("pen_name").order_by("at", "pk")],
        past=_past(about, case),
        acts=[(act, words[act]) for act in rules.acts_for(user, case.kind, about)],
        claimed_by=_called(case.holder),
        is_mine=case.holder == user,
        decisions=list(case.decisions.select_related("by__pen_name").order_by("pk")),
    )


def decisions_about(user: User) -> list[Decision]:
    """For the person's own eyes, the newest first."""
    rows = Decision.objects.filter(about=user).exclude(act=Act.NOTHING)
    return list(rows.select_related("appeal").order_by("-at", "-pk")[:200])


def open_appeals() -> list[Appeal]:
    rows = Appeal.objects.filter(answered_at=None).select_related("decision__pen_name", "decision__by__pen_name")
    return list(rows.order_by("at")[:200])


def canned_answers() -> list[CannedAnswer]:
    return list(CannedAnswer.objects.all())


def log_page(page: int = 1) -> tuple[list[tuple[LogEntry, str]], bool]:
    """The newest first, with who did it as far as they are still here."""
    page = max(1, page)
    rows = list(LogEntry.objects.order_by("-pk")[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    people = User.objects.select_related("pen_name").in_bulk({row.by_id for row in rows})
    return [(row, _called(people.get(row.by_id))) for row in rows[:PER_PAGE]], len(rows) > PER_PAGE


@dataclass(frozen=True, slots=True)
class Figures:
    """What everybody may know: counts, and nothing of anybody."""

    since: datetime | None
    reports: int
    by_reason: Sequence[tuple[str, int]]
    open_cases: int
    decided: int
    by_act: Sequence[tuple[str, int]]
    within_a_day: int  # per cent of the decided cases
    appeals: int
    by_answer: Sequence[tuple[str, int]]
    reversed: int


def figures() -> Figures:
    """Of all time, in six queries."""
    reports = Report.objects.aggregate(all=Count("pk"))["all"]
    first = Report.objects.order_by("at").values_list("at", flat=True).first()
    cases = Case.objects.aggregate(open=Count("pk", filter=Q(closed_at=None)), decided=Count("closed_at"))
    closed = Case.objects.exclude(closed_at=None).values_list("opened_at", "closed_at")
    soon = sum(shut is not None and shut - begun <= timedelta(days=1) for begun, shut in closed.iterator())
    appeals = _counted(Appeal.objects.values_list("answer"), Answer.choices)
    return Figures(
        since=first,
        reports=reports,
        by_reason=_counted(Report.objects.values_list("reason"), Reason.choices),
        open_cases=cases["open"],
        decided=cases["decided"],
        by_act=_counted(Decision.objects.values_list("act"), Act.choices),
        within_a_day=round(100 * soon / cases["decided"]) if cases["decided"] else 0,
        appeals=Appeal.objects.count(),
        by_answer=appeals,
        reversed=Decision.objects.exclude(reversed_at=None).count(),
    )


def _counted(rows: object, choices: Sequence[tuple[str, object]]) -> list[tuple[str, int]]:
    counted: Mapping[str, int] = dict(rows.order_by().annotate(Count("pk")))  # type: ignore[attr-defined]
    return [(str(label), counted[value]) for value, label in choices if counted.get(value)]


def _reasons(cases: Sequence[int]) -> Mapping[int, list[tuple[str, int]]]:
    found: dict[int, list[tuple[str, int]]] = {}
    rows = Report.objects.filter(case__in=cases).order_by().values_list("case", "reason").annotate(Count("pk"))
    for case, reason, number in rows:
        found.setdefault(case, []).append((reason, number))
    return found


def _line(case: Case, reasons: Mapping[int, list[tuple[str, int]]]) -> CaseLine:
    said = reasons.get(case.pk, [])
    return CaseLine(
        id=case.pk,
        url=case.get_absolute_url(),
        kind=case.kind,
        kind_label=str(ThingKind(case.kind).label),
        title=case.title,
        words=beginning(case.words),
        name=case.pen_name.name if case.pen_name else "",
        reasons=[str(Reason(reason).label) for reason, _ in sorted(said)],
        reports=sum(number for _, number in said),
        opened_at=case.opened_at,
        claimed_by=_called(case.holder),
        closed_at=case.closed_at,
    )


def _told(row: Report) -> Told:
    guest = "A guest" if row.proven else "A guest without proof of work"
    name = row.pen_name.name if row.pen_name else guest if row.by_id is None else "Somebody"
    return Told(name, str(Reason(row.reason).label), row.words, row.at)


def _past(about: User | None, case: Case) -> list[Past]:
    if about is None:
        return []
    rows = Decision.objects.filter(about=about).exclude(act=Act.NOTHING).order_by("-at", "-pk")[:50]
    return [_one_past(row, case.pen_name) for row in rows]


def _one_past(row: Decision, name: PenName | None) -> Past:
    act = row.get_act_display()
    if row.reversed_at is not None:
        act = f"{act} (taken back)"
    if name is None or row.pen_name_id != name.pk:
        return Past(act, row.at, "", "", "")
    return Past(act, row.at, row.title, row.reason, f"/moderation/decision/{row.pk}/")


def _called(user: User | None) -> str:
    return "" if user is None else user.pen_name.name if user.pen_name else "somebody"
