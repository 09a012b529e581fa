"""Stored prose as Markdown that reads back as the same prose. Where Markdown has no word for something, it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from inkstead.lib.prose import Block

SCENE_BREAK = "* * *"
HEADINGS = {"h2": "## ", "h3": "### ", "h4": "#### "}
MARKS = {"strong": "**", "s": "~~"}
UNSPOKEN = {"id", "rel"}  # attributes that come back by themselves

# What a line must not begin with, lest it becomes a heading, a quotation, a list, a rule or a fence.
LINE_START = re.compile(r"(?m)^([ \t]*)(#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|=+[ \t]*$|-{2,}[ \t]*$|~{3,})")
NUMBERED = re.compile(r"(?m)^([ \t]*\d{1,9})([.)])(?=\s|$)")
# Only where they would be read as marks, so that most texts look as they were typed.
TELLING = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\n|$)"
    r"|(?<!\s)\*|\*(?!\s|$)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|`"
    r"|\[(?=[^\]]*\][(\[:])"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|~(?=~)|(?<=~)~"
)
EVERY = re.compile(r"[\\*_`\[\]<&~#!|]")


class Inexpressible(Exception):  # noqa: N818 - it is an answer, not an error
    """Markdown cannot say this: underlined text, a centred paragraph, ruby."""


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)


def markdown_of(blocks: Iterable[Block], *, escape_every: bool = False) -> str:
    """Raises `Inexpressible`. Whether it reads back the same is for the caller to try."""
    writer = Writer(EVERY if escape_every else TELLING)
    return "\n\n".join(writer.block(element) for block in blocks for element in elements_of(block.html))


class Writer:
    def __init__(self, special: re.Pattern[str]) -> None:
        self.special = special

    def block(self, element: Element) -> str:
        _only(element)
        match element.tag:
            case "p":
                return self.lines(element.children)
            case "h2" | "h3" | "h4":
                return HEADINGS[element.tag] + self.lines(element.children)
            case "hr":
                return SCENE_BREAK
            case "blockquote":
                return _prefixed(self.blocks(element.children), "> ", "> ")
            case "ul" | "ol":
                return self.list(element)
            case "pre":
                return self.fence(element)
        raise Inexpressible(element.tag)

    def blocks(self, children: Sequence[Element | str]) -> str:
        elements = [child for child in children if isinstance(child, Element)]
        if any(isinstance(child, str) and child.strip() for child in children):
            raise Inexpressible("bare text")
        return "\n\n".join(self.block(child) for child in elements)

    def list(self, element: Element) -> str:
        items = [child for child in element.children if isinstance(child, Element)]
        return "\n".join(
            self.item(item, "- " if element.tag == "ul" else f"{n}. ") for n, item in enumerate(items, start=1)
        )

    def item(self, item: Element, mark: str) -> str:
        _only(item)
        inner = [child for child in item.children if isinstance(child, Element) and child.tag in ("ul", "ol")]
        words = [child for child in item.children if child not in inner]
        if any(isinstance(child, Element) and child.tag in ("p", "blockquote", "pre", "hr") for child in words):
            raise Inexpressible("paragraphs in a list")
        lines = [self.lines(words).strip(), *(self.list(child) for child in inner)]
        return _prefixed("\n".join(lines), mark, " " * len(mark))

    def fence(self, element: Element) -> str:
        text = _plain(element)
        fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
        return f"{fence}\n{text.rstrip(chr(10))}\n{fence}"

    def lines(self, children: Sequence[Element | str]) -> str:
        return NUMBERED.sub(r"\1\\\2", LINE_START.sub(r"\1\\\2", self.inline(children)))

    def inline(self, children: Sequence[Element | str], em: str = "*") -> str:
        return "".join(self.special.sub(r"\\\g<0>", c) if isinstance(c, str) else self.mark(c, em) for c in children)

    def mark(self, element: Element, em: str = "*") -> str:
        _only(element, {"href"} if element.tag == "a" else {"src", "alt"} if element.tag == "img" else set())
        match element.tag:
            case "strong" if [getattr(child, "tag", "") for child in element.children] == ["em"]:
                return "**" + self.inline(element.children, em="_") + "**"  # three stars would turn them round
            case "em" | "strong" | "s":
                mark = em if element.tag == "em" else MARKS[element.tag]
                return mark + self.inline(element.children) + mark
            case "br":
                return "\\\n"
            case "code":
                return self.code(_plain(element))
            case "a":
                return f"[{self.inline(element.children)}]({_address(element.attributes.get('href', ''))})"
            case "img":
                alt = self.inline([element.attributes.get("alt", "")])
                return f"![{alt}]({_address(element.attributes.get('src', ''))})"
        raise Inexpressible(element.tag)

    def code(self, text: str) -> str:
        fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
        space = " " if text.startswith("`") or text.endswith("`") else ""
        return f"{fence}{space}{text}{space}{fence}"


def _only(element: Element, known: set[str] | frozenset[str] = frozenset()) -> None:
    more = element.attributes.keys() - known - UNSPOKEN
    if more:
        raise Inexpressible(f"{element.tag} with {', '.join(sorted(more))}")


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((rest + line).rstrip() if not line else rest + line for line in lines[1:])])


def _address(url: str) -> str:
    return f"<{url}>" if re.search(r"[\s()]", url) else url


def _plain(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _plain(child) for child in element.children)


class _Tree(HTMLParser):
    """Clean HTML only: every element is closed, and no attribute is doubtful."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in ("br", "hr", "img"):
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].tag == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def elements_of(html: str) -> list[Element]:
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return [child for child in tree.root.children if isinstance(child, Element)]
