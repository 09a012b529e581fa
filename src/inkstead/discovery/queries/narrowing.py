"""What a list can be narrowed by, with a count beside each. Counted among the first stories of the list only, so that
it costs the same for a small library and for a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from inkstead.lib.languages import COMMON_LANGUAGES
from inkstead.stories.families import names_of
from inkstead.stories.models import Rating, Status, Story, StoryTag, Tag, TagKind
from inkstead.stories.tag_lines import LINES
from inkstead.web.languages import in_language

Key = TypeVar("Key")
COUNTED = 500
SHOWN = 12
LANGUAGES = dict(COMMON_LANGUAGES)


@dataclass(frozen=True, slots=True)
class Choice:
    label: str
    typed: str  # what to add to the query
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Narrowing:
    groups: Sequence[Group]
    counted: int
    is_all: bool


def narrowing(rows: QuerySet[Story], ids: Sequence[int] | None, languages: Sequence[str] = ()) -> Narrowing:
    """Three queries. `ids`: what words found, best first; else the newest of `rows`. `languages`: those of the reader,
    in which tags are named."""
    if ids is None:
        ids = list(rows.order_by("-last_published_at", "-pk").values_list("pk", flat=True)[: COUNTED + 1])
    counted = list(ids[:COUNTED])
    facts = list(Story.objects.filter(pk__in=counted).values_list("status", "rating", "language"))
    # A spelling counts for the tag that it stands for; a story with both counts once.
    tagged = StoryTag.objects.filter(story__in=counted).values_list("story", Coalesce("tag__stands_for", "tag"))
    tags = Counter(top for _, top in set(tagged))
    groups = _tag_groups(tags, languages)
    groups += [
        _choices("Status", "status", Counter(status for status, _, _ in facts), dict(Status.choices)),
        _choices("Rating", "rating", Counter(rating for _, rating, _ in facts), dict(Rating.choices)),
        _choices("Language", "language", Counter(language for _, _, language in facts), LANGUAGES),
    ]
    return Narrowing([group for group in groups if group.choices], len(counted), len(ids) <= COUNTED)


def _tag_groups(tags: Counter[int], languages: Sequence[str]) -> list[Group]:
    rows = Tag.objects.in_bulk(list(tags))
    names = names_of(list(tags)) if languages and languages[0] != "en" else {}
    groups = []
    for kind, label in LINES.items():
        ours = Counter({rows[pk].slug: count for pk, count in tags.items() if rows[pk].kind == kind})
        by_slug = {tag.slug: tag for tag in rows.values()}
        field = "tag" if kind == TagKind.FREEFORM else kind
        shown = [(by_slug[slug], count) for slug, count in _most(ours)]
        choices = [
            Choice(in_language(names.get(tag.pk, {}), languages, tag.name), f"{field}:{quoted(tag.slug)}", count)
            for tag, count in shown
        ]
        groups.append(Group(label, choices))
    return groups


def _choices(label: str, field: str, counts: Counter[str], labels: dict[str, str]) -> Group:
    return Group(label, [Choice(labels.get(value, value), f"{field}:{value}", n) for value, n in _most(counts)])


def _most(counts: Counter[Key]) -> Iterable[tuple[Key, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))[:SHOWN]


def quoted(value: str) -> str:
    """As it has to be typed."""
    return f'"{value}"' if " " in value else value
