"""Cuts HTML into tokens, in one pass whose cost is linear whatever it is given.

It need not agree with every browser on broken markup: what is built from the tokens is written again from scratch and
then sanitised, so a disagreement can only change what is kept, never what is safe.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from inkstead.lib.prose.limits import check_attributes

Attributes = dict[str, str]


class Token(NamedTuple):
    kind: Literal["text", "start", "end"]
    value: str
    attributes: Attributes


NONE: Attributes = {}
SPACE = r" \t\n\r\f"
# Possessive throughout: an unclosed quote costs one look ahead, never a second try.
VALUE = rf"""(?:"[^"]*+"|'[^']*+'|[^{SPACE}"'>][^{SPACE}>]*+)?+"""
ATTRIBUTE = rf"=?[^{SPACE}/>=]++(?:[{SPACE}]*+=[{SPACE}]*+{VALUE})?+"
CANDIDATE = re.compile(r"<(?:[a-zA-Z]|/[a-zA-Z]|[!?])")
TAG = re.compile(rf"<(/?)([a-zA-Z][^{SPACE}/>]*+)((?:[{SPACE}/]++|{ATTRIBUTE}|=)*+)>")
COMMENT = re.compile(r"<!--(?:-?>|.*?--!?>)", re.DOTALL)
PAIR = re.compile(
    rf"""(=?[^{SPACE}/>=]++)(?:[{SPACE}]*+=[{SPACE}]*+(?:"([^"]*+)"|'([^']*+)'|([^{SPACE}"'>][^{SPACE}>]*+))?+)?+"""
)

# Everything inside these is markup of another kind, a form, or a message to old browsers. None of it is prose.
RAW = frozenset(
    {"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"}
)
VANISHING = frozenset(
    {"applet", "audio", "canvas", "datalist", "frameset", "map", "math", "object", "select", "svg", "template", "video"}
)


def tokens(source: str, dropped: Callable[[str], None] = lambda _: None) -> Iterator[Token]:
    """Text comes as typed, entities included; names are in lower case; comments and what is not prose are gone.

    `dropped` hears the name of each element that is gone, and "!--" for a comment.
    """
    position, last = 0, source.rfind(">")
    closings: dict[str, dict[int, int]] = {}
    while (found := CANDIDATE.search(source, position, last + 1)) is not None:
        start = found.start()
        if start > position:
            yield Token("text", source[position:start], NONE)
        if source[start + 1] in "!?":
            position = _after_declaration(source, start)
            if source.startswith("<!--", start):
                dropped("!--")
            continue
        match = TAG.match(source, start)
        if match is None:
            # The last ">" stands inside a quote: no tag is complete from here on, so the rest is text.
            position = start
            break
        position = match.end()
        name = match[2].lower()
        if match[1]:
            yield Token("end", name, NONE)
        elif name in RAW:
            dropped(name)
            position = _after_raw(source, position, name)
        elif name in VANISHING:
            dropped(name)
            position = _after_vanishing(source, match, name, closings)
        else:
            yield Token("start", name, read_attributes(match[3]) if match[3] else NONE)
    if position < len(source):
        yield Token("text", source[position:], NONE)


def read_attributes(source: str) -> Attributes:
    """The first of two equal names wins, as in a browser."""
    found: Attributes = {}
    for count, match in enumerate(PAIR.finditer(source), start=1):
        check_attributes(count)
        found.setdefault(match[1].lower(), html.unescape(match[2] or match[3] or match[4] or ""))
    return found


def _after_declaration(source: str, start: int) -> int:
    """A comment that never ends hides the rest, as it does in a browser."""
    if source.startswith("<!--", start):
        comment = COMMENT.match(source, start)
        return comment.end() if comment else len(source)
    return source.find(">", start) + 1


def _after_raw(source: str, position: int, name: str) -> int:
    end = re.compile(rf"</{name}(?=[{SPACE}/>])", re.IGNORECASE).search(source, position)
    return end.start() if end else len(source)


def _after_vanishing(source: str, match: re.Match[str], name: str, closings: dict[str, dict[int, int]]) -> int:
    """Past the end tag that belongs to this one; when there is none, only the tag itself goes."""
    if match[3].endswith("/"):
        return match.end()
    if name not in closings:
        closings[name] = _pairs(source, name)
    return closings[name].get(match.start(), match.end())


def _pairs(source: str, name: str) -> dict[int, int]:
    """All pairs in one pass: looking for each end on its own would be quadratic."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    for match in re.finditer(rf"<(/?){name}(?=[{SPACE}/>])[^>]*>", source, re.IGNORECASE):
        if not match[1]:
            opened.append(match.start())
        elif opened:
            pairs[opened.pop()] = match.end()
    return pairs
