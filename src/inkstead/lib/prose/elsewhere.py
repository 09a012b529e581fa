"""A part that was saved from the page of another reading site: what the page said around the text."""

import re
from dataclasses import dataclass

from inkstead.lib.counts import parse_short_count

COUNT = r"\d[\d,]{0,14}(?:\.\d{1,2})?[KMBkmb]?"
COUNTS = re.compile(rf"\s*({COUNT})\s+({COUNT})\s+({COUNT})\s*")
# What the share buttons of reading sites put after the title.
SLOGANS = re.compile(
    r"(?:\s*[-–—|·:]?\s*(?:Where stories live\.? ?Discover now|Where stories live|Discover stories\. Discover now)"
    r"|\s+[-–—|·]\s+(?:An Archive of Our Own|Archive of Our Own|FanFiction(?:\.Net)?|Royal Road|Scribble ?Hub|Quotev|"
    r"Inkitt|Tapas|Webnovel|Wattpad))[.!]?\s*$",
    re.IGNORECASE,
)
LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What another site counted. The text is what its page showed."""

    reads: int
    votes: int
    comments: int
    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    text: str
    title: str = ""
    elsewhere: Elsewhere | None = None


def read_saved_page(text: str) -> Saved:
    """The story alone; the line of counts and the line with the title are taken off and kept."""
    elsewhere, body = _take_counts(text)
    title, body = _take_title(body)
    return Saved(body, title, elsewhere)


def _take_counts(text: str) -> tuple[Elsewhere | None, str]:
    first, _, rest = text.lstrip().partition("\n")
    match = COUNTS.fullmatch(first) if len(first) < 100 else None
    if match is None:
        return None, text
    try:
        reads, votes, comments = (parse_short_count(count) for count in match.groups())
    except ValueError:
        return None, text
    return Elsewhere(reads, votes, comments, first.strip()), rest


def _take_title(text: str) -> tuple[str, str]:
    body, _, last = text.rstrip().rpartition("\n")
    if len(last) > LONGEST_TITLE + 60:
        return "", text
    slogan = SLOGANS.search(last)
    return (last[: slogan.start()].strip(), body) if slogan and body.strip() else ("", text)
