"""Which saved searches a story belongs to. Asked when a part comes out, so nothing here costs a query per search."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.discovery.asking import Asked, Range, TagAsked, Term, understand
from inkstead.discovery.matching import holds
from inkstead.discovery.models import IndexedPart, IndexedStory, SavedSearch
from inkstead.discovery.wording import StoryWords, language_facets, warning_facet
from inkstead.stories.models import Part, Story, Tag


@dataclass(frozen=True, slots=True)
class Told:
    """A story and one of its parts, as searches look at them."""

    story: Story
    own: str
    about: str
    text: str
    facets: frozenset[str]
    tags: frozenset[str]
    kinds: frozenset[tuple[str, str]]
    writers: frozenset[str]


def matching(
    part: Part, people: Collection[int] | None = None, kept_before: datetime | None = None
) -> list[SavedSearch]:
    """Those that follow (of these people, kept by then), and find this part's story by what it says of itself or by
    this part. Five queries, and some microseconds for every search that is kept. Empty for what is not public."""
    told = next(_told(part.story_id, Part.objects.filter(pk=part.pk)), None)
    if told is None:
        return []
    rows = SavedSearch.objects.filter(hides=False, user__is_active=True).select_related("user").order_by("pk")
    if people is not None:
        rows = rows.filter(user__in=people)
    if kept_before is not None:
        rows = rows.filter(created_at__lte=kept_before)
    return [row for row in rows.iterator(1000) if _finds(understand(row.query), told)]


def hiding(story_id: int, people: Collection[int]) -> set[int]:
    """Those of these people who hide the story by a search: it finds what the story says of itself, or any of its
    parts. One query where none of them hides by searches."""
    rows = SavedSearch.objects.filter(hides=True, user__in=people).values_list("user", "query")
    searches = [(user, understand(query)) for user, query in rows]
    found: set[int] = set()
    for told in _told(story_id, Part.objects.filter(story=story_id)) if searches else ():
        found.update(user for user, asked in searches if user not in found and _finds(asked, told))
    return found


def _told(story_id: int, parts: QuerySet[Part]) -> Iterator[Told]:
    """For each of these parts of the story that everybody may see."""
    own = IndexedStory.objects.filter(story=story_id).select_related("story").first()
    if own is None:
        return
    facets = frozenset(StoryWords.read(own.words).facets.split())
    ids = [int(facet[2:]) for facet in facets if facet.startswith(".t")]
    tags = list(Tag.objects.filter(Q(pk__in=ids) | Q(stands_for__in=ids)).values_list("slug", "kind"))
    names = [int(facet[2:]) for facet in facets if facet.startswith(".a")]
    slugs, kinds = frozenset(slug for slug, _ in tags), frozenset(tags)
    writers = frozenset(PenName.objects.filter(pk__in=names).values_list("slug", flat=True))
    for row in IndexedPart.objects.filter(part__in=Part.objects.listed() & parts).iterator(100):
        about, _, text = row.words.partition("\n")
        yield Told(own.story, own.words, about, text, facets, slugs, kinds, writers)


def _finds(asked: Asked, told: Told) -> bool:
    if asked.is_empty or asked.finds_nothing:
        return False
    return _words_fit(asked, told) and _facts_fit(asked, told)


def _words_fit(asked: Asked, told: Told) -> bool:
    if any(_anywhere(term, told) or holds(told.own, term) for term in asked.no_terms):
        return False
    own = all(holds(told.own, term) for term in asked.terms)
    return own or all(_anywhere(term, told) for term in asked.terms)


def _anywhere(term: Term, told: Told) -> bool:
    return holds(told.text, term) or holds(told.about, Term(tuple(f"_{word}" for word in term.words), term.starts))


def _facts_fit(asked: Asked, told: Told) -> bool:
    story, ago = told.story, timedelta()
    if story.last_published_at is not None:
        ago = timezone.now() - story.last_published_at
    return (
        all(_carries(tag, told) for tag in asked.tags)
        and not any(_carries(tag, told) for tag in asked.no_tags)
        and all(slug in told.writers for slug in asked.writers)
        and not any(slug in told.writers for slug in asked.no_writers)
        and all(_one_of(wanted, told.facets) for wanted in _groups(asked))
        and not any(facet in told.facets for facet in _unwanted(asked))
        and _within(asked.words, story.words_published)
        and _within(asked.parts, story.parts_published)
        and _within(asked.updated, ago / timedelta(days=1))
    )


def _carries(tag: TagAsked, told: Told) -> bool:
    if tag.kind == "warning" and warning_facet(tag.slug) in told.facets:
        return True
    return (tag.slug, tag.kind) in told.kinds if tag.kind else tag.slug in told.tags


def _groups(asked: Asked) -> Iterator[set[str]]:
    yield {f".s{value}" for value in asked.statuses}
    yield {f".r{value}" for value in asked.ratings}
    yield {language_facets(value)[-1] for value in asked.languages}


def _unwanted(asked: Asked) -> Iterator[str]:
    yield from (f".s{value}" for value in asked.no_statuses)
    yield from (f".r{value}" for value in asked.no_ratings)
    yield from (language_facets(value)[-1] for value in asked.no_languages)


def _one_of(wanted: set[str], facets: frozenset[str]) -> bool:
    return not wanted or bool(wanted & facets)


def _within(asked: Range, value: float) -> bool:
    return (asked.least is None or value >= asked.least) and (asked.most is None or value <= asked.most)
