"""Sitemaps (sitemaps.org 0.9): an index, and files of at most 10,000 addresses each, cut by ranges of ids.

A range is found by its primary key, so the last file of a million parts costs what the first one costs. Which files
there are, and when something in them last changed, stands in a table (`SitemapFile`) that reactions keep and a job of
the night puts right: the index asks nothing else. What a file holds is asked of the rows when it is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Exists, F, Max, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from inkstead.accounts.models import PenName
from inkstead.catalogues.feeds.atom import stamp
from inkstead.catalogues.models import SitemapFile
from inkstead.catalogues.xml import HEAD, element, text
from inkstead.lib.slugs import slugify_title
from inkstead.library.models import Shelf
from inkstead.stories.families import publicly_found
from inkstead.stories.models import Contributor, Part, Role, Story, Tag

SIZE = 10_000  # ids; the protocol allows 50,000 addresses and 50 MB
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Pages that are always there.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
PAGES = (
    *("home", "stories", "rankings", "about", "about_counting", "about_rankings", "about_guests"),
    *("transparency", "opds"),
)
Line = tuple[str, datetime | None]  # a path on this site, and when it last changed


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows`: what a stranger may find, with `changed` where it is known. `lines`: their paths, of a range."""

    rows: Callable[[], QuerySet[Model]]
    lines: Callable[[QuerySet[Model]], Iterable[Line]]


def index(files: Iterable[SitemapFile]) -> str:
    always = element("sitemap", element("loc", f"{settings.BASE_URL}/sitemap/pages-0.xml.gz"))
    return HEAD + element("sitemapindex", always, *(_file(one) for one in files), xmlns=NAMESPACE)


def sitemap(kind: str, number: int) -> Iterator[str]:
    """Piece by piece; the addresses of some thousand rows are never in memory together."""
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}">'
    for path, changed in _lines(kind, number):
        parts = [element("loc", text(settings.BASE_URL + iri_to_uri(path)))]
        yield element("url", *parts, *([element("lastmod", stamp(changed))] if changed else []))
    yield "</urlset>"


def _lines(kind: str, number: int) -> Iterable[Line]:
    if kind == "pages":
        return [(reverse(name), None) for name in PAGES]
    return KINDS[kind].lines(within(kind, number))


def within(kind: str, number: int) -> QuerySet[Model]:
    rows = KINDS[kind].rows()
    return rows.filter(pk__gte=number * SIZE, pk__lt=(number + 1) * SIZE).order_by("pk")


def newest(kind: str, number: int) -> datetime | None:
    """When something of this file last changed; None where nothing stands in it."""
    found: datetime | None = within(kind, number).order_by().aggregate(at=Max("changed"))["at"]
    return found


def number_of(pk: int) -> int:
    return pk // SIZE


def last_number(kind: str) -> int:
    most = KINDS[kind].rows().model._default_manager.aggregate(most=Max("pk"))["most"]
    return -1 if most is None else number_of(most)


def _file(file: SitemapFile) -> str:
    loc = f"{settings.BASE_URL}/sitemap/{file.kind}-{file.number}.xml.gz"
    return element("sitemap", element("loc", loc), element("lastmod", stamp(file.changed_at)))


def _stories() -> QuerySet[Story]:
    return Story.objects.listed().filter(moved_to="").annotate(changed=F("last_published_at"))


def _parts() -> QuerySet[Part]:
    changed = Greatest("published_at", Coalesce("revised_at", "published_at"))
    return Part.objects.listed().filter(story__moved_to="").annotate(changed=changed)


def _writers() -> QuerySet[PenName]:
    """Only those of whom something can be read: an account alone is nobody's business."""
    told = Story.objects.listed().filter(author=OuterRef("pk"))
    beside = Contributor.objects.filter(
        pen_name=OuterRef("pk"), role=Role.COAUTHOR, story__in=Story.objects.listed().values("pk")
    )
    found = PenName.objects.filter(Q(Exists(told)) | Q(Exists(beside)), user__is_active=True)
    return found.annotate(changed=F("created_at"))


def _tags() -> QuerySet[Tag]:
    return Tag.objects.filter(publicly_found(), stands_for=None).annotate(changed=F("created_at"))


def _shelves() -> QuerySet[Shelf]:
    return Shelf.objects.listed().annotate(changed=F("created_at"))


def _titled(what: str) -> Callable[[QuerySet[Model]], Iterable[Line]]:
    def lines(rows: QuerySet[Model]) -> Iterable[Line]:
        for pk, title, changed in rows.values_list("pk", "title", "changed").iterator(2000):
            yield f"/{what}/{pk}-{slugify_title(title)}/", changed

    return lines


def _slugged(what: str) -> Callable[[QuerySet[Model]], Iterable[Line]]:
    def lines(rows: QuerySet[Model]) -> Iterable[Line]:
        for slug in rows.values_list("slug", flat=True).iterator(2000):
            yield f"/{what}/{slug}/", None

    return lines


KINDS: dict[str, Kind] = {
    "stories": Kind(_stories, _titled("story")),
    "parts": Kind(_parts, _titled("part")),
    "writers": Kind(_writers, _slugged("by")),
    "tags": Kind(_tags, _slugged("tag")),
    "shelves": Kind(_shelves, _titled("shelf")),
}
