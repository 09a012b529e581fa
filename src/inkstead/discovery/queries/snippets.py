"""Where the words stand: a few lines of the part that holds them, escaped, with the words marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from inkstead.discovery.asking import Term
from inkstead.discovery.queries.searching import Hit
from inkstead.lib.words import places
from inkstead.stories.cards import Snippet
from inkstead.stories.gate import is_adult
from inkstead.stories.models import Part

AROUND, LONGEST = 90, 260  # characters
# Words farther in are found, but not quoted.
LOOKED_THROUGH = 100_000
READ = ("title", "rating", "story__rating", "live__full_text")


def snippets(
    hits: Mapping[int, Hit], stories: Sequence[int], terms: Sequence[Term], *, adult: bool = False
) -> dict[int, Snippet]:
    """By story, in one query: of the newest part that holds the words. Those for adults if `adult` says so."""
    first = {hits[pk].parts[0]: hits[pk] for pk in stories if pk in hits and hits[pk].parts}
    rows = Part.objects.listed().filter(pk__in=first).select_related("live", "story").only(*READ)
    sought = [str(term) for term in terms]
    found = {}
    for part in rows:
        assert part.live is not None
        hit = first[part.pk]
        open_to = adult or not is_adult(part)
        quoted, text = quote(part.live.text, sought) if open_to else (SafeString(""), "")
        found[hit.story_id] = Snippet(part.title, part.get_absolute_url(), quoted, text, len(hit.parts) - 1)
    return found


def quote(text: str, sought: Sequence[str]) -> tuple[SafeString, str]:
    """The stretch that holds the most different words, and within it every word marked."""
    text = text[:LOOKED_THROUGH]
    spans = places(text, sought)
    if not spans:
        return SafeString(""), ""
    start, end = _bounds(text, _densest(text, spans))
    inside = [(first, last) for first, last in spans if start <= first and last <= end]
    out, at = ["… " if start else ""], start
    for first, last in inside:
        out += [escape(_flat(text[at:first])), "<mark>", escape(_flat(text[first:last])), "</mark>"]
        at = last
    out += [escape(_flat(text[at:end])), " …" if end < len(text) else ""]
    return mark_safe("".join(out)), _flat(text[start:end])  # noqa: S308 - escaped piece by piece


def mark_words(text: str, sought: Sequence[str]) -> SafeString:
    """A whole line with its words marked."""
    out, at = [], 0
    for first, last in places(text, sought):
        out += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return mark_safe("".join([*out, escape(text[at:])]))  # noqa: S308 - escaped piece by piece


def _densest(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    best, most = (spans[0][0], spans[0][1]), 0
    for number, (first, _) in enumerate(spans[:200]):
        near = [span for span in spans[number : number + 12] if span[1] - first <= LONGEST - AROUND]
        different = len({text[start:end].casefold() for start, end in near})
        if different > most:
            best, most = (first, near[-1][1]), different
    return best


def _bounds(text: str, best: tuple[int, int]) -> tuple[int, int]:
    """Some words before and after, cut at spaces where there are any."""
    first, last = best
    start, end = max(0, first - AROUND), min(len(text), max(last + AROUND, first - AROUND + LONGEST))
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space >= 0 else end
    return start, end


def _flat(text: str) -> str:
    return text.replace("\n", " ")
