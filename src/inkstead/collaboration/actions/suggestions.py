"""Suggest a change of a draft; take it in, or refuse it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.collaboration.events import SuggestionAnswered, SuggestionMade
from inkstead.collaboration.models import Suggestion
from inkstead.collaboration.passages import standing, woven
from inkstead.events import announce
from inkstead.lib.lines import paragraphs
from inkstead.lib.prose import Block, Prose, join_blocks, read_prose, split_blocks
from inkstead.lib.prose.source import without_ids
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions import Stale, revise_part
from inkstead.stories.models import Part, Revision, Story

NOTE_LIMIT, REASON_LIMIT = 2000, 1000
# So many of one person may wait at one part.
WAITING = 400
# A paragraph and what it may become; whole parts are written by those who may.
LENGTH = 40_000
ATTEMPTS = 4

Kind = Suggestion.Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody typed: other words for a passage, nothing (it should go), or new passages after it."""

    kind: str
    block: str
    text: str
    format: str
    note: str
    revision: int  # the number of the revision that they saw


def suggest(part: Part, wish: Wish, *, by: User) -> Suggestion:
    """Sending the same twice is harmless. A passage that went away meanwhile is kept with the suggestion."""
    if wish.kind not in Kind.values:
        raise Refused("This is no kind of suggestion.", code="invalid")
    note = paragraphs(wish.note, "note", limit=NOTE_LIMIT)
    then = _passage(part, wish)
    html = _proposed(wish)
    kind = Kind.REMOVE if wish.kind == Kind.REPLACE and not html else wish.kind
    if kind == Kind.ADD and not html:
        raise _text_refused("Write what should stand there.")
    if kind == Kind.REPLACE and html == then:
        raise _text_refused("Nothing is different yet. Change the words, and send it then.")
    made = Suggestion(
        part=part, kind=kind, block=wish.block, revision=wish.revision, then_html=then, html=html, note=note
    )
    return _keep(made, by)


@transaction.atomic
def _keep(made: Suggestion, by: User) -> Suggestion:
    story = _locked_story(made.part)
    rules.must_read_drafts(by, story)
    made.by = rules.name_of(by, story)
    mine = Suggestion.objects.open().filter(part=made.part, by=made.by)
    same = mine.filter(kind=made.kind, block=made.block, html=made.html, note=made.note).first()
    if same is not None:
        return same
    if mine.count() >= WAITING:
        raise Refused("Many suggestions of yours wait here already. Let the authors answer some first.")
    made.save()
    announce(SuggestionMade(suggestion_id=made.pk, part_id=made.part_id, story_id=story.pk))
    return made


def accept_suggestion(suggestion: Suggestion, *, by: User, anyway: bool = False) -> Suggestion:
    """Into the draft, as a new revision; readers see it when it is published. Accepting twice is harmless.

    `anyway` replaces a passage that has changed since.
    """
    taken, _ = _accept(suggestion.part, [suggestion], by, anyway=anyway)
    if not taken:
        found = Suggestion.objects.get(pk=suggestion.pk)
        if found.answer == Suggestion.Answer.ACCEPTED:
            return found
        _refuse_answered(found)
        raise _cannot(suggestion)
    return taken[0]


def accept_all(part: Part, *, of: PenName, by: User) -> tuple[int, int]:
    """All that one person suggests, in one new revision; (how many were taken in, how many need a look)."""
    waiting = list(Suggestion.objects.open().filter(part=part, by=of).order_by("pk"))
    taken, left = _accept(part, waiting, by)
    return len(taken), len(left)


@transaction.atomic
def refuse_suggestion(suggestion: Suggestion, *, reason: str = "", by: User) -> Suggestion:
    """It is kept, with the reason. Refusing twice is harmless."""
    reason = paragraphs(reason, "reason", limit=REASON_LIMIT)
    story = _locked_story(suggestion.part)
    rules.must_edit(by, story)
    found = Suggestion.objects.get(pk=suggestion.pk)
    if found.answer == Suggestion.Answer.REFUSED:
        return found
    _refuse_answered(found)
    found.reason = reason
    return _answer(found, Suggestion.Answer.REFUSED, story, by)


@transaction.atomic
def take_back_suggestion(suggestion: Suggestion, *, by: User) -> Suggestion:
    """By the one who made it, while nobody has answered. Twice is harmless."""
    story = _locked_story(suggestion.part)
    rules.must_read_drafts(by, story)
    found = Suggestion.objects.select_related("by").get(pk=suggestion.pk)
    if found.by is None or found.by.user_id != by.pk:
        raise Refused("Only who made a suggestion takes it back.", code="forbidden")
    if found.answer == Suggestion.Answer.TAKEN_BACK:
        return found
    _refuse_answered(found)
    found.answer, found.answered_at, found.answered_by = Suggestion.Answer.TAKEN_BACK, timezone.now(), found.by
    found.save(update_fields=["answer", "answered_at", "answered_by"])
    return found


def _accept(
    part: Part, waiting: Sequence[Suggestion], by: User, *, anyway: bool = False
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Reads the new text before it locks anything, and again when somebody saved in between."""
    for _ in range(ATTEMPTS):
        head = Revision.objects.get(pk=Part.objects.values_list("head", flat=True).get(pk=part.pk))
        blocks = split_blocks(head.html)
        taken: list[Suggestion] = []
        after: list[Block] = blocks
        for suggestion in waiting:
            result = woven(suggestion, after, anyway=anyway)
            if result is not None:
                after = result
                taken.append(suggestion)
        left = [suggestion for suggestion in waiting if suggestion not in taken]
        if not taken:
            return [], left
        prose = read_prose(join_blocks(after), "html", blocks)
        if not prose.html.strip():
            raise Refused("Nothing would be left of this part. Delete it instead, if that is what you want.")
        try:
            return _write(part, prose, head.number, taken, by), left
        except Stale:
            continue
    raise Refused("This part is being changed at this very moment. Please try again.")


@transaction.atomic
def _write(part: Part, prose: Prose, expected: int, taken: Sequence[Suggestion], by: User) -> list[Suggestion]:
    story = _locked_story(part)
    rules.must_edit(by, story)
    found = list(Suggestion.objects.filter(pk__in=[one.pk for one in taken]).select_related("by").order_by("pk"))
    if any(one.answered_at is not None for one in found) or len(found) != len(taken):
        return []  # somebody answered it first
    saved = revise_part(part, by=by, text=prose, expected=expected, keep_draft=True)
    assert saved.head is not None
    if saved.head.number != expected:
        Revision.objects.filter(pk=saved.head.pk).update(name=_credit(found))
    for suggestion in found:
        suggestion.result = saved.head.number
        _answer(suggestion, Suggestion.Answer.ACCEPTED, story, by)
    return found


def _credit(taken: Sequence[Suggestion]) -> str:
    """Whose words are in a revision, as its name."""
    names = list(dict.fromkeys(one.said_by for one in taken if one.said_by))
    return f"Suggested by {names[0]}"[:80] if names else "A suggestion"


def _answer(suggestion: Suggestion, answer: Suggestion.Answer, story: Story, by: User) -> Suggestion:
    suggestion.answer, suggestion.answered_at = answer, timezone.now()
    suggestion.answered_by = rules.name_of(by, story)
    suggestion.save(update_fields=["answer", "answered_at", "answered_by", "reason", "result"])
    announce(
        SuggestionAnswered(
            suggestion_id=suggestion.pk, part_id=suggestion.part_id, story_id=story.pk, answer=answer.value
        )
    )
    return suggestion


def _cannot(suggestion: Suggestion) -> Refused:
    head = Part.objects.select_related("head").get(pk=suggestion.part_id).head
    if head is None or standing(suggestion, split_blocks(head.html)).state == "gone":
        return Refused("The passage is gone from the draft. The suggestion stays in the list, with its words.")
    return Refused("The passage has changed since, in the same words. Look at both, and decide.")


def _refuse_answered(suggestion: Suggestion) -> None:
    if suggestion.answered_at is not None:
        raise Refused(f"This suggestion was {suggestion.get_answer_display().lower()} already.")


def _passage(part: Part, wish: Wish) -> str:
    """The passage as it stood in the revision that they saw, without its id."""
    if not wish.block:
        if wish.kind != Kind.ADD:
            raise Refused("There is no such passage in this part.", code="invalid")
        return ""
    seen = part.revisions.filter(number=wish.revision).first()
    for revision in (seen, part.head):
        for block in split_blocks(revision.html) if revision else ():
            if block.id == wish.block:
                return without_ids(block.html)
    raise Refused("There is no such passage in this part.", code="invalid")


def _proposed(wish: Wish) -> str:
    if wish.kind == Kind.REMOVE or not wish.text.strip():
        return ""
    if len(wish.text) > LENGTH:
        raise _text_refused(f"A suggestion has at most {LENGTH:,} characters; this one has {len(wish.text):,}.")
    return without_ids(read_prose(wish.text, wish.format).html)


def _locked_story(part: Part) -> Story:
    return Story.objects.locked().get(pk=part.story_id)


def _text_refused(message: str) -> Refused:
    return Refused(message, code="invalid", fields={"text": message})
