"""What a text may cost, decided before anything expensive looks at it.

The sanitiser is quadratic in nesting and in attributes, so both are bounded while the text is cut into tokens, and the
sanitiser only ever sees markup that was written again from those tokens.
"""

import re
from typing import NoReturn

from inkstead.lib.refusals import Refused

PART_LIMIT = 1_000_000
# A text sent as HTML may be this many times as long with its tags and block ids.
MARKUP_ALLOWANCE = 2
FILE_LIMIT = 8 * 1024 * 1024
DEPTH_LIMIT = 256
ATTRIBUTE_LIMIT = 64
# The sanitiser is quadratic in the entities of one paragraph too: 300,000 take a second and a half.
ENTITY_LIMIT = 100_000
# A file may hold a long novel, but not a million paragraphs of one letter.
LINE_LIMIT = 150_000
# One part is a chapter: this many lines of eight words each are longer than it may be anyway.
PART_LINE_LIMIT = 25_000
PART_TAG_LIMIT = 150_000
TAG_LIMIT = 400_000
# A few formats repeat markup for every paragraph; beyond this it is not writing any more.
GROWTH_LIMIT = 8

# Bidi embeddings and overrides can make a text read as something else. Marks and joiners stay: scripts need them.
UNWELCOME = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
FILLED_LINE = re.compile("\n[^\n]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c]")


def check_length(text: str, limit: int = PART_LIMIT) -> None:
    if len(text) > limit:
        raise Refused(
            f"This text has {len(text):,} characters; a part may have {limit:,}. Divide it into several parts.",
            code="too_long",
            fields={"text": f"At most {limit:,} characters, this has {len(text):,}."},
        )


def tidy_characters(text: str) -> str:
    """Drop what no reader can see or should be fooled by, and end every line with a line feed."""
    if "\r" in text or "\x0b" in text or "\x0c" in text:
        text = LINE_ENDS.sub("\n", text)
    return UNWELCOME.sub("", text)


def check_file(text: str) -> None:
    if text.count("<") > TAG_LIMIT or len(FILLED_LINE.findall(text)) > LINE_LIMIT:
        message = (
            f"This file has more than {LINE_LIMIT:,} lines or {TAG_LIMIT:,} tags. Divide it and import the pieces."
        )
        raise Refused(message, code="too_long")


def check_part(text: str, format: str) -> None:  # noqa: A002
    """Very many tiny paragraphs cost seconds, whatever their length."""
    lines = text.count("\n") + text.count("\r")
    is_html = format in ("html", "editor")
    if text.count("<") > PART_TAG_LIMIT if is_html else lines > PART_LINE_LIMIT and _filled(text):
        message = f"This text has more than {PART_LINE_LIMIT:,} lines or {PART_TAG_LIMIT:,} tags. Divide it into parts."
        raise Refused(message, code="too_long", fields={"text": message})


def _filled(text: str) -> bool:
    return len(FILLED_LINE.findall(LINE_ENDS.sub("\n", text))) > PART_LINE_LIMIT


def check_depth(depth: int) -> None:
    if depth > DEPTH_LIMIT:
        raise Refused(
            f"The formatting of this text is nested deeper than {DEPTH_LIMIT} levels. Simplify it and try again.",
            code="too_deep",
        )


def check_attributes(count: int) -> None:
    if count > ATTRIBUTE_LIMIT:
        raise Refused(
            f"One element of this text has more than {ATTRIBUTE_LIMIT} attributes. Simplify it and try again.",
            code="too_many_attributes",
        )


def check_entities(written: str) -> None:
    if written.count("&") > ENTITY_LIMIT:
        raise Refused(
            f"One paragraph of this text has more than {ENTITY_LIMIT:,} special characters.", code="too_heavy"
        )


def growth_bound(submitted: int) -> int:
    return GROWTH_LIMIT * (submitted + 10_000)


def refuse_growth() -> NoReturn:
    raise Refused("The formatting of this text is too heavy. Simplify it and try again.", code="too_heavy")
