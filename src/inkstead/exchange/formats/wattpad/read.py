"""A part saved from Wattpad by a browser: paragraphs carry ids, remarks about them stand among them."""

from __future__ import annotations

import re
from dataclasses import replace

from inkstead.exchange.formats.markup_tree import Element
from inkstead.exchange.formats.saved_pages import (
    chapter,
    classes,
    counted,
    html_of,
    one_page,
    tree_of,
    with_class,
    words_of,
)
from inkstead.lib.counts import parse_short_count
from inkstead.lib.prose.elsewhere import COUNT, Elsewhere
from inkstead.lib.prose.head import read_head
from inkstead.lib.prose.left_out import LeftOut
from inkstead.lib.prose.manuscript import Manuscript
from inkstead.lib.prose.markup import escape
from inkstead.lib.prose.words import count_words

SAID = re.compile(r"wattpad\.com", re.IGNORECASE)
REMARKS = frozenset({"comment-marker", "num-comment", "inline-comment", "component-wrapper", "trinityAudioPlaceholder"})
COUNTED = ("reads", "votes", "comments")
NUMBER = re.compile(COUNT)
TITLE = re.compile(r"(?P<story>.+?) - (?P<part>.+?)(?: - .*?)?(?: - Page \d+)? - Wattpad")


def read_wattpad(source: str, _name: str) -> Manuscript | None:
    """None for any other page."""
    if "data-p-id" not in source or not SAID.search(source):
        return None
    tree = tree_of(source)
    told = TITLE.fullmatch(read_head(source).title)
    heading = next((words_of(each) for each in tree.all("h1") if each.text), "")
    story = words_of(next(with_class(tree, "title", "h5"), None)) or (told["story"] if told else "")
    paragraphs = [each for each in tree.walk() if each.name in ("p", "h2", "h3") and "data-p-id" in each.attributes]
    left_out = LeftOut()
    html = "".join(f"<{each.name}{_look(each)}>{html_of(each, REMARKS)}</{each.name}>" for each in paragraphs)
    title = heading or (told["part"] if told else "")
    part = replace(chapter(title, html, left_out), elsewhere=_elsewhere(tree))
    return one_page(story, _author(tree), part, counted(html) + count_words(title), [], left_out)


def _look(paragraph: Element) -> str:
    style = paragraph.attributes.get("style", "")
    return f' style="{escape(style)}"' if style and '"' not in style else ""


def _author(tree: Element) -> str:
    links = (each for each in tree.all("a") if "/user/" in each.attributes.get("href", "") and each.text)
    return " ".join(words_of(next(links, None)).removeprefix("by ").split())[:200]


def _elsewhere(tree: Element) -> Elsewhere | None:
    found = [next((words_of(each) for each in tree.walk() if name in classes(each)), "") for name in COUNTED]
    numbers = [match[0] for text in found if (match := NUMBER.search(text))]
    if len(numbers) < 3:
        return None
    try:
        reads, votes, comments = (parse_short_count(number) for number in numbers)
    except ValueError:
        return None
    return Elsewhere(reads, votes, comments, " ".join(numbers))
