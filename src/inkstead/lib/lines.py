"""Short texts that people type: titles, names, summaries, comments. Refused when too long, never cut."""

from __future__ import annotations

import re
import unicodedata

from inkstead.lib.refusals import Refused

# C0 and C1 controls but tab and newline; line and paragraph separators; what turns the direction of the text around it.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_RTL = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
# What stands in quotation marks, or runs from its first such letter to its last with no Latin one between.
_NAMED = re.compile(f"(?<=“)[^“”]*{_RTL}[^“”]*(?=”)|{_RTL}(?:[^A-Za-z“”]*{_RTL})?")
# Letters and signs that show nothing: Hangul fillers, the empty Braille cell, the Khmer inherent vowels.
BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_BLANKS = re.compile(r"\s+")
PLURALS = ("words", "notes", "tags")  # of the fields that are texts
_GAPS = re.compile(r"\n{3,}")


def one_line(value: object, field: str, *, limit: int, required: bool = True) -> str:
    """White space is folded, invisible controls are taken out, the text itself stays as typed."""
    if not isinstance(value, str):
        raise Refused(f"The {field} must be a text.", code="invalid", fields={field: "This must be a text."})
    text = _BLANKS.sub(" ", without_controls(value)).strip()
    if required and not _visible(text):
        raise Refused(f"The {field} must not be empty.", code="invalid", fields={field: "This must not be empty."})
    return _within(text, field, limit)


def paragraphs(value: object, field: str, *, limit: int, required: bool = False) -> str:
    """Several lines: line ends become newlines, more than one empty line in a row becomes one."""
    if not isinstance(value, str):
        raise Refused(f"The {field} must be a text.", code="invalid", fields={field: "This must be a text."})
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = _GAPS.sub("\n\n", without_controls(text)).strip()
    if required and not _visible(text):
        raise Refused(f"The {field} must not be empty.", code="invalid", fields={field: "This must not be empty."})
    return _within(text, field, limit)


def without_controls(text: str) -> str:
    """Without what nobody sees and nobody types: controls, and what turns the direction of the text around it."""
    return _FORBIDDEN.sub("", text)


def with_names_apart(sentence: str) -> str:
    """A sentence of ours in which a name or a title that runs from right to left turns nothing around it."""
    return _NAMED.sub("\u2068\\g<0>\u2069", sentence)


def _visible(text: str) -> bool:
    """Something of it can be seen: names of zero-width characters pass for other people's, and marks alone stand on
    nothing."""
    return any(unicodedata.category(character)[0] not in "CMZ" and character not in BLANK for character in text)


def _within(text: str, field: str, limit: int) -> str:
    if len(text) > limit:
        are = "are" if field.split(maxsplit=1)[0] in PLURALS else "is"
        message = f"The {field} {are} {len(text):,} characters long; the limit is {limit:,}."
        raise Refused(message, code="too_long", fields={field: f"At most {limit:,} characters."})
    return text
