"""How a line differs between two tellings. What only its tag asks for (a comma before “she said”) is no difference."""

from __future__ import annotations

import re
from collections.abc import Callable

from rapidfuzz.distance import DamerauLevenshtein

from inkstead.perspectives.analysis.keys import words_of
from inkstead.perspectives.analysis.results import Difference
from inkstead.perspectives.analysis.speech import Spoken

KNOWN_TWICE = 2
SPACES = re.compile(r"[\s\u2060\ufeff]+")
SAME_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "ʼ": "'", "…": "...", "–": "-", "—": "-",
                            "‐": "-", "‑": "-", "\u00ad": None, "\u2060": None})  # fmt: skip
REGIONAL = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"our\b", "or"), (r"our(?=ed|ing|s|ful|ite|able|hood)", "or"), (r"is(?=e[sd]?\b|ing\b|ation)", "iz"),
        (r"re\b", "er"), (r"grey", "gray"), (r"ll(?=ed|ing|er)", "l"), (r"ence\b", "ense"),
        (r"ogue\b", "og"), (r"ß", "ss"),
    )
)  # fmt: skip
INFLECTED = re.compile(r"(?:s|es|d|ed|ing|t|nt|n|en|ly|r|er)$")
Familiar = Callable[[str], int]
"""How often the story uses a word: one that it uses often is no slip of the pen."""


def difference_of(first: str, second: str, *, joins: bool, familiar: Familiar) -> Difference | None:
    """`joins`: at least one of them was put together from pieces, where marks between them come and go."""
    one, other = _plain(first), _plain(second)
    if one == other:
        return None
    words_a, words_b = words_of(one), words_of(other)
    if words_a == words_b:
        if _apostrophes(one) != _apostrophes(other):
            return "spelling"
        marks_a, marks_b = _marks(one, joins=joins), _marks(other, joins=joins)
        if marks_a != marks_b:
            return "punctuation"
        return None if _capitals(one) == _capitals(other) or joins else "spelling"
    return "spelling" if _is_spelling(words_a, words_b, familiar) else "wording"


def text_of(spoken: list[Spoken]) -> str:
    return " ".join(each.text for each in spoken)


def _plain(text: str) -> str:
    plain = SPACES.sub(" ", text.translate(SAME_MARKS)).strip()
    plain = re.sub(r"\s+(?=[!?;:.,])", "", plain)
    return re.sub(r"[.,]$", "", plain) if not plain.endswith("..") else plain


def _apostrophes(text: str) -> list[str]:
    return re.findall(r"\w+'\w+", text.casefold())


def _marks(text: str, *, joins: bool) -> str:
    marks = re.sub(r"[\w\s']", "", text)
    return re.sub(r"[,.\-;]", "", marks) if joins else marks


def _capitals(text: str) -> list[str]:
    return [word for word in re.findall(r"(?<=[a-zß-ÿ,;] )\w+", text) if word != "I"]


def _is_spelling(first: list[str], second: list[str], familiar: Familiar) -> bool:
    if "".join(first) == "".join(second):
        return True  # alot, a lot
    if len(first) != len(second):
        return False
    return all(_is_slip(one, other, familiar) for one, other in zip(first, second, strict=True) if one != other)


def _is_slip(one: str, other: str, familiar: Familiar) -> bool:
    if _regional(one) == _regional(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 3 or one.isdigit() or other.isdigit():
        return False
    if longer.startswith(shorter) and INFLECTED.fullmatch(longer[len(shorter) :]):
        return False
    if familiar(one) >= KNOWN_TWICE and familiar(other) >= KNOWN_TWICE:
        return False
    distance = DamerauLevenshtein.distance(one, other)
    if distance == 1 and len(one) == len(other):
        # One letter for another makes a new word more often than a slip, unless the word is long.
        return sorted(one) == sorted(other) or len(one) >= 7
    return distance <= (1 if len(longer) < 9 else 2)


def _regional(word: str) -> str:
    for pattern, replacement in REGIONAL:
        word = pattern.sub(replacement, word)
    return word
