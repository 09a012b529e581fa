"""A part as a sequence of blocks, each with an id that survives edits."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["paragraph", "heading", "scene-break", "quotation", "list", "image", "verbatim"]

KINDS: dict[str, Kind] = {
    "p": "paragraph", "hr": "scene-break", "blockquote": "quotation", "ul": "list", "ol": "list", "pre": "verbatim",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}  # fmt: skip
SCENE_BREAK = "* * *"

OPENING = re.compile(r'<([a-z0-9]+)(?: id="([^"]*)")?')
ONLY_IMAGE = re.compile(r'<p[^>]*>(?:<a [^>]*>)?<img src="[^"]*" alt="([^"]*)">(?:</a>)?</p>')
ALT = re.compile(r'<img src="[^"]*" alt="([^"]*)">')
LINES = re.compile(r"<(?:br|/p|/h[1-6]|/pre|hr)>|<(?:ul|ol)[^>]*>|</li>")
RUBY = re.compile(r"<rp>.*?</rp>|<rt[^>]*>(.*?)</rt>")
ANY_TAG = re.compile(r"<[^>]*>")
NESTING = {name: re.compile(rf"<(/?){name}\b") for name in ("blockquote", "ul", "ol")}


@dataclass(frozen=True, slots=True)
class Block:
    id: str
    kind: Kind
    html: str
    """The whole element, with its id."""
    text: str

    def named(self, block_id: str) -> "Block":
        if block_id == self.id:
            return self
        name = OPENING.match(self.html)
        assert name is not None
        identified = f'<{name[1]} id="{block_id}"{self.html[name.end() :]}'
        return replace(self, id=block_id, html=identified)


def split_blocks(clean_html: str) -> list[Block]:
    """Only for what the sanitiser returned. Blocks that carry no id have an empty one."""
    return [_block(element) for element in _elements(clean_html)]


def join_blocks(blocks: Iterable[Block]) -> str:
    return "\n".join(block.html for block in blocks)


def plain_text(blocks: Iterable[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)


def _elements(clean_html: str) -> Iterator[str]:
    position = 0
    while (found := OPENING.search(clean_html, position)) is not None:
        position = _end_of(clean_html, found)
        yield clean_html[found.start() : position]


def _end_of(source: str, opening: re.Match[str]) -> int:
    name = opening[1]
    if name == "hr":
        return source.index(">", opening.start()) + 1
    if name not in NESTING:
        return source.index(f"</{name}>", opening.end()) + len(name) + 3
    depth = 0
    for tag in NESTING[name].finditer(source, opening.start()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end() + 1
    raise ValueError(f"<{name}> is not closed")


def _block(element: str) -> Block:
    opening = OPENING.match(element)
    assert opening is not None
    kind = KINDS[opening[1]]
    if kind == "scene-break":
        text = SCENE_BREAK
    elif kind == "paragraph" and ONLY_IMAGE.fullmatch(element):
        kind, text = "image", text_of(element)
    else:
        text = text_of(element)
    return Block(opening[2] or "", kind, element, text)


def text_of(element: str) -> str:
    """The words of clean HTML: a line for every line that a reader sees, an image by its description."""
    if "<img" in element:
        element = ALT.sub(r"\1", element)
    if "<rt" in element:
        element = RUBY.sub(lambda reading: f"({reading[1]})" if reading[1] else "", element)
    lines = LINES.sub("\n", element)
    bare = html.unescape(ANY_TAG.sub("", lines))
    if "\n" not in bare.strip("\n"):
        return bare.strip("\n")
    return bare.strip("\n") if element.startswith("<pre") else "\n".join(filter(None, bare.split("\n")))
