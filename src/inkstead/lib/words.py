"""Words as search knows them: folded, cut, and found again in the text that they came from.

Both databases index and look for exactly these, so both find the same. Case, accents and apostrophes do not count.
Scripts that write without spaces are cut into overlapping pairs: 小猫钓鱼 is 小猫 猫钓 钓鱼 鱼.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

LONGEST = 64  # characters of a word that count
LONGEST_KEY = 200  # and of a title that is sorted
SHORTEST_PREFIX = 3  # letters of a word that may go on
# Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs: readers leave them out when they look. And the
# soft hyphen, which stands unseen inside of words that come from books.
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u0640\u00ad]"
)
# Letters of their own that people type with a plain one.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "_": " "}
)
APOSTROPHES = "'’ʼ‘`´＇"
# "can't" and "cant" are one word, "l'été" is two.
ENDINGS = re.compile(rf"(?<=\w)[{APOSTROPHES}](?=(?:s|t|d|m|re|ve|ll|em)(?!\w))")
# Thai, Lao, Myanmar, Khmer; kana; Han. (Korean writes spaces.)
UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
)


def _marks() -> str:
    """Marks that make up letters together with what they stand on, as in Hindi: `\\w` leaves them out."""
    marks = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Mn", "Mc")]
    spans: list[list[int]] = []
    for code in marks:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)


WORD = re.compile(f"[\\w{_marks()}]+")
RUNS = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
FIRST_UNSPACED = re.compile(f"[{UNSPACED}]")


def fold(text: str) -> str:
    """Without case, accents, apostrophes."""
    if text.isascii():
        return ENDINGS.sub("", text.lower()).translate(PLAIN)
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    bare = unicodedata.normalize("NFC", bare).casefold()
    return ENDINGS.sub("", bare).translate(PLAIN)


def sort_key(title: str) -> str:
    """What titles are sorted by: without case and accents, and from the first letter or digit on."""
    folded = fold(title)
    first = WORD.search(folded)
    return folded[first.start() if first else 0 :][:LONGEST_KEY]


def words(text: str) -> list[str]:
    """As they are indexed, in their order."""
    found = WORD.findall(fold(text))
    if text.isascii():
        return [word[:LONGEST] for word in found]
    return [piece for word in found for piece in _cut(word, to_find=False)]


def wanted(text: str) -> list[list[str]]:
    """As they are looked for: runs of words that stand next to each other."""
    runs: list[list[str]] = []
    for found in WORD.findall(fold(text)):
        if found.isascii():
            if runs and not is_unspaced(runs[-1][-1]):
                runs[-1].append(found[:LONGEST])
            else:
                runs.append([found[:LONGEST]])
            continue
        for run in RUNS.findall(found):
            pieces = list(_cut(run, to_find=True))
            if runs and not is_unspaced(run) and not is_unspaced(runs[-1][-1]):
                runs[-1] += pieces
            else:
                runs.append(pieces)
    return runs


def is_unspaced(word: str) -> bool:
    return FIRST_UNSPACED.match(word) is not None


def prefix_of(word: str) -> str:
    """The beginning by which it is found in an index: three letters, or one sign of a script without spaces. Empty of a
    shorter word."""
    if is_unspaced(word):
        return word[0]
    return word[:SHORTEST_PREFIX] if len(word) >= SHORTEST_PREFIX else ""


@lru_cache(16_384)
def prefix_mark(word: str) -> str:
    """As which an index keeps it, also of a word with a `_` before it; empty where it has none."""
    mark = "_" if word.startswith("_") else ""
    prefix = prefix_of(word.removeprefix("_"))
    return f".p{mark}{prefix}" if prefix else ""


def with_prefixes(indexed: str) -> str:
    """Words and marks of an index (those begin with a dot) and behind them each different prefix. All words of one
    beginning are then one word that a database walks along, where it would put thousands of them together first."""
    marks = dict.fromkeys([prefix_mark(word) for word in dict.fromkeys(indexed.split()) if word[0] != "."])
    return " ".join([indexed, ".", *filter(None, marks)])


def _cut(found: str, *, to_find: bool) -> Iterator[str]:
    if found.isascii():
        yield found[:LONGEST]
        return
    for run in RUNS.findall(found):
        if not is_unspaced(run):
            yield run[:LONGEST]
        elif len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))
            if not to_find:
                yield run[-1]


@lru_cache(4096)
def _folded_character(character: str) -> str:
    return fold(character)


def places(text: str, sought: Iterable[str]) -> list[tuple[int, int]]:
    """Where these (folded runs, words divided by spaces) stand in a text, in its own characters."""
    pattern = _pattern(tuple(dict.fromkeys(sought)))
    if pattern is None:
        return []
    if text.isascii():
        return [found.span() for found in pattern.finditer(text.lower())]
    folded = [_folded_character(character) if character not in APOSTROPHES else character for character in text]
    joined = "".join(folded)
    if len(joined) == len(text):
        return [found.span() for found in pattern.finditer(joined)]
    starts: list[int] = []
    for index, piece in enumerate(folded):
        starts += [index] * len(piece)
    return [(starts[found.start()], starts[found.end() - 1] + 1) for found in pattern.finditer(joined)]


@lru_cache(256)
def _pattern(sought: tuple[str, ...]) -> re.Pattern[str] | None:
    kinds = [_as_pattern(run) for run in sorted(sought, key=len, reverse=True) if run]
    return re.compile("|".join(kinds)) if kinds else None


def _as_pattern(run: str) -> str:
    loose = f"[{APOSTROPHES}]?"
    spelt = [loose.join(map(re.escape, word.rstrip("*"))) for word in run.split()]
    if is_unspaced(run):
        return "".join(spelt)
    start, end = r"(?<!\w)", "" if run.endswith("*") else r"(?!\w)"
    return start + r"[\W_]+".join(spelt) + (r"\w*" if run.endswith("*") else end)
