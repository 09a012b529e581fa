"""Stories that hold words, the best first.

What a story says of itself counts more than what its parts say; of two that are alike, the one that more people voted
for comes first. The order is worked out here from words and counts, so that it is the same on both databases, and for
as many stories as `matching` looks at, so that a common word costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from inkstead.discovery.asking import Asked, Term
from inkstead.discovery.matching import MOST_PARTS, MOST_STORIES, holds, matching_parts, matching_stories
from inkstead.discovery.queries.resolving import Meant, let_through
from inkstead.discovery.wording import StoryWords
from inkstead.stories.models import Part, Story

# How much a word counts where it stands.
IN_TITLE, IN_NAMES, IN_TAGS, IN_SUMMARY, IN_PART, PER_PART = 1000, 800, 600, 250, 100, 20
WHOLE_TITLE = 3000
PARTS_COUNTED = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found, and its parts that hold the words, newest first."""

    story_id: int
    score: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    found: Sequence[Hit]
    is_all: bool  # or there are more than were looked at


def search(rows: QuerySet[Story], meant: Meant, times: int = 1) -> Hits:
    """Of these stories; `rows` begins with what the reader may find. Four queries, on PostgreSQL a few more. `times` as
    many stories and parts are looked at as for a list."""
    sought, most = meant.sought, MOST_STORIES * times
    parts, is_all = _parts(meant, MOST_PARTS * times)
    own = list(Story.objects.listed().filter(pk__in=matching_stories(sought, most)).values_list("pk", flat=True))
    allowed = let_through(rows.filter(pk__in={*own, *parts}), meant)
    held = allowed.filter(indexed__isnull=False).values_list("pk", "indexed__words", "counts__votes", "counts__reads")
    hits = []
    itself = set(own)
    for pk, kept, votes, reads in held:
        words = StoryWords.read(kept)
        if pk in itself and not _holds_all(kept, meant.asked):
            itself.discard(pk)
        if (pk in itself or pk in parts) and not any(holds(kept, term) for term in meant.asked.no_terms):
            score = _score(words, meant.asked.terms, len(parts.get(pk, ()))) + _liked(votes, reads)
            hits.append(Hit(pk, score, tuple(parts.get(pk, ()))))
    hits.sort(key=lambda hit: (-hit.score, -hit.story_id))
    return Hits(hits, is_all=is_all and len(own) < most)


def _parts(meant: Meant, most: int) -> tuple[dict[int, list[int]], bool]:
    """By story, and whether there are no others. What the index says is asked of the rows: published, public, and with
    the text that was indexed."""
    matches = matching_parts(meant.sought, most)
    rows = Part.objects.listed().filter(pk__in=matches.ids, live_id=F("indexed__revision"))
    found: dict[int, list[int]] = {}
    for story, part in rows.order_by("-pk").values_list("story_id", "pk"):
        found.setdefault(story, []).append(part)
    return found, matches.is_all


def _holds_all(kept: str, asked: Asked) -> bool:
    return all(holds(kept, term) for term in asked.terms)


def _score(words: StoryWords, terms: Sequence[Term], parts: int) -> int:
    score = 0
    for term in terms:
        places = (
            (IN_TITLE, words.title),
            (IN_NAMES, words.names),
            (IN_TAGS, words.tags),
            (IN_SUMMARY, words.summary),
        )
        score += sum(weight * len(term.words) for weight, line in places if holds(line, term))
    if words.title == " ".join(word for term in terms for word in term.words):
        score += WHOLE_TITLE
    return score + (IN_PART + PER_PART * min(parts, PARTS_COUNTED) if parts else 0)


def _liked(votes: int, reads: int) -> int:
    """A little: ten times as many are worth as much as some parts more."""
    return 10 * (votes * 10 + reads + 1).bit_length()
