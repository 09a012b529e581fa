"""What the catalogue holds: listed stories whose authors let them be taken away as books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from inkstead.accounts.models import PenName, User
from inkstead.catalogues.feeds import Person
from inkstead.catalogues.opds.model import NEW, POPULAR, Catalogue, Facet, Leaf, Publication
from inkstead.catalogues.queries import NO_DATE, beginning
from inkstead.discovery.queries import Wish, find
from inkstead.discovery.queries.hiding import listed_for
from inkstead.library.models import Shelf
from inkstead.stories.families import tags_found_under
from inkstead.stories.gate import ADULT_PARTS, RATINGS, shown_adult
from inkstead.stories.models import Part, Status, Story, StoryFollow, StoryQuerySet, StoryTag, Tag
from inkstead.stories.queries import StoryCard, story_cards

PAGE, LEAVES = 24, 100
ORDERS = {"updated": "Newly updated", "new": "Newest", "votes": "Most voted for", "title": "By title"}


@dataclass(frozen=True, slots=True)
class Asked:
    """By whom and from where a page is asked for. `root` is where the catalogue begins: `/opds/`, or under a secret."""

    root: str
    reader: User | None = None

    def url(self, path: str = "", **query: str) -> str:
        asked = {name: value for name, value in query.items() if value}
        return settings.BASE_URL + iri_to_uri(self.root + path) + ("?" + urlencode(asked) if asked else "")


def books(reader: User | None = None) -> StoryQuerySet:
    """Those for adults only where their reader has said that they want them: an e-reader cannot be asked."""
    rows = Story.objects.listed().filter(downloads=True)
    if shown_adult(reader):
        return rows
    return rows.exclude(rating__in=RATINGS).exclude(pk__in=Part.objects.listed().filter(ADULT_PARTS).values("story"))


def root(asked: Asked) -> Catalogue:
    leaves = [
        Leaf("Newly updated", asked.url("new/"), "The latest parts first", NEW),
        Leaf("Popular", asked.url("popular/"), "Most voted for first", POPULAR),
        Leaf("Tags", asked.url("tags/"), "By what they are about", holds_books=False),
        Leaf("Writers", asked.url("writers/"), "By who wrote them", holds_books=False),
        Leaf("Yours", asked.url("mine/"), "What you follow, and your shelves", holds_books=False),
    ]
    return _leaves(asked, settings.SITE_NAME, "", leaves)


def tags(asked: Asked) -> Catalogue:
    """A spelling counts for its tag, which stands there once."""
    rows = StoryTag.objects.filter(story__in=books()).annotate(top=Coalesce("tag__stands_for", "tag"))
    counted = rows.values_list("top").annotate(books=Count("story", distinct=True)).order_by("-books", "top")[:LEAVES]
    numbers = dict(counted)
    shown = sorted(Tag.objects.filter(pk__in=numbers), key=lambda tag: (-numbers[tag.pk], tag.name))
    leaves = [Leaf(tag.name, asked.url(f"tags/{tag.slug}/"), _number(numbers[tag.pk])) for tag in shown]
    return _leaves(asked, "Tags", "tags/", leaves, ("library",))


def writers(asked: Asked) -> Catalogue:
    counted = PenName.objects.open_to(asked.reader).annotate(
        books=Count("stories", filter=Q(stories__in=books().values("pk")))
    )
    rows = counted.filter(books__gt=0).order_by("-books", "name").values_list("pk", "name", "slug", "books")[:LEAVES]
    leaves = [Leaf(name, asked.url(f"writers/{slug}/"), _number(number)) for _, name, slug, number in rows]
    return _leaves(asked, "Writers", "writers/", leaves, ("library", *(f"penname:{pk}" for pk, *_ in rows)))


def mine(asked: Asked, reader: User) -> Catalogue:
    leaves = [Leaf("What you follow", asked.url("mine/follows/"))]
    leaves += [
        Leaf(shelf.title, asked.url(f"mine/shelf/{shelf.pk}/"), "A shelf of yours")
        for shelf in Shelf.objects.filter(user=reader).in_order()
    ]
    return _leaves(asked, "Yours", "mine/", leaves)


def followed(reader: User) -> QuerySet[Story]:
    return books(reader).filter(pk__in=StoryFollow.objects.filter(user=reader).values("story"))


def on_shelf(shelf: Shelf) -> QuerySet[Story]:
    return books(shelf.user).filter(pk__in=shelf.entries.values("story"))


def tagged(tag: Tag, reader: User | None = None) -> QuerySet[Story]:
    return books(reader).filter(tags__in=tags_found_under(tag)).distinct()


def page(
    asked: Asked,
    title: str,
    path: str,
    among: QuerySet[Story],
    *,
    q: str = "",
    sort: str = "",
    status: str = "",
    after: str = "",
    names: Sequence[str] = (),
) -> Catalogue:
    """Books, with facets to order and narrow them. Refuses cursors and words that are not ours."""
    theirs = listed_for(asked.reader)
    if theirs is not None:
        among = among.filter(pk__in=theirs.values("pk"))
    found = find(Wish(q=q, sort=sort, status=status), after, PAGE, among)
    cards = story_cards(found.stories)
    adult = shown_adult(asked.reader)
    shown = [_book(asked, card, story, adult=adult) for card, story in zip(cards, found.stories, strict=True)]
    return Catalogue(
        title=title,
        url=asked.url(path, q=q, sort=sort, status=status, after=after),
        start=asked.url(),
        updated=max((book.updated for book in shown), default=NO_DATE),
        books=shown,
        facets=list(_facets(asked, path, q, sort or found.sort, status)),
        next=asked.url(path, q=q, sort=sort, status=status, after=found.next) if found.next else "",
        holds_books=True,
        names=(
            *names,
            "library",
            *(f"story:{card.id}" for card in cards),
            *(f"penname:{card.author_id}" for card in cards),
        ),
    )


def _facets(asked: Asked, path: str, q: str, sort: str, status: str) -> Iterable[Facet]:
    for value, label in ORDERS.items():
        yield Facet("Order", label, asked.url(path, q=q, sort=value, status=status), value == sort)
    for value, label in (("", "Any"), *Status.choices):
        yield Facet("Status", str(label), asked.url(path, q=q, sort=sort, status=value), value == status)


def _leaves(asked: Asked, title: str, path: str, leaves: Sequence[Leaf], names: Sequence[str] = ()) -> Catalogue:
    return Catalogue(title, asked.url(path), asked.url(), NO_DATE, leaves, names=names)


def book(asked: Asked, story: Story) -> Catalogue:
    """One alone; its address is what a feed calls the book's own."""
    (card,) = story_cards([story])
    found = _book(asked, card, story, adult=shown_adult(asked.reader))
    names = ("library", f"story:{card.id}", f"penname:{card.author_id}")
    return Catalogue(
        found.title, found.entry, asked.url(), found.updated, books=[found], holds_books=True, alone=True, names=names
    )


def _book(asked: Asked, card: StoryCard, story: Story, *, adult: bool = False) -> Publication:
    drawn = settings.BASE_URL + reverse("opds_cover", args=[card.id])
    uploaded = settings.BASE_URL + card.cover_url if card.cover_url else ""
    published = story.first_published_at or story.created_at
    return Publication(
        id=f"{settings.BASE_URL}/story/{card.id}/",
        title=card.title,
        authors=[Person(author.title, settings.BASE_URL + author.url) for author in card.authors],
        language=card.language,
        published=published,
        updated=max(published, card.latest_at or published),
        summary=beginning(card.summary),
        tags=[tag.title for tag in card.tags],
        page=settings.BASE_URL + card.url,
        entry=asked.url(f"book/{card.id}/"),
        epub=settings.BASE_URL + reverse("download", args=[card.id, story.slug, "epub"]) + ("?adult=yes" * adult),
        cover=uploaded or drawn,
        thumbnail=uploaded.replace("-600.", "-240.") or drawn,
    )


def _number(books: int) -> str:
    return f"{books:,} {'story' if books == 1 else 'stories'}"
