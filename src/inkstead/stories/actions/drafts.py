"""Keep what somebody types while they type it. Nothing that arrives here is ever lost, whoever else saved meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.lib.prose import RULES_VERSION, read_prose, split_blocks
from inkstead.lib.prose.limits import check_length
from inkstead.lib.prose.patching import Change, patch
from inkstead.lib.prose.source import without_ids
from inkstead.lib.prose.stored import stored_prose
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions.fields import TIDY, hold_back, set_fields
from inkstead.stories.actions.keeping import pack_away, pack_revision
from inkstead.stories.actions.writing import NewPart, Stale, add_parts, locked_part, next_number
from inkstead.stories.models import Part, Revision, Story

UNTITLED = "Untitled"


@dataclass(frozen=True, slots=True)
class Typed:
    """What one window of a browser sends: changes of the revision it started from, or the whole text."""

    base: int
    tab: UUID | None = None
    turn: int = 0  # counts up within a tab, so that what was overtaken on its way is known
    sent_as: str = ""  # a fingerprint of the request: the same sent twice is saved once
    changes: Sequence[Change] | None = None
    text: str | None = None
    format: str = "editor"
    fields: Mapping[str, str] = field(default_factory=dict)
    was: Mapping[str, str] = field(default_factory=dict)  # what the fields said when the writer began to change them
    asked: bool = False  # somebody pressed a key for it


@dataclass(frozen=True, slots=True)
class Kept:
    part: Part
    revision: Revision
    ids: Sequence[Sequence[str]] = ()  # what each change put in, as it is named from now on
    wrong: Mapping[str, str] = field(default_factory=dict)  # fields that could not be taken, and why


@dataclass(frozen=True, slots=True)
class _Draft:
    """The text that a request makes of its base, and its figures."""

    html: str
    words: int
    scenes: int
    rules_version: int
    ids: Sequence[Sequence[str]] = ()


def keep_typed(part: Part, typed: Typed, *, by: User) -> Kept:
    """Save it as the newest text; or beside the line, if somebody else saved since its base.

    What a request says that came before is answered with the revision it made. Readers see nothing of it.
    """
    rules.must_edit(by, part.story)
    base = part.revisions.filter(number=typed.base).select_related("packed_on").first()
    if base is None:
        raise Refused(f"This part has no revision {typed.base}. Send the whole text.", code="unknown_base")
    draft = _read(base, typed)  # before any lock: nobody has to wait for it
    return _keep(part, base, draft, typed, by)


def keep_new_part(story: Story, typed: Typed, *, key: UUID, by: User) -> Kept:
    """Make the part that a browser began by itself. The same key goes on with the first one."""
    rules.must_edit(by, story)
    part = Part.objects.in_hands_of(by).filter(story=story, made_as=key).select_related("story__author").first()
    if part is None:
        prose = read_prose(typed.text or "", typed.format)
        fields, wrong = _tidy(typed.fields)
        new = NewPart(
            fields.get("title", UNTITLED),
            prose,
            notes_before=fields.get("notes_before", ""),
            notes_after=fields.get("notes_after", ""),
            made_as=key,
        )
        try:
            with transaction.atomic():
                part = add_parts(story, [new], by=by)[0]
                part.story = story
                assert part.head is not None
                part.head.tab, part.head.turn, part.head.by_itself = typed.tab, typed.turn, True
                part.head.sent_as = typed.sent_as
                part.head.save(update_fields=["tab", "turn", "by_itself", "sent_as"])
                return Kept(part, part.head, [[block.id for block in prose.blocks]], wrong)
        except IntegrityError:
            part = Part.objects.select_related("story__author").get(story=story, made_as=key)
    return keep_typed(part, replace(typed, base=1), by=by)


@transaction.atomic
def keep_aside(part: Part, typed: Typed, *, by: User) -> Revision:
    """Beside the line, whatever stands: a form that came too late is kept while its writer decides."""
    base = part.revisions.filter(number=typed.base).first() or part.head
    part = locked_part(part, by, also_binned=True)
    assert base is not None
    draft = _read(base, typed)
    fields = {name: value for name, value in typed.fields.items() if typed.was.get(name) != value}
    known = part.revisions.waiting_aside().filter(follows=base.number, words=draft.words, tab=typed.tab)
    same = next((row for row in known if row.html == draft.html and row.fields == fields), None)
    return same or _save_aside(part, draft, base, typed, fields, by)


@transaction.atomic
def settle_aside(part: Part, number: int, *, by: User) -> None:
    """Its writer has taken from it what they wanted. Doing it twice is harmless."""
    part = locked_part(part, by, also_binned=True)
    part.revisions.waiting_aside().filter(number=number).update(settled_at=timezone.now())


@transaction.atomic
def take_from_both(part: Part, *, aside: int, head: int, html: str, fields: Mapping[str, str], by: User) -> Part:
    """One text made of the newest and what stood aside; both stay in the history. `html` was made of stored blocks.

    Raises `Stale` when `head` is no longer the newest: the writer has not seen what is.
    """
    part = locked_part(part, by)
    beside = part.revisions.filter(number=aside, aside=True).first()
    if beside is None:
        raise Refused("There is no such version beside this text.", code="not_found")
    if part.head is None or part.head.number != head:
        raise Stale(part)
    prose = stored_prose(html)
    check_length(prose.text)
    draft = _Draft(html, prose.words, len(prose.scenes), min(part.head.rules_version, beside.rules_version))
    _save_next(part, draft, Typed(base=head, asked=True), _tidy(fields)[0], by)
    part.revisions.waiting_aside().filter(number=aside).update(settled_at=timezone.now())
    return part


def _read(base: Revision, typed: Typed) -> _Draft:
    if typed.changes is not None:
        patched = patch(base.html, typed.changes)
        # What stays was cleaned by the rules of its time.
        rules_version = min(base.rules_version, RULES_VERSION)
        words = max(0, base.words + patched.words_more)
        return _Draft(patched.html, words, patched.scenes, rules_version, patched.ids)
    if typed.text is None:
        return _Draft(base.html, base.words, base.scenes, base.rules_version)
    prose = read_prose(typed.text, typed.format, split_blocks(base.html))
    ids = [[block.id for block in prose.blocks]]
    return _Draft(prose.html, prose.words, len(prose.scenes), RULES_VERSION, ids)


@transaction.atomic
def _keep(part: Part, base: Revision, draft: _Draft, typed: Typed, by: User) -> Kept:
    part = locked_part(part, by, also_binned=True)
    before = part.revisions.filter(sent_as=typed.sent_as).first() if typed.sent_as else None
    before = before or _overtaken(part, typed)
    fields, wrong = _tidy(typed.fields)
    if before is not None:
        return Kept(part, before, draft.ids, wrong)
    assert part.head is not None
    if _goes_on(part, base, typed) and not _crossed(part, fields, typed):
        revision = _save_next(part, draft, typed, fields, by)
    elif _says_the_same(part, draft, fields):
        revision = part.head  # somebody else came to the same words, or this one before its browser forgot
    else:
        revision = _save_aside(part, draft, base, typed, fields, by)
    return Kept(part, revision, draft.ids, wrong)


def _says_the_same(part: Part, draft: _Draft, fields: Mapping[str, str]) -> bool:
    """In the same words, whatever its paragraphs are called: a form without scripts lets the server name them."""
    assert part.head is not None
    if any(part.newest[name] != value for name, value in fields.items()):
        return False
    return without_ids(draft.html) == without_ids(part.head.html)


def _overtaken(part: Part, typed: Typed) -> Revision | None:
    """A later state of the same window arrived before this one."""
    if typed.tab is None:
        return None
    later = part.revisions.filter(tab=typed.tab, number__gt=typed.base, turn__gt=typed.turn)
    return later.order_by("-number").first()


def _goes_on(part: Part, base: Revision, typed: Typed) -> bool:
    """Nothing was saved since its base, or only what this window sent and never got an answer to."""
    assert part.head is not None
    if part.head.number == base.number:
        return True
    since = part.revisions.on_the_line().filter(number__gt=base.number).values_list("tab", flat=True)
    return not base.aside and typed.tab is not None and all(tab == typed.tab for tab in since)


def _crossed(part: Part, fields: Mapping[str, str], typed: Typed) -> bool:
    """A title or note was changed here and elsewhere, differently."""
    stands = part.newest
    was, _ = _tidy(typed.was)  # what could never stand says nothing about what stood
    crossed = {
        name
        for name, value in fields.items()
        if name in was and _flat(stands[name]) not in (_flat(was[name]), _flat(value))
    }
    if not crossed or typed.tab is None:
        return bool(crossed)
    # Unless the window did it itself, and never got the answer.
    own = part.revisions.on_the_line().filter(number__gt=typed.base, tab=typed.tab).values_list("fields", flat=True)
    return any(all(said.get(name) != stands[name] for said in own) for name in crossed)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _save_next(part: Part, draft: _Draft, typed: Typed, fields: dict[str, str], by: User) -> Revision:
    head, newest = part.head, part.newest
    assert head is not None
    fields = {name: value for name, value in fields.items() if newest[name] != value}
    if draft.html == head.html and not fields:
        if typed.asked and head.by_itself:
            head.by_itself = False
            head.save(update_fields=["by_itself"])
        return head
    if part.is_published:
        hold_back(part, fields)
    else:
        set_fields(part, fields)
    revision = _revision(part, draft, typed, fields, by)
    revision.follows = head.number
    pack_revision(revision)  # it will be overtaken in a few seconds
    revision.save()
    part.head = revision
    part.save()
    pack_away(head.pk, part)
    return revision


def _save_aside(part: Part, draft: _Draft, base: Revision, typed: Typed, fields: dict[str, str], by: User) -> Revision:
    """It takes the place of what the same window put aside before."""
    mine = part.revisions.waiting_aside().filter(tab=typed.tab) if typed.tab else part.revisions.none()
    earlier = mine.order_by("-number").first()
    was = {name: value for name, value in typed.was.items() if name in fields}
    if earlier is not None:
        base, fields, was = earlier, earlier.fields | fields, was | earlier.was
        mine.update(settled_at=timezone.now())
    revision = _revision(part, draft, typed, fields, by)
    revision.was = was
    revision.follows, revision.aside = base.number, True
    pack_revision(revision)
    revision.save()
    Part.objects.filter(pk=part.pk).update(updated_at=timezone.now())
    return revision


def _revision(part: Part, draft: _Draft, typed: Typed, fields: dict[str, str], by: User) -> Revision:
    return Revision(
        part=part,
        number=next_number(part),
        full_html=draft.html,
        words=draft.words,
        scenes=draft.scenes,
        rules_version=draft.rules_version,
        by=rules.name_of(by, part.story),
        by_itself=not typed.asked,
        tab=typed.tab,
        turn=typed.turn,
        sent_as=typed.sent_as,
        fields=fields,
    )


def _tidy(given: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What can be taken of title and notes, and what is wrong with the rest: a title too long never holds a text up."""
    fields: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, value in given.items():
        try:
            fields[name] = TIDY[name](value)
        except Refused as refused:
            wrong[name] = next(iter(refused.fields.values()), refused.message)
    return fields, wrong
