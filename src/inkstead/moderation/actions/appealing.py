"""Say something against a decision, and answer it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.lib.lines import paragraphs
from inkstead.lib.refusals import Refused
from inkstead.moderation import rules
from inkstead.moderation.actions.closing import close_appeal
from inkstead.moderation.actions.deciding import reverse_decision
from inkstead.moderation.events import AppealMade
from inkstead.moderation.models import WORDS, Act, Answer, Appeal, Decision


@transaction.atomic
def appeal(decision: Decision, *, words: str, by: User) -> Appeal:
    """Once, by whom it is about; those who are suspended too."""
    if decision.about_id != by.pk or decision.act == Act.NOTHING:
        raise Refused("Only whom a decision is about can appeal.", code="forbidden")
    text = paragraphs(words, "words", limit=WORDS, required=True)
    try:
        with transaction.atomic():
            made = Appeal.objects.create(decision=decision, words=text)
    except IntegrityError:
        raise Refused("You appealed against this decision already.", code="conflict") from None
    announce(AppealMade(appeal_id=made.pk, decision_id=decision.pk))
    return made


@transaction.atomic
def answer_appeal(made: Appeal, *, answer: str, words: str, by: User) -> Appeal:
    """Once. A decision that is taken back is undone as far as it can be."""
    found = Appeal.objects.select_for_update(of=("self",), no_key=True).select_related("decision").get(pk=made.pk)
    rules.must_answer(by, found)
    if found.answered_at is not None:
        raise Refused("This appeal was answered already.", code="conflict")
    if answer not in Answer.values:
        raise Refused("Say whether the decision stands.", code="invalid", fields={"answer": "One of the two."})
    close_appeal(found, answer, paragraphs(words, "words", limit=WORDS, required=True), by)
    decision = found.decision
    if answer == Answer.REVERSED and decision.can_be_reversed:
        reverse_decision(decision, by=by)
    elif answer == Answer.REVERSED and decision.reversed_at is None:  # a warning, or what is gone: the record is clean
        Decision.objects.filter(pk=decision.pk).update(reversed_at=timezone.now())
    return found
