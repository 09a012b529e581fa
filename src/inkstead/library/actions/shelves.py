"""Shelves: made, shown, filled and put in order. Each locks the shelf first, so that two at once leave one order."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.accounts.rules import must_speak
from inkstead.events import announce
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.refusals import Refused
from inkstead.library.events import ShelfChanged, StoryShelved
from inkstead.library.models import EVERYBODYS, Sharing, Shelf, ShelfEntry, ShelfKind, ShelfQuerySet
from inkstead.library.rules import must_be_unseen, must_own
from inkstead.stories.models import Story

TITLE_LIMIT, NOTE_LIMIT = 100, 10_000
MOST_SHELVES, MOST_STORIES = 200, 5_000
TAKEN = "You have a shelf of that title already."


def ensure_shelves(user: User) -> None:
    """The four that everybody has are made when they are first needed. Two at once make them once."""
    if Shelf.objects.filter(user=user, kind__in=EVERYBODYS).count() < len(EVERYBODYS):
        made = [
            Shelf(user=user, kind=kind, title=kind.label, position=place, secret=_secret())
            for place, kind in enumerate(EVERYBODYS)
        ]
        Shelf.objects.bulk_create(made, ignore_conflicts=True)


@transaction.atomic
def make_shelf(*, title: str, by: User, about: str = "") -> Shelf:
    """An own one, which nobody else sees until it is shown."""
    ensure_shelves(by)
    title, about = one_line(title, "title", limit=TITLE_LIMIT), paragraphs(about, "note", limit=NOTE_LIMIT)
    mine = Shelf.objects.filter(user=by)
    if mine.count() >= MOST_SHELVES:
        raise Refused(f"You have {MOST_SHELVES} shelves; there cannot be more.", code="invalid")
    last = mine.aggregate(last=Max("position"))["last"] or 0
    try:
        with transaction.atomic():
            return Shelf.objects.create(user=by, title=title, about=about, position=last + 1, secret=_secret())
    except IntegrityError:
        raise _taken() from None


@transaction.atomic
def edit_shelf(
    shelf: Shelf,
    *,
    by: User,
    title: str | None = None,
    about: str | None = None,
    sharing: str | None = None,
    pen_name: PenName | None = None,
) -> Shelf:
    """What is not given stays. Shown for the first time, a shelf gets the name under which it stands for good."""
    shelf = _locked(shelf, by)
    was_public = shelf.sharing == Sharing.PUBLIC
    if title is not None and not shelf.is_everybodys:
        shelf.title = one_line(title, "title", limit=TITLE_LIMIT)
    if about is not None:
        shelf.about = paragraphs(about, "note", limit=NOTE_LIMIT)
    if sharing not in (None, Sharing.PRIVATE):
        must_speak(by)
        if shelf.withheld:
            raise Refused("Moderators have taken this shelf out of sight. You → Decisions says why.", code="forbidden")
    if sharing is not None:
        _share(shelf, sharing, pen_name or by.pen_name, by)
    must_be_unseen(by, shelf)
    shelf.changed_at = timezone.now()
    try:
        with transaction.atomic():
            shelf.save(update_fields=["title", "about", "sharing", "pen_name", "changed_at"])
    except IntegrityError:
        raise _taken() from None
    _tell(shelf, was_public=was_public)
    return shelf


@transaction.atomic
def renew_secret(shelf: Shelf, *, by: User) -> Shelf:
    """Another secret address; the old one opens nothing any more."""
    shelf = _locked(shelf, by)
    shelf.secret = _secret()
    shelf.save(update_fields=["secret"])
    return shelf


@transaction.atomic
def delete_shelf(shelf: Shelf, *, by: User) -> None:
    """With its notes; the stories stand where they stood. Twice is harmless."""
    found = _of(by).filter(pk=shelf.pk).first()
    if found is None:
        must_own(by, shelf)
        return
    if found.is_everybodys:
        raise Refused(f"Everybody has a shelf “{found.title}”: it can be emptied, not taken away.", code="invalid")
    _tell(found, was_public=found.sharing == Sharing.PUBLIC)
    found.delete()


@transaction.atomic
def put_on_shelf(shelf: Shelf, story: Story, *, by: User, note: str | None = None) -> ShelfEntry:
    """At its end. Twice is harmless; on one of the four it is taken off the other three.

    The story came from `visible_to(by)`.
    """
    must_own(by, shelf)
    text = None if note is None else paragraphs(note, "note", limit=NOTE_LIMIT)
    # All four together and always in one order, so that two moves at once wait for each other.
    kinds = [*EVERYBODYS] if shelf.is_everybodys else [ShelfKind.OWN]
    held = {row.pk: row for row in _of(by).filter(kind__in=kinds).order_by("pk") if shelf.is_everybodys or row == shelf}
    if shelf.pk not in held:
        raise Refused("That shelf is not there any more.", code="conflict")
    shelf = held[shelf.pk]
    must_be_unseen(by, shelf)
    if shelf.is_everybodys:
        _leave_the_other_three(shelf, held, story, by)
    entry = ShelfEntry.objects.filter(shelf=shelf, story=story).first()
    if entry is not None:
        if text is not None and text != entry.note:
            entry.note = text
            entry.save(update_fields=["note"])
            _changed(shelf)
        return entry
    rows = ShelfEntry.objects.filter(shelf=shelf)
    if rows.count() >= MOST_STORIES:
        raise Refused(f"There are {MOST_STORIES:,} stories on this shelf; it is full.", code="invalid")
    last = rows.aggregate(last=Max("position"))["last"] or 0
    only_for = by if shelf.is_everybodys else None
    entry = ShelfEntry.objects.create(
        shelf=shelf, story=story, only_for=only_for, note=text or "", position=last + 1, added_at=timezone.now()
    )
    _changed(shelf)
    if shelf.sharing == Sharing.PUBLIC:
        announce(StoryShelved(shelf_id=shelf.pk, entry_id=entry.pk, story_id=story.pk))
    return entry


@transaction.atomic
def take_off_shelf(shelf: Shelf, story_id: int, *, by: User) -> None:
    """Twice is harmless."""
    shelf = _locked(shelf, by)
    if ShelfEntry.objects.filter(shelf=shelf, story=story_id).delete()[0]:
        _changed(shelf)


@transaction.atomic
def write_shelf_note(shelf: Shelf, story_id: int, *, note: str, by: User) -> ShelfEntry:
    """What its owner says about a story on this shelf."""
    shelf, text = _locked(shelf, by), paragraphs(note, "note", limit=NOTE_LIMIT)
    must_be_unseen(by, shelf)
    entry = _entry(shelf, story_id)
    entry.note = text
    entry.save(update_fields=["note"])
    _changed(shelf)
    return entry


@transaction.atomic
def place_entry(shelf: Shelf, story_id: int, *, to: int, by: User) -> int:
    """To this place, from 1. Answers the place where it stood. Two statements, however long the shelf is."""
    shelf = _locked(shelf, by)
    must_be_unseen(by, shelf)
    entry = _entry(shelf, story_id)
    order = list(ShelfEntry.objects.filter(shelf=shelf).order_by("position", "pk").values_list("pk", "position"))
    stood = next(place for place, (pk, _) in enumerate(order) if pk == entry.pk)
    goal = max(0, min(len(order) - 1, to - 1))
    if goal == stood:
        return stood + 1
    there, here = order[goal][1], entry.position
    low, high, step = (there, here - 1, 1) if there < here else (here + 1, there, -1)
    ShelfEntry.objects.filter(shelf=shelf, position__range=(low, high)).update(position=F("position") + step)
    ShelfEntry.objects.filter(pk=entry.pk).update(position=there)
    _changed(shelf)
    return stood + 1


@transaction.atomic
def step_entry(shelf: Shelf, story_id: int, *, step: int, by: User) -> int:
    """One place up or down; at the end of the shelf nothing happens."""
    shelf = _locked(shelf, by)
    order = list(ShelfEntry.objects.filter(shelf=shelf).order_by("position", "pk").values_list("story_id", flat=True))
    if story_id not in order:
        raise _not_there()
    return place_entry(shelf, story_id, to=order.index(story_id) + 1 + step, by=by)


def _of(user: User) -> ShelfQuerySet:
    return Shelf.objects.select_for_update(of=("self",), no_key=True).filter(user=user)


def _locked(shelf: Shelf, by: User) -> Shelf:
    must_own(by, shelf)
    found = _of(by).filter(pk=shelf.pk).first()
    if found is None:
        raise Refused("That shelf is not there any more.", code="conflict")
    return found


def _entry(shelf: Shelf, story_id: int) -> ShelfEntry:
    found = ShelfEntry.objects.filter(shelf=shelf, story=story_id).first()
    if found is None:
        raise _not_there()
    return found


def _leave_the_other_three(shelf: Shelf, held: dict[int, Shelf], story: Story, by: User) -> None:
    for entry in ShelfEntry.objects.filter(only_for=by, story=story).exclude(shelf=shelf):
        entry.delete()
        _changed(held[entry.shelf_id])


def _share(shelf: Shelf, sharing: str, pen_name: PenName | None, by: User) -> None:
    if sharing not in Sharing.values:
        message = f"A shelf is shown to one of: {', '.join(Sharing.values)}."
        raise Refused(message, code="invalid", fields={"sharing": message})
    if sharing != Sharing.PRIVATE and shelf.pen_name is None:
        if pen_name is None or pen_name.user_id != by.pk:
            raise Refused("A shelf can only be shown under one of your own pen names.", code="forbidden")
        shelf.pen_name = pen_name
    shelf.sharing = sharing


def _changed(shelf: Shelf) -> None:
    Shelf.objects.filter(pk=shelf.pk).update(changed_at=timezone.now())
    _tell(shelf)


def _tell(shelf: Shelf, *, was_public: bool = False) -> None:
    if shelf.pen_name_id is not None and (was_public or shelf.sharing == Sharing.PUBLIC):
        announce(ShelfChanged(shelf_id=shelf.pk, pen_name_id=shelf.pen_name_id))


def _secret() -> str:
    return secrets.token_urlsafe(18)


def _taken() -> Refused:
    return Refused(TAKEN, code="taken", fields={"title": TAKEN})


def _not_there() -> Refused:
    return Refused("That story is not on this shelf any more.", code="conflict")
