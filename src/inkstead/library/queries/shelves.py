"""What pages show of shelves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.safestring import SafeString

from inkstead.accounts.models import PenName, User
from inkstead.library.models import Sharing, Shelf, ShelfEntry
from inkstead.stories.models import Story, StoryQuerySet
from inkstead.stories.queries import StoryCard, story_cards, typed_paragraphs

SHOWN = 200  # stories on one page of a shelf


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """A shelf in a list of shelves."""

    id: int
    title: str
    url: str
    sharing: str
    sharing_label: str
    is_everybodys: bool
    stories: int


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A story on a shelf."""

    story: StoryCard
    note: str
    note_html: SafeString
    number: int
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class ShelfView:
    shelf: Shelf
    about_html: SafeString
    rows: Sequence[ShelfRow]
    total: int  # of those that are shown to this reader


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a story stands on a shelf."""

    id: int
    title: str
    is_everybodys: bool
    holds: bool
    note: str


def shelves_of(user: User) -> list[ShelfLine]:
    """In one query."""
    rows = Shelf.objects.filter(user=user).in_order()
    return _lines(rows, Story.objects.visible_to(user), lambda shelf: f"/library/shelf/{shelf.pk}/")


def public_shelves(pen_name: PenName) -> list[ShelfLine]:
    """Those that everybody finds under this name; what stands on them is counted as everybody sees it."""
    rows = Shelf.objects.listed().filter(pen_name=pen_name).in_order()
    return _lines(rows, Story.objects.listed(), Shelf.get_absolute_url)


def shelf_view(shelf: Shelf, stories: StoryQuerySet) -> ShelfView:
    """In four queries. `stories` are those that this reader may see: others are not there, and counted nowhere."""
    rows = ShelfEntry.objects.filter(shelf=shelf, story__in=stories.values("pk"))
    total = rows.count()
    found = list(rows.select_related("story__author", "story__counts").order_by("position", "pk")[:SHOWN])
    cards = story_cards([row.story for row in found])
    shown = [
        ShelfRow(card, row.note, typed_paragraphs(row.note), number, number == 1, number == len(found))
        for number, (row, card) in enumerate(zip(found, cards, strict=True), start=1)
    ]
    return ShelfView(shelf, typed_paragraphs(shelf.about), shown, total)


def shelf_row(shelf: Shelf, story: Story, stories: StoryQuerySet) -> ShelfRow | None:
    """One of them alone, however long the shelf is; nothing when it does not stand there (any more)."""
    rows = ShelfEntry.objects.filter(shelf=shelf, story__in=stories.values("pk"))
    row = rows.filter(story=story).select_related("story__author", "story__counts").first()
    if row is None:
        return None
    before = rows.filter(Q(position__lt=row.position) | Q(position=row.position, pk__lt=row.pk)).count()
    (card,) = story_cards([row.story])
    is_last = before + 1 == rows.count()
    return ShelfRow(card, row.note, typed_paragraphs(row.note), before + 1, before == 0, is_last)


def standing_of(story: Story, user: User) -> list[Standing]:
    """All of somebody's shelves, and whether a story stands on each; in two queries."""
    notes = dict(ShelfEntry.objects.filter(shelf__user=user, story=story).values_list("shelf", "note"))
    return [
        Standing(shelf.pk, shelf.title, shelf.is_everybodys, shelf.pk in notes, notes.get(shelf.pk, ""))
        for shelf in Shelf.objects.filter(user=user).in_order()
    ]


def _lines(rows: QuerySet[Shelf], stories: StoryQuerySet, url: object) -> list[ShelfLine]:
    counted = rows.annotate(shown=Count("entries", filter=Q(entries__story__in=stories.values("pk"))))
    assert callable(url)
    return [
        ShelfLine(
            id=shelf.pk,
            title=shelf.title,
            url=url(shelf),
            sharing=shelf.sharing,
            sharing_label=Sharing(shelf.sharing).label,
            is_everybodys=shelf.is_everybodys,
            stories=shelf.shown,
        )
        for shelf in counted
    ]
