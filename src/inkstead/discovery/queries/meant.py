"""What somebody may have meant: words that stand near those they typed.

Titles, names and tags keep their words for this, each also without one of its letters (`Spelling`). The words of texts
and summaries are too many to keep so; there the question is turned round, and all words that are one slip away are
looked for at once (P. Norvig, How to Write a Spelling Corrector, 2007).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from inkstead.discovery.asking import pieces_of, understand
from inkstead.discovery.matching import Sought, any_story_has, matching_parts, matching_stories
from inkstead.discovery.models import IndexedPart, IndexedStory, Spelling
from inkstead.discovery.wording import SPELT, variants
from inkstead.lib.words import is_unspaced, wanted
from inkstead.stores.ids import OneOf
from inkstead.stories.models import Part, Story

MEANT = 16  # words of a query; nobody mistypes a page, and each word is looked for by itself
FEW = 4  # words of a query that are looked for in texts as well
TEXTS = 60  # parts, the newest, in which a word is looked for that no title has
# Folded letters; the first script that has a letter of the word is what it was typed in.
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "абвгдежзиклмнопрстуфхцчшщъыьэюяієђјљњћџґ",
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژکگی",
)


def did_you_mean(typed: str) -> str:
    """A query that found nothing, with each word, tag and writer replaced by the nearest that some story has; empty
    when all of them stand or nothing is near. What else was asked, and what is to be left out, stays as it is. Whoever
    shows it makes sure that it finds something."""
    pieces = pieces_of(typed)
    number = sum(map(len, wanted(" ".join(pieces))))
    if number > MEANT:
        return ""
    better = [_better(piece, in_texts=number <= FEW) for piece in pieces]
    return " ".join(better) if better != pieces else ""


def _better(piece: str, *, in_texts: bool) -> str:
    asked = understand(piece)
    if asked.tags or asked.writers:
        field, _, value = piece.partition(":")
        said = [word for run in wanted(value) for word in run]
        better = [_nearest(word) for word in said]
        return piece if better == said else f"{field}:{_quoted(better)}"
    near = [[_nearest(word, in_texts=in_texts) for word in term.words] for term in asked.terms]
    return piece if near == [list(term.words) for term in asked.terms] else " ".join(map(_quoted, near))


def _quoted(words: list[str]) -> str:
    return f'"{" ".join(words)}"' if len(words) > 1 else "".join(words)


def _nearest(word: str, *, in_texts: bool = False) -> str:
    if len(word) not in SPELT or is_unspaced(word) or any_story_has(word):
        return word
    told = _told(word) if in_texts else Counter[str]()
    if word in told:
        return word
    rows = Spelling.objects.filter(variant__in=variants(word)).values_list("word", flat=True).distinct()[:200]
    # Of those that are as near, one in a title, a name or a tag, then the one that most texts have.
    named = [(rank, 0, 0, other) for rank, other in _near(word, rows)]
    slipped = [(_rank(1, word, other), 1, -times, other) for other, times in told.items()]
    return min([*named, *slipped], default=(0, 0, 0, word))[-1]


def _told(word: str) -> Counter[str]:
    """The word and those one slip away, by how many of the newest stories and parts with any of them have it. The rows
    are asked, too: the index may know a text some seconds longer than everybody else."""
    slips = {word, *one_slip_away(word)}
    sought = Sought((), groups=(tuple(sorted(slips)),))
    stories = Story.objects.listed().filter(OneOf("pk", matching_stories(sought, TEXTS).ids))
    shown = Part.objects.listed().filter(OneOf("pk", matching_parts(sought, TEXTS).ids), live_id=F("indexed__revision"))
    kept = [*IndexedStory.objects.filter(pk__in=stories.values("pk")).values_list("words", flat=True)]
    kept += [row.words for row in IndexedPart.objects.filter(pk__in=shown.values("pk"))]
    return Counter(found for words in kept for found in slips.intersection(words.split()))


def one_slip_away(word: str) -> set[str]:
    """All words with one letter less, more, changed or swapped with its neighbour; some hundred."""
    letters = next((alphabet for alphabet in ALPHABETS if any(letter in alphabet for letter in word)), "")
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    changed = {before + letter + after[1:] for before, after in cuts if after for letter in letters}
    more = {before + letter + after for before, after in cuts for letter in letters}
    return (less | swapped | changed | more) - {word}


def _near(word: str, others: Iterable[str]) -> Iterable[tuple[int, str]]:
    """At most two letters away, the first letter right before the others."""
    for other in others:
        away = distance(word, other)
        if away <= 2:
            yield _rank(away, word, other), other


def _rank(away: int, word: str, other: str) -> int:
    """The smaller, the better: letters that are wrong, the first of them a little more than the others."""
    return away * 2 + (other[0] != word[0])


def distance(one: str, other: str) -> int:
    """Letters to change, add, take away, or swap with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [at]
        for place, there in enumerate(other, start=1):
            least = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != there))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == there:
                least = min(least, earlier[place - 2] + 1)
            row.append(least)
    return row[-1]
