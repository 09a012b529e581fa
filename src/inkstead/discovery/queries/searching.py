"""Stories that hold words, the best first.

What a story says of itself counts more than what its parts say; of two that are alike, the one that more people voted
for comes first. The order is worked out here from words and counts, so that it is the same on both databases, and for
as many stories as `matching` looks at, so that a common word costs no more than a rare one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from django.db.models import F, QuerySet

from inkstead.discovery.matching import MOST_PARTS, MOST_STORIES, matching_parts, matching_stories, padded, spelt
from inkstead.discovery.models import IndexedStory
from inkstead.discovery.queries.resolving import Meant, let_through_by_facts
from inkstead.discovery.wording import lines_of
from inkstead.stores.ids import Ids, OneOf
from inkstead.stores.prepared import Prepared
from inkstead.stories.models import Part, Story, StoryCounts

# How much a word counts where it stands.
IN_TITLE, IN_NAMES, IN_TAGS, IN_SUMMARY, IN_PART, PER_PART = 1000, 800, 600, 250, 100, 20
LINES = (IN_TITLE, IN_NAMES, IN_TAGS, IN_SUMMARY)  # as `wording.lines_of` has them
WHOLE_TITLE = 3000
PARTS_COUNTED = 10


class Weighed(NamedTuple):
    """A term as it stands in words, and how many words it is."""

    spelt: str
    words: int


class Hit(NamedTuple):
    """A story that was found, and its parts that hold the words, newest first."""

    story_id: int
    score: int
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    found: Sequence[Hit]
    is_all: bool  # or there are more than were looked at


def search(rows: QuerySet[Story], meant: Meant, times: int = 1) -> Hits:
    """Of these stories; `rows` begins with what the reader may find. Six queries, on PostgreSQL a few more. `times` as
    many stories and parts are looked at as for a list."""
    parts, is_all = _parts(meant, MOST_PARTS * times)
    own = matching_stories(meant.sought, MOST_STORIES * times)
    itself = set(own.ids)
    allowed = let_through_by_facts(rows.filter(OneOf("pk", itself | parts.keys())), meant)
    ids = list(allowed.values_list("pk", flat=True))
    liked = _liked(ids)
    terms = [Weighed(spelt(term), len(term.words)) for term in meant.asked.terms]
    never = [spelt(term) for term in meant.asked.no_terms]
    title = " ".join(word for term in meant.asked.terms for word in term.words)
    hits = []
    for pk, kept in WORDS.all(ids):
        words, told = padded(kept), parts.get(pk, ())
        # What the index holds as words apart may have to stand side by side.
        if (told or pk in itself) and _fits(words, terms if not told else (), never):
            score = _score(kept, terms, title) + _in_parts(len(told)) + liked.get(pk, 0)
            hits.append(Hit(pk, score, tuple(told)))
    hits.sort(key=itemgetter(1, 0), reverse=True)
    return Hits(hits, is_all=is_all and own.is_all)


def _parts(meant: Meant, most: int) -> tuple[dict[int, list[int]], bool]:
    """By story, and whether there are no others. What the index says is asked of the rows: published, public, and with
    the text that was indexed."""
    matches = matching_parts(meant.sought, most)
    rows = Part.objects.listed().filter(OneOf("pk", matches.ids), live_id=F("indexed__revision"))
    found: dict[int, list[int]] = {}
    for story, part in rows.order_by("-pk").values_list("story_id", "pk"):
        found.setdefault(story, []).append(part)
    return found, matches.is_all


def _fits(words: str, terms: Sequence[Weighed], never: Sequence[str]) -> bool:
    return all([term.spelt in words for term in terms]) and not any([term in words for term in never])  # noqa: C419 - lists of a word or two are faster than generators


def _score(kept: str, terms: Sequence[Weighed], title: str) -> int:
    lines = lines_of(kept)
    score = WHOLE_TITLE if lines[0] == title else 0
    for weight, line in zip(LINES, lines, strict=False):
        stands = f" {line} "
        for term in terms:
            if term.spelt in stands:
                score += weight * term.words
    return score


def _in_parts(parts: int) -> int:
    return IN_PART + PER_PART * min(parts, PARTS_COUNTED) if parts else 0


# Words and counts are asked for apart from the stories: PostgreSQL would rather read those of all stories than find so
# many in them.
WORDS: Prepared[IndexedStory] = Prepared(
    lambda stories: IndexedStory.objects.filter(OneOf("pk", stories)).values_list("pk", "words"), Ids
)
COUNTED: Prepared[StoryCounts] = Prepared(
    lambda stories: StoryCounts.objects.filter(OneOf("story", stories)).values_list("story", "votes", "reads"), Ids
)


def _liked(stories: Sequence[int]) -> dict[int, int]:
    """A little: ten times as many are worth as much as some parts more."""
    return {story: 10 * (votes * 10 + reads + 1).bit_length() for story, votes, reads in COUNTED.all(stories)}
