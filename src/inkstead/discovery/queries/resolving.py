"""From words to rows: which tag, which writer was meant, and which stories a query lets through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.discovery.asking import Asked, Range, TagAsked
from inkstead.discovery.matching import Sought, says_any, stories_with
from inkstead.discovery.wording import language_facets, warning_facet
from inkstead.stories.families import tags_found_under
from inkstead.stories.models import Contributor, Role, Story, StoryTag, Tag, TagKind

# A tag that more stories carry is asked of each story in the list's order; the stories of a smaller one are ordered.
LARGE = 3000
# Of a tag, so many are asked of the index: its own facet is on every story, as soon as a change of tags has got there.
ASKED = 40


@dataclass(frozen=True, slots=True)
class Meant:
    """A query with the rows it names. A group in which nothing was found lets no story through."""

    asked: Asked
    tags: tuple[tuple[TagAsked, tuple[int, ...]], ...]  # and all that are found under each
    no_tags: tuple[tuple[TagAsked, tuple[int, ...]], ...]
    writers: tuple[tuple[int, ...], ...]
    no_writers: tuple[int, ...]

    @property
    def sought(self) -> Sought:
        asked = self.asked
        groups = [(*(f".t{pk}" for pk in ids[:ASKED]), *_warned(tag)) or (".none",) for tag, ids in self.tags]
        groups += [tuple(f".a{pk}" for pk in ids) or (".none",) for ids in self.writers]
        groups += [
            tuple(f"{mark}{value}" for value in values)
            for mark, values in ((".s", asked.statuses), (".r", asked.ratings))
            if values
        ]
        if asked.languages:
            groups.append(tuple(language_facets(language)[-1] for language in asked.languages))
        none = [f".t{pk}" for _, ids in self.no_tags for pk in ids[:1]] + [f".a{pk}" for pk in self.no_writers]
        none += [facet for tag, _ in self.no_tags for facet in _warned(tag)]
        none += [f".s{value}" for value in asked.no_statuses] + [f".r{value}" for value in asked.no_ratings]
        none += [language_facets(language)[-1] for language in asked.no_languages]
        return Sought(asked.terms, asked.no_terms, tuple(groups), tuple(none))


def meant_by(asked: Asked) -> Meant:
    """At most two queries for the tags and two for the writers."""
    tags = _tags([*asked.tags, *asked.no_tags])
    return Meant(
        asked,
        tuple((tag, tags[tag]) for tag in asked.tags),
        tuple((tag, tags[tag]) for tag in asked.no_tags),
        tuple(_writers(slug) for slug in asked.writers),
        tuple(pk for slug in asked.no_writers for pk in _writers(slug)),
    )


def let_through(rows: QuerySet[Story], meant: Meant) -> QuerySet[Story]:
    """By the rows themselves; nothing here asks the index but for words that must not be there."""
    rows = let_through_by_facts(rows, meant)
    return rows.exclude(says_any(meant.asked.no_terms)) if meant.asked.no_terms else rows


def let_through_by_facts(rows: QuerySet[Story], meant: Meant) -> QuerySet[Story]:
    """By anything but words."""
    asked = meant.asked
    for tag, ids in meant.tags:
        rows = rows.filter(carries(ids) | _warns(tag) if _warned(tag) else carries(ids))
    for tag, ids in meant.no_tags:
        rows = rows.exclude(_warns(tag)) if _warned(tag) else rows
        rows = rows.exclude(Exists(_carrying(ids)))
    for writers in meant.writers:
        rows = rows.filter(_told_by(writers))
    if meant.no_writers:
        rows = rows.exclude(_told_by(meant.no_writers))
    rows = _chosen(rows, asked)
    rows = _within(rows, "words_published", asked.words)
    rows = _within(rows, "parts_published", asked.parts)
    now = timezone.now()
    if asked.updated_after is not None:
        rows = rows.filter(last_published_at__gte=_before(now, asked.updated_after))
    if asked.updated_before is not None:
        rows = rows.filter(last_published_at__lt=_before(now, asked.updated_before))
    return rows


def _chosen(rows: QuerySet[Story], asked: Asked) -> QuerySet[Story]:
    if asked.statuses:
        rows = rows.filter(status__in=asked.statuses)
    if asked.no_statuses:
        rows = rows.exclude(status__in=asked.no_statuses)
    if asked.ratings:
        rows = rows.filter(rating__in=asked.ratings)
    if asked.no_ratings:
        rows = rows.exclude(rating__in=asked.no_ratings)
    if asked.languages:
        rows = rows.filter(in_languages(asked.languages))
    if asked.no_languages:
        rows = rows.exclude(in_languages(asked.no_languages))
    return rows


def _tags(asked: list[TagAsked]) -> dict[TagAsked, tuple[int, ...]]:
    found = {tag.slug: tag for tag in Tag.objects.filter(slug__in={tag.slug for tag in asked})} if asked else {}
    return {
        one: tags_found_under(found[one.slug]) if one.slug in found and one.kind in ("", found[one.slug].kind) else ()
        for one in asked
    }


def _writers(slug: str) -> tuple[int, ...]:
    return tuple(PenName.objects.filter(slug=slug, user__is_active=True).values_list("pk", flat=True))


def _carrying(ids: tuple[int, ...]) -> QuerySet[StoryTag]:
    return StoryTag.objects.filter(story=OuterRef("pk"), tag__in=ids)


def carries(ids: tuple[int, ...]) -> Q:
    """Of stories: those with one of these tags."""
    rows = StoryTag.objects.filter(tag__in=ids).order_by()
    if rows[: LARGE + 1].count() > LARGE:
        return Q(Exists(_carrying(ids)))
    return Q(pk__in=rows.values("story"))


def _warned(tag: TagAsked) -> tuple[str, ...]:
    """A warning may be a tag or one of the story's own."""
    return (warning_facet(tag.slug),) if tag.kind == TagKind.WARNING else ()


def _warns(tag: TagAsked) -> Q:
    return Q(pk__in=stories_with(_warned(tag)[0]))


def _told_by(writers: tuple[int, ...]) -> Q:
    beside = Contributor.objects.filter(pen_name__in=writers, role=Role.COAUTHOR).values("story")
    return Q(author__in=writers) | Q(pk__in=beside)


def in_languages(languages: tuple[str, ...]) -> Q:
    found = Q()
    for language in languages:
        found |= Q(language__iexact=language) | (Q() if "-" in language else Q(language__istartswith=f"{language}-"))
    return found


def _within(rows: QuerySet[Story], column: str, asked: Range) -> QuerySet[Story]:
    if asked.least is not None:
        rows = rows.filter(**{f"{column}__gte": asked.least})
    if asked.most is not None:
        rows = rows.filter(**{f"{column}__lte": asked.most})
    return rows


def _before(now: datetime, ago: timedelta) -> datetime:
    return now - ago
