"""Decide, and take a decision back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.actions import set_standing
from inkstead.accounts.models import Standing, User
from inkstead.events import announce
from inkstead.lib.lines import paragraphs
from inkstead.lib.refusals import Refused
from inkstead.moderation import rules
from inkstead.moderation.actions.closing import close_appeal
from inkstead.moderation.actions.logging import write_down
from inkstead.moderation.actions.reporting import locked_case
from inkstead.moderation.events import Decided, DecisionReversed
from inkstead.moderation.models import ABOUT_PERSON, ABOUT_THING, FOR_A_TIME, WORDS, Act, Answer, Appeal, Case, Decision
from inkstead.moderation.things import KINDS, thing_of
from inkstead.notifications.actions.telling import tell
from inkstead.notifications.news import News

LONGEST = 3_650  # days
STANDING = {Act.LIMIT: Standing.LIMITED, Act.SUSPEND: Standing.SUSPENDED, Act.BAN: Standing.BANNED}
SEVERITY = (Standing.GOOD, Standing.LIMITED, Standing.SUSPENDED, Standing.BANNED)


@transaction.atomic
def decide(case: Case, *, act: str, reason: str, by: User, days: int | None = None) -> Decision:
    """All of it or nothing: what is done, what is written down, and what the person is told. It closes the case. An
    administrator decides whoever works on it.

    `days` is for what holds for a time; without it, until somebody decides otherwise.
    """
    case = locked_case(case, by)
    if case.holder not in (None, by) and not rules.is_admin(by):
        raise Refused("Somebody else works on this. Ask them, or let them give it back.", code="conflict")
    thing = thing_of(case.kind, case.thing_id)
    about = case.pen_name.user if case.pen_name is not None else None
    rules.must_decide(by, case.kind, about, act)
    text = paragraphs(reason, "reason", limit=WORDS, required=act != Act.NOTHING)
    until = _until(act, days)
    if act in ABOUT_THING:
        if thing is None:
            raise Refused("It is not there any more, so it cannot be hidden or removed.", code="conflict")
        _do(case.kind, act, thing.row, by)
    made = Decision.objects.create(
        case=case,
        kind=case.kind,
        thing_id=case.thing_id,
        title=case.title,
        act=act,
        about=about,
        pen_name=case.pen_name,
        reason=text,
        until=until,
        by=by,
    )
    case.closed_at = timezone.now()
    case.save(update_fields=["closed_at"])
    if about is not None and act in STANDING:
        _apply_standing(about)
    write_down(act, by=by, kind=case.kind, thing=case.thing_id, case=case.pk, decision=made.pk)
    announce(Decided(decision_id=made.pk, case_id=case.pk))
    if about is not None and act != Act.NOTHING:
        tell([about.pk], News("moderation", f"decision:{made.pk}", thing_id=made.pk))
    return made


@transaction.atomic
def reverse_decision(decision: Decision, *, by: User) -> Decision:
    """What was hidden is shown again, what was limited is free. Twice is harmless; what was removed is gone."""
    rules.must_moderate(by)
    found = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.pk)
    if found.act == Act.BAN and not rules.is_admin(by):
        raise Refused("Only an administrator can take a ban back.", code="forbidden")
    if found.about_id == by.pk:
        raise Refused("That is about yourself: another moderator has to decide it.", code="forbidden")
    if not found.can_be_reversed:
        if found.reversed_at is not None:
            return found
        raise Refused("There is nothing left to take back.", code="invalid")
    found.reversed_at = timezone.now()
    found.save(update_fields=["reversed_at"])
    if found.act == Act.HIDE:
        thing = thing_of(found.kind, found.thing_id)
        show = KINDS[found.kind].show
        if thing is not None and show is not None and not _still_hidden(found):
            show(thing.row, by)
    elif found.about is not None:
        _apply_standing(found.about)
    write_down("take back", by=by, kind=found.kind, thing=found.thing_id, decision=found.pk)
    announce(DecisionReversed(decision_id=found.pk))
    # An appeal against what is taken back has got what it asked for.
    waiting = Appeal.objects.select_related("decision").filter(decision=found, answered_at=None).first()
    if waiting is not None:
        close_appeal(waiting, Answer.REVERSED, "The decision was taken back.", by)
    return found


def _still_hidden(decision: Decision) -> bool:
    """By another decision, which stands."""
    others = Decision.objects.filter(kind=decision.kind, thing_id=decision.thing_id, reversed_at=None)
    return others.filter(act__in=ABOUT_THING).exclude(pk=decision.pk).exists()


def _do(kind: str, act: str, row: object, by: User) -> None:
    done = KINDS[kind].hide if act == Act.HIDE else KINDS[kind].remove
    if done is None:
        raise Refused("That cannot be done about this.", code="invalid", fields={"act": "Not here."})
    done(row, by)


def _until(act: str, days: int | None) -> datetime | None:
    if days is None:
        return None
    if act not in FOR_A_TIME:
        raise Refused("Only a limit or a suspension ends by itself.", code="invalid", fields={"days": "Not for this."})
    if not 1 <= days <= LONGEST:
        raise Refused(f"Between 1 and {LONGEST:,} days.", code="invalid", fields={"days": "Another number."})
    return timezone.now() + timedelta(days=days)


def _apply_standing(person: User) -> None:
    """The heaviest of what stands; of the same weight what lasts longest."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    rows = Decision.objects.filter(about=person, act__in=STANDING, reversed_at=None)
    standing = [row for row in rows if row.is_standing]
    heaviest = max(
        standing,
        key=lambda row: (SEVERITY.index(STANDING[Act(row.act)]), row.until is None, row.until or timezone.now()),
        default=None,
    )
    if heaviest is None:
        set_standing(person, Standing.GOOD, None)
    else:
        set_standing(person, STANDING[Act(heaviest.act)], heaviest.until)


assert set(STANDING) < set(ABOUT_PERSON)
