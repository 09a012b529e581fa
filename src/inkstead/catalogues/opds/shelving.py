"""What the catalogue holds: listed stories whose authors let them be taken away as books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
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
from inkstead.lib.refusals import Refused
from inkstead.library.models import Shelf
from inkstead.rankings.lists import RANKINGS, WINDOW_LABELS
from inkstead.rankings.queries import ranked
from inkstead.rankings.standing import PAGES as RANKING_PAGES
from inkstead.stories.families import tags_found_under
from inkstead.stories.gate import ADULT_PARTS, RATINGS, shown_adult
from inkstead.stories.models import Part, Status, Story, StoryFollow, StoryQuerySet, StoryTag, Tag
from inkstead.stories.queries import StoryCard, story_cards
from inkstead.stories.training import robots_of

PAGE, LEAVES = 24, 100
BEST = {"best": "Best match"}  # of words that were looked for
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
        Leaf("Rankings", asked.url("rankings/"), "What is rising, read, loved and kept", holds_books=False),
        Leaf("Tags", asked.url("tags/"), "By what they are about", holds_books=False),
        Leaf("Writers", asked.url("writers/"), "By who wrote them", holds_books=False),
        Leaf("Yours", asked.url("mine/"), "What you follow, and your shelves", holds_books=False),
    ]
    return _leaves(asked, settings.SITE_NAME, "", leaves)


def shown_to(asked: Asked, among: QuerySet[Story] | None = None) -> QuerySet[Story]:
    """Books, or those among them, without what their reader hides and without those who keep them out."""
    rows = books(asked.reader) if among is None else among
    theirs = listed_for(asked.reader)
    return rows if theirs is None else rows.filter(pk__in=theirs.values("pk"))


def tags(asked: Asked) -> Catalogue:
    """A spelling counts for its tag, which stands there once."""
    rows = StoryTag.objects.filter(story__in=shown_to(asked).values("pk")).annotate(
        top=Coalesce("tag__stands_for", "tag")
    )
    counted = rows.values_list("top").annotate(books=Count("story", distinct=True)).order_by("-books", "top")[:LEAVES]
    numbers = dict(counted)
    shown = sorted(Tag.objects.filter(pk__in=numbers), key=lambda tag: (-numbers[tag.pk], tag.name))
    leaves = [Leaf(tag.name, asked.url(f"tags/{tag.slug}/"), _number(numbers[tag.pk])) for tag in shown]
    return _leaves(asked, "Tags", "tags/", leaves, ("library",))


def writers(asked: Asked) -> Catalogue:
    counted = PenName.objects.open_to(asked.reader).annotate(
        books=Count("stories", filter=Q(stories__in=shown_to(asked).values("pk")))
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
    found = find(Wish(q=q, sort=sort, status=status), _opened(after, path), PAGE, shown_to(asked, among))
    cards = story_cards(found.stories)
    adult = shown_adult(asked.reader)
    shown = [_book(asked, card, story, adult=adult) for card, story in zip(cards, found.stories, strict=True)]
    return Catalogue(
        title=title,
        url=asked.url(path, q=q, sort=sort, status=status, after=after),
        start=asked.url(),
        updated=max((book.updated for book in shown), default=NO_DATE),
        books=shown,
        facets=list(_facets(asked, path, q, sort or found.sort, status, has_best=bool(found.asked.terms))),
        next=asked.url(path, q=q, sort=sort, status=status, after=_sealed(found.next, path)) if found.next else "",
        holds_books=True,
        robots=robots_of(found.stories),
        names=(
            *names,
            "library",
            *_names_of(cards),
        ),
    )


def _sealed(cursor: str, path: str) -> str:
    """The cursor belongs to its query and order already; here also to the shelf among whose books it was asked."""
    return signing.dumps(cursor, salt=f"opds {path}")


def _opened(after: str, path: str) -> str:
    if not after:
        return ""
    try:
        return str(signing.loads(after, salt=f"opds {path}"))
    except signing.BadSignature as error:
        raise Refused(
            "This page of the list does not exist.", code="bad_cursor", fields={"after": "Unknown."}
        ) from error


def rankings(asked: Asked) -> Catalogue:
    leaves = [Leaf(known.title, asked.url(f"rankings/{known.name}/"), known.line) for known in RANKINGS.values()]
    return _leaves(asked, "Rankings", "rankings/", leaves)


def ranking(asked: Asked, name: str, window: str, after: str) -> Catalogue:
    """One of them, with its times as facets. Refuses words and cursors that are not ours."""
    found = ranked(name, window, cursor=after, size=PAGE, among=shown_to(asked))
    known, path = found.ranking, f"rankings/{name}/"
    stories = Story.objects.in_bulk([placed.card.story.id for placed in found.items])
    cards = [placed.card.story for placed in found.items if placed.card.story.id in stories]
    adult = shown_adult(asked.reader)
    shown = [_book(asked, card, stories[card.id], adult=adult) for card in cards]
    here = path if found.window == known.usual and not window else f"{path}{found.window}/"
    return Catalogue(
        title=f"{known.title}: {WINDOW_LABELS[found.window].lower()}",
        url=asked.url(here, after=after),
        start=asked.url(),
        updated=max((book.updated for book in shown), default=NO_DATE),
        books=shown,
        facets=[
            Facet("Time", WINDOW_LABELS[other], asked.url(f"{path}{other}/"), other == found.window)
            for other in known.windows
        ],
        next=asked.url(here, after=found.next) if found.next else "",
        holds_books=True,
        robots=robots_of(stories.values()),
        names=(RANKING_PAGES, "library", *_names_of(cards)),
    )


def _names_of(cards: Iterable[StoryCard]) -> Iterable[str]:
    for card in cards:
        yield from (f"story:{card.id}", f"penname:{card.author_id}")


def _facets(asked: Asked, path: str, q: str, sort: str, status: str, *, has_best: bool) -> Iterable[Facet]:
    for value, label in ((BEST if has_best else {}) | ORDERS).items():
        yield Facet("Order", label, asked.url(path, q=q, sort=value, status=status), value == sort)
    for value, label in (("", "Any"), *Status.choices):
        yield Facet("Status", str(label), asked.url(path, q=q, sort=sort, status=value), value == status)


def _leaves(asked: Asked, title: str, path: str, leaves: Sequence[Leaf], names: Sequence[str] = ()) -> Catalogue:
    return Catalogue(title, asked.url(path), asked.url(), NO_DATE, leaves, robots=robots_of(()), names=names)


def book(asked: Asked, story: Story) -> Catalogue:
    """One alone; its address is what a feed calls the book's own."""
    (card,) = story_cards([story])
    found = _book(asked, card, story, adult=shown_adult(asked.reader))
    names = ("library", f"story:{card.id}", f"penname:{card.author_id}")
    return Catalogue(
        found.title,
        found.entry,
        asked.url(),
        found.updated,
        books=[found],
        holds_books=True,
        alone=True,
        robots=robots_of([story]),
        names=names,
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
