"""A chapter saved from Royal Road by a browser. Paragraphs that its style sheet hides are not the writer's."""

from __future__ import annotations

import re

from inkstead.exchange.formats.markup_tree import Element
from inkstead.exchange.formats.saved_pages import (
    chapter,
    classes,
    counted,
    hidden_classes,
    html_of,
    one_page,
    tree_of,
    with_class,
    words_of,
)
from inkstead.lib.prose.left_out import LeftOut
from inkstead.lib.prose.manuscript import Manuscript
from inkstead.lib.prose.words import count_words

SITE = re.compile(r"royal ?road", re.IGNORECASE)


def read_royal_road(source: str, _name: str) -> Manuscript | None:
    """None for any other page."""
    if "chapter-content" not in source or not SITE.search(source):
        return None
    tree = tree_of(source)
    content = next(with_class(tree, "chapter-content"), None)
    if content is None:
        return None
    hidden, dropped = hidden_classes(source), list[str]()
    html = html_of(content, hidden, dropped)
    before, after = _notes(tree, content, hidden, dropped)
    title = words_of(next((each for each in tree.all("h1") if each.text), None))
    story = words_of(next((each for each in _links(tree, "/fiction/") if each.first("h2") or each.first("h1")), None))
    story = story or words_of(next((each for each in tree.all("h2") if each.text), None))
    author = words_of(next((each for each in _links(tree, "/profile/") if each.text), None))
    words = counted(html_of(content)) + counted(before) + counted(after) + count_words(title)
    left_out = LeftOut()
    part = chapter(title, html, left_out, before=before, after=after)
    return one_page(story, author, part, words, dropped, left_out)


def _links(tree: Element, piece: str) -> list[Element]:
    return [each for each in tree.all("a") if piece in each.attributes.get("href", "")]


def _notes(tree: Element, content: Element, hidden: frozenset[str], dropped: list[str]) -> tuple[str, str]:
    """Author's notes stand in boxes before and after the text."""
    before: list[str] = []
    after: list[str] = []
    notes = before
    for element in tree.walk():
        if element is content:
            notes = after
        elif "author-note" in classes(element):
            notes.append(html_of(element, hidden, dropped))
    return "".join(before), "".join(after)
