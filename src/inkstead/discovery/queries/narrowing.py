"""What a list can be narrowed by, with a count beside each. Counted among the first stories of the list only, so that
it costs the same for a small library and for a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from inkstead.lib.languages import COMMON_LANGUAGES
from inkstead.stores.ids import Ids, OneOf
from inkstead.stores.prepared import Prepared
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


FACTS: Prepared[Story] = Prepared(
    lambda stories: (
        Story.objects.filter(OneOf("pk", stories))
        .order_by()
        .values_list("status", "rating", "language")
        .annotate(Count("pk"))
    ),
    Ids,
)
TAGGED: Prepared[StoryTag] = Prepared(
    lambda stories: (
        StoryTag.objects.filter(OneOf("story", stories))
        .order_by()
        .values_list("tag__kind", Coalesce("tag__stands_for", "tag"))
        .annotate(Count("story", distinct=True))
    ),
    Ids,
)

BELOW: Prepared[StoryTag] = Prepared(
    lambda stories: (
        StoryTag.objects.filter(OneOf("story", stories), tag__above__isnull=False)
        .order_by()
        .values_list("story", "tag__above__wider__kind", "tag__above__wider")
    ),
    Ids,
)


def narrowing(rows: QuerySet[Story], ids: Sequence[int] | None, languages: Sequence[str] = ()) -> Narrowing:
    """Four to seven queries. `ids`: what words found, best first; else the newest of `rows`. `languages`: those of the
    reader, in which tags are named."""
    if ids is None:
        ids = list(rows.order_by("-last_published_at", "-pk").values_list("pk", flat=True)[: COUNTED + 1])
    counted = list(ids[:COUNTED])
    told = [Counter[str](), Counter[str](), Counter[str]()]
    for *values, number in FACTS.all(counted):
        for counts, value in zip(told, values, strict=True):
            counts[value] += number
    for language, number in list(told[2].items()):
        if (wider := language.partition("-")[0]) != language:
            told[2][wider] += number  # `language:en` finds en-GB, too
    statuses, ratings, spoken = told
    groups = [
        *_tag_groups(_tags_of(counted), languages),
        _choices("Status", "status", statuses, dict(Status.choices)),
        _choices("Rating", "rating", ratings, dict(Rating.choices)),
        _choices("Language", "language", spoken, LANGUAGES),
    ]
    return Narrowing([group for group in groups if group.choices], len(counted), len(ids) <= COUNTED)


def _tags_of(stories: Sequence[int]) -> dict[str, Counter[int]]:
    """By kind: how many are found under each tag. A spelling counts for the tag that it stands for, a narrower tag
    for wider ones too, and a story with both counts once."""
    found: dict[str, Counter[int]] = {}
    for kind, tag, number in TAGGED.all(stories):
        found.setdefault(kind, Counter())[tag] += number
    below: dict[tuple[str, int], set[int]] = {}
    for story, kind, wider in BELOW.all(stories):
        below.setdefault((kind, wider), set()).add(story)
    if below:
        own = StoryTag.objects.filter(OneOf("story", stories)).annotate(top=Coalesce("tag__stands_for", "tag"))
        rows = own.filter(OneOf("top", [wider for _, wider in below])).order_by()
        for kind, tag, story in rows.values_list("tag__kind", "top", "story"):
            below.setdefault((kind, tag), set()).add(story)
        for (kind, tag), carried in below.items():
            found.setdefault(kind, Counter())[tag] = len(carried)
    return found


def _tag_groups(tags: dict[str, Counter[int]], languages: Sequence[str]) -> list[Group]:
    most = {kind: _most(tags.get(kind, Counter())) for kind in LINES}
    shown = [pk for pairs in most.values() for pk, _ in pairs]
    rows = Tag.objects.in_bulk(shown)
    names = names_of(shown) if languages and languages[0] != "en" else {}
    groups = []
    for kind, label in LINES.items():
        field = "tag" if kind == TagKind.FREEFORM else kind
        ours = sorted(((rows[pk], count) for pk, count in most[kind]), key=lambda pair: (-pair[1], pair[0].slug))
        choices = [
            Choice(in_language(names.get(tag.pk, {}), languages, tag.name), f"{field}:{quoted(tag.slug)}", count)
            for tag, count in ours
        ]
        groups.append(Group(label, choices))
    return groups


def _choices(label: str, field: str, counts: Counter[str], labels: dict[str, str]) -> Group:
    return Group(label, [Choice(labels.get(value, value), f"{field}:{value}", n) for value, n in _most(counts)])


def _most(counts: Counter[Key]) -> Sequence[tuple[Key, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))[:SHOWN]


def quoted(value: str) -> str:
    """As it has to be typed."""
    return f'"{value}"' if " " in value else value
