"""Where the parts of an EPUB begin: its navigation document (EPUB 3) or its NCX (EPUB 2), as one list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from inkstead.exchange.formats.archive import Archive, beside
from inkstead.exchange.formats.markup_tree import Element, read_tree
from inkstead.lib.prose.files import decode_text
from inkstead.lib.prose.headings import read_heading
from inkstead.lib.prose.limits import tidy_characters

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 20_000
LEAST = 2  # chapters, for a file to be more than one
CHAPTERS = frozenset({"chapter", "division", "standalone"})
# What Gutenberg, Standard Ebooks and converters call pages of their own.
NAMED_SO = re.compile(
    r"(?:cover|title ?page|half ?title(?: ?page)?|imprint|colophon|(?:un)?copyright|(?:table of )?contents)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    file: str
    fragment: str
    title: str
    volume: str = ""


@dataclass(slots=True)
class Node:
    title: str
    file: str
    fragment: str
    inner: Sequence[Node]


def read_contents(archive: Archive, nav: str, ncx: str, book: str) -> list[Entry]:
    """Entries that begin a part. `book` is the title: a heading that only repeats it is no volume."""
    for name, read in ((nav, _nav), (ncx, _ncx)):
        if name and name in archive:
            tree = read_tree(tidy_characters(decode_text(archive.read(name))))
            nodes = list(read(tree, name))
            if nodes:
                return list(_entries(nodes, book, alone=sum(map(_is_text, nodes)) == 1))[:MOST]
    return []


def _nav(tree: Element, name: str) -> Iterator[Node]:
    navs = list(tree.all("nav"))
    toc = next((nav for nav in navs if "toc" in nav.attributes.get("epub:type", "").split()), None)
    chosen = toc or (navs[0] if navs else None)
    listed = chosen.first("ol") if chosen else None
    return _list(listed, name) if listed else iter(())


def _list(listed: Element, name: str) -> Iterator[Node]:
    for item in listed.inner("li"):
        links = [*item.inner("a"), *item.inner("span")]
        inner = [node for below in item.inner("ol") for node in _list(below, name)]
        if links:
            yield _node(links[0].text, links[0].attributes.get("href", ""), name, inner)


def _ncx(tree: Element, name: str) -> Iterator[Node]:
    nav_map = tree.first("navmap")
    return _points(nav_map, name) if nav_map else iter(())


def _points(element: Element, name: str) -> Iterator[Node]:
    for point in element.inner("navpoint"):
        label, content = point.inner("navlabel"), point.inner("content")
        source = content[0].attributes.get("src", "") if content else ""
        yield _node(label[0].text if label else "", source, name, list(_points(point, name)))


def _node(title: str, reference: str, name: str, inner: Sequence[Node]) -> Node:
    path, _, fragment = reference.partition("#")
    file = beside(name, unquote(path)) if path else (name if fragment else "")
    return Node(" ".join(title.split())[:200], file, unquote(fragment), inner)


def _entries(nodes: Sequence[Node], book: str, volume: str = "", *, alone: bool = False) -> Iterator[Entry]:
    """What lies within one file under an entry are its headings, unless they are chapters; what leads to other files is
    a volume's contents."""
    for node in nodes:
        if _is_part(node) and not _holds_chapters(node, alone=alone):
            yield Entry(node.file, node.fragment, node.title or "Untitled", volume)
            continue
        if node.file:
            yield Entry(node.file, node.fragment, node.title, volume)
        named = node.title if node.title.casefold() != book.casefold() else ""
        yield from _entries(node.inner, book, named or volume)


def _holds_chapters(node: Node, *, alone: bool) -> bool:
    """A file of several chapters: they are called so, or there is no other file of text."""
    places = {(inner.file, inner.fragment) for inner in node.inner if inner.fragment}
    if len(places) < LEAST:
        return False
    return alone or all(read_heading(inner.title).nature in CHAPTERS for inner in node.inner)


def _is_text(node: Node) -> bool:
    return bool(node.file) and NAMED_SO.fullmatch(node.title.strip()) is None


def _is_part(node: Node) -> bool:
    return bool(node.file) and all(_within(inner, node.file) for inner in node.inner)


def _within(node: Node, file: str) -> bool:
    return node.file == file and all(_within(inner, file) for inner in node.inner)
