"""The language that the letters of a text are sure of: what the script itself decides. Latin letters say nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

ENOUGH = 20  # letters; fewer may be a name in a sentence
MOST = 0.6  # of all letters
LOOKED_AT = 20_000
KANA = 0.05  # Japanese is never written without it, Chinese never with it
MARKED = 0.002  # of the letters: a word or two of another language decides nothing
BY_SCRIPT = {
    "HEBREW": "he", "GREEK": "el", "HANGUL": "ko", "THAI": "th", "ARMENIAN": "hy", "GEORGIAN": "ka", "TAMIL": "ta",
    "TELUGU": "te", "BENGALI": "bn", "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa",
    "SINHALA": "si", "KHMER": "km", "LAO": "lo", "THAANA": "dv", "SYRIAC": "syr",
}  # fmt: skip
JAPANESE = frozenset({"HIRAGANA", "KATAKANA"})
# Letters that one language of a script writes and its neighbours do not; the first language that has them is it.
ARABIC = (("ur", "ٹڈڑںےھہ"), ("fa", "پچژگکی"))
CYRILLIC = (("uk", "їєґ"), ("sr", "ђћ"), ("", "ўәғқңөұүһіјѓќ"), ("ru", "ыэё"))


def language_by_letters(text: str) -> str:
    """Empty where the letters leave it open, as all Latin ones do, and some Cyrillic."""
    letters = Counter(letter for letter in text[:LOOKED_AT].lower() if letter.isalpha())
    total = letters.total()
    if total < ENOUGH:
        return ""
    scripts: Counter[str] = Counter()
    for letter, times in letters.items():
        scripts[_script(letter)] += times
    han, kana = scripts["CJK"], sum(scripts[name] for name in JAPANESE)
    if han + kana >= MOST * total:
        return "ja" if kana >= KANA * (han + kana) else "zh"
    script, times = scripts.most_common(1)[0]
    if times < MOST * total:
        return ""
    if script == "ARABIC":
        return _marked(letters, times, ARABIC) or "ar"
    return _marked(letters, times, CYRILLIC) if script == "CYRILLIC" else BY_SCRIPT.get(script, "")


def _marked(letters: Counter[str], total: int, languages: tuple[tuple[str, str], ...]) -> str:
    said = ((language, sum(letters[letter] for letter in marks)) for language, marks in languages)
    return next((language for language, times in said if times >= MARKED * total and times), "")


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    """The first word of its name: HEBREW LETTER ALEF."""
    return re.split(r"[ -]", unicodedata.name(letter, ""), maxsplit=1)[0]
