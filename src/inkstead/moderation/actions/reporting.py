"""Report something; look after what was reported."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.discussion.guests import proofs
from inkstead.events import announce
from inkstead.lib.lines import paragraphs
from inkstead.lib.refusals import Refused
from inkstead.moderation import rules
from inkstead.moderation.actions.logging import write_down
from inkstead.moderation.events import CaseClaimed, ThingReported
from inkstead.moderation.models import WORDS, Case, Reason, Report
from inkstead.moderation.things import Thing

A_DAY = 30  # reports of one person
FROM_ONE_NETWORK = 5  # reports of guests in an hour
UNPROVEN = 2  # of these, without the proof that a browser makes
UNPROVEN_AT_ALL = 20  # from all networks together: those who have many are no better off
KEEP_NETWORKS = timedelta(days=30)
KEEP_WORDS = timedelta(days=183)  # of a case, after its decision: as long as an appeal may need them
NOT_TO_BE_REPORTED = ("report", "case", "decision", "appeal")


@transaction.atomic
def report(
    thing: Thing,
    *,
    reason: str,
    words: str = "",
    by: User | None,
    pen_name: PenName | None = None,
    network: str = "",
    proof: str = "",
) -> Report:
    """Joined with what others reported of the same thing. Twice by the same person changes nothing.

    The thing came from `thing_for(by)`. `network` and `proof` are those of a guest; without a proof few are taken.
    """
    if reason not in Reason.values:
        raise Refused("Say what is wrong with it.", code="invalid", fields={"reason": "One of those."})
    if reason == Reason.OTHER and not words.strip():
        message = "Say in your words what is wrong with it."
        raise Refused(message, code="invalid", fields={"words": message})
    text = paragraphs(words, "words", limit=WORDS, required=reason == Reason.OTHER)
    if by is not None and thing.pen_name is not None and thing.pen_name.user_id == by.pk:
        raise Refused("That is your own: you can change it or take it away yourself.", code="invalid")
    case = _case_of(thing)
    known = case.reports.filter(by=by).first() if by is not None else None
    if known is not None:
        return known
    if by is None and proof:
        proofs.spend(_about(thing), proof)
    proven = by is not None or bool(proof)
    _must_not_flood(by, network, proven=proven)
    name = pen_name if by is not None else None
    made = Report.objects.create(
        case=case, by=by, pen_name=name, network=network, proven=proven, reason=reason, words=text
    )
    announce(ThingReported(report_id=made.pk, case_id=case.pk))
    return made


def challenge(thing: Thing) -> str:
    """For the browser of a guest, whose answer is the `proof`; harder while many guests report."""
    lately = Report.objects.filter(by=None, at__gte=timezone.now() - proofs.LATELY).count()
    return proofs.challenge_for(_about(thing), harder=proofs.harder_after(lately))


def _about(thing: Thing) -> str:
    return f"report:{thing.kind}:{thing.id}"


def refuse_reports_of_reports(kind: str) -> None:
    if kind in NOT_TO_BE_REPORTED:
        raise Refused(
            "A report cannot be reported. Whoever looks after it sees it; answer a decision with an appeal.",
            code="invalid",
        )


@transaction.atomic
def claim_case(case: Case, *, by: User) -> Case:
    """Say that one works on it, so that two do not; who claimed it before us keeps it, for half an hour. Saying so
    again begins it anew."""
    case = locked_case(case, by)
    holder = case.holder
    if holder not in (None, by):
        raise Refused("Somebody else works on this already.", code="conflict")
    case.claimed_by, case.claimed_at = by, timezone.now()
    case.save(update_fields=["claimed_by", "claimed_at"])
    if holder is None:
        write_down("claim", by=by, kind=case.kind, thing=case.thing_id, case=case.pk)
        announce(CaseClaimed(case_id=case.pk))
    return case


@transaction.atomic
def give_case_back(case: Case, *, by: User) -> Case:
    """For somebody else to take. An administrator can take it out of another's hands."""
    case = locked_case(case, by)
    if case.holder is None:
        return case
    if case.holder != by and not rules.is_admin(by):
        raise Refused("Somebody else works on this.", code="forbidden")
    case.claimed_by, case.claimed_at = None, None
    case.save(update_fields=["claimed_by", "claimed_at"])
    write_down("give back", by=by, kind=case.kind, thing=case.thing_id, case=case.pk)
    announce(CaseClaimed(case_id=case.pk, given_back=True))
    return case


def locked_case(case: Case, by: User) -> Case:
    found = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    rules.must_see(by, found)
    if found.closed_at is not None:
        raise Refused("This case was decided a moment ago.", code="conflict")
    return found


def forget_networks() -> int:
    """From where guests reported is known for some weeks only, and what a decided case was about for half a year."""
    now = timezone.now()
    Case.objects.filter(closed_at__lt=now - KEEP_WORDS).exclude(words="").update(words="")
    return Report.objects.filter(at__lt=now - KEEP_NETWORKS).exclude(network="").update(network="")


def _case_of(thing: Thing) -> Case:
    """The open one; the database holds that there is one at most."""
    this = {"kind": thing.kind, "thing_id": thing.id, "closed_at": None}
    more = {"pen_name": thing.pen_name, "title": thing.title[:200], "words": thing.words}
    found = Case.objects.select_for_update(of=("self",), no_key=True).filter(**this).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Case.objects.create(**this, **more)
    except IntegrityError:  # somebody reported it in the same moment
        return Case.objects.select_for_update(of=("self",), no_key=True).get(**this)


def _must_not_flood(by: User | None, network: str, *, proven: bool) -> None:
    now = timezone.now()
    if by is not None:
        if Report.objects.filter(by=by, at__gte=now - timedelta(days=1)).count() >= A_DAY:
            raise Refused("You reported many things today. Please go on tomorrow.", code="too_often")
        return
    lately = Report.objects.filter(at__gte=now - timedelta(hours=1))
    if lately.filter(network=network).count() >= FROM_ONE_NETWORK:
        raise Refused("Many reports came from your network in the last hour. Please try later.", code="too_often")
    unproven = lately.filter(proven=False)
    if not proven and (unproven.filter(network=network).count() >= UNPROVEN or unproven.count() >= UNPROVEN_AT_ALL):
        raise Refused(
            "Few reports are taken from browsers without scripts. Turn scripts on, sign in, or try in an hour.",
            code="too_often",
        )
