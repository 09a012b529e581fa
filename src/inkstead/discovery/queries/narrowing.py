"""What a list can be narrowed by, with a count beside each. Counted among the first stories of the list only, so that
it costs the same for a small library and for a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from inkstead.lib.languages import COMMON_LANGUAGES
from inkstead.stories.models import Rating, Status, Story, StoryTag, TagKind

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


def narrowing(rows: QuerySet[Story], ids: Sequence[int] | None) -> Narrowing:
    """Two queries. `ids`: what words found, best first; else the newest of `rows`."""
    if ids is None:
        ids = list(rows.order_by("-last_published_at", "-pk").values_list("pk", flat=True)[: COUNTED + 1])
    counted = list(ids[:COUNTED])
    facts = list(Story.objects.filter(pk__in=counted).values_list("status", "rating", "language"))
    tagged = StoryTag.objects.filter(story__in=counted).values_list("tag__slug", "tag__name", "tag__kind")
    tags = Counter(tagged)
    groups = [_tags(kind, label, tags) for kind, label in TagKind.choices]
    groups += [
        _choices("Status", "status", Counter(status for status, _, _ in facts), dict(Status.choices)),
        _choices("Rating", "rating", Counter(rating for _, rating, _ in facts), dict(Rating.choices)),
        _choices("Language", "language", Counter(language for _, _, language in facts), LANGUAGES),
    ]
    return Narrowing([group for group in groups if group.choices], len(counted), len(ids) <= COUNTED)


def _tags(kind: str, label: str, tags: Counter[tuple[str, str, str]]) -> Group:
    ours = Counter({key: count for key, count in tags.items() if key[2] == kind})
    field = "tag" if kind == TagKind.FREEFORM else kind
    choices = [Choice(name, f"{field}:{quoted(slug)}", count) for (slug, name, _), count in _most(ours)]
    return Group("Tags" if kind == TagKind.FREEFORM else f"{label}s" if label[-1] != "y" else label, choices)


def _choices(label: str, field: str, counts: Counter[str], labels: dict[str, str]) -> Group:
    return Group(label, [Choice(labels.get(value, value), f"{field}:{value}", n) for value, n in _most(counts)])


def _most(counts: Counter[Key]) -> Iterable[tuple[Key, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))[:SHOWN]


def quoted(value: str) -> str:
    """As it has to be typed."""
    return f'"{value}"' if " " in value else value
