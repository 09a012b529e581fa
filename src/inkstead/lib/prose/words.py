"""How words are counted. The editor counts by the same rule while somebody writes; word-vectors.json holds both to it.

A run of letters, marks and digits is one word, with the single apostrophes, hyphens and joiners between two of them
("don't", "well-known"). Every ideograph and every kana is a word of its own. Nothing else counts. In a browser this is
/[E]|W(?:[J]W)*/gu, with E for EAST_ASIAN, J for JOINERS and W for (?:(?![E])[\\p{L}\\p{M}\\p{N}])+.
"""

import re
import unicodedata

# Iteration marks, kana (half-width ones too) and ideographs with their extensions.
EAST_ASIAN = (
    r"\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
JOINERS = r"'’ʼ＇\-\u00ad\u2010\u2011\u200c\u200d"
RUN = rf"[^\W_{EAST_ASIAN}]+"
WORD = re.compile(rf"[{EAST_ASIAN}]|{RUN}(?:[{JOINERS}]{RUN})*")

# Words a minute of adults reading silently (Trauzettel-Klosinski and Dietz 2012); characters for Chinese and Japanese.
USUAL_PACE = 228
PACES = {
    "ar": 138, "de": 179, "es": 218, "fi": 161, "fr": 195, "he": 187, "it": 188, "ja": 357, "nl": 202, "pl": 166,
    "pt": 181, "ru": 184, "sl": 180, "sv": 199, "tr": 166, "zh": 255,
}  # fmt: skip


def count_words(text: str) -> int:
    return len(words_in(text))


def words_in(text: str) -> list[str]:
    """For counting and comparing, not for showing: combining marks are not told apart in them."""
    found: list[str] = WORD.findall(text if text.isascii() else _with_marks_as_letters(text))
    return found


def reading_minutes(words: int, language: str = "en") -> int:
    """At least one."""
    pace = PACES.get(language.partition("-")[0].lower(), USUAL_PACE)
    return max(1, round(words / pace))


def _with_marks_as_letters(text: str) -> str:
    """Python's \\w leaves out the marks that Hindi, Thai or Arabic words are full of."""
    marks = [ord(c) for c in set(text) if c > "\u02ff" and unicodedata.category(c)[0] == "M"]
    return text.translate(dict.fromkeys(marks, "x")) if marks else text
