"""XML and XHTML of packages as a tree, read as leniently as a browser: no own entities, no schema, no network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from inkstead.lib.prose.limits import check_depth
from inkstead.lib.prose.markup import decode
from inkstead.lib.prose.tokens import Attributes, tokens


@dataclass(slots=True)
class Element:
    """`name` in lower case and without its prefix; attributes keep theirs."""

    name: str
    attributes: Attributes
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        words: list[str] = []
        for piece in self.walk():
            words += [child for child in piece.children if isinstance(child, str)]
        return " ".join(" ".join(words).split())

    def walk(self) -> Iterator[Element]:
        """Itself and everything in it, in the order of the file."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def all(self, name: str) -> Iterator[Element]:
        return (element for element in self.walk() if element.name == name)

    def first(self, name: str) -> Element | None:
        return next(self.all(name), None)

    def inner(self, name: str) -> list[Element]:
        """Children of that name."""
        return [child for child in self.children if isinstance(child, Element) and child.name == name]


def read_tree(source: str, *, with_dropped: bool = False) -> Element:
    """What is never closed is closed by whatever contains it; so an empty element (`<item/>`) may hold its neighbours.

    Names and attributes are all that is asked of such elements. What no text can hold, a script say, is not in the
    tree, or on request only its name.
    """
    root = Element("", {})
    open_elements = [root]

    def dropped(name: str) -> None:
        if with_dropped and name != "!--":
            open_elements[-1].children.append(Element(name, {}))

    for token in tokens(source, dropped):
        if token.kind == "text":
            open_elements[-1].children.append(decode(token.value))
            continue
        name = token.value.rpartition(":")[2]
        if token.kind == "start":
            element = Element(name, token.attributes)
            open_elements[-1].children.append(element)
            if name not in EMPTY:
                open_elements.append(element)
                check_depth(len(open_elements))
        elif any(element.name == name for element in open_elements[1:]):
            while open_elements.pop().name != name:
                pass
    return root


# Elements of packages and pages that are written without an end.
EMPTY = frozenset(
    {
        "hr",
        "input",
        "wbr",
        "col",
        "source",
        "area",
        "embed",
        "item",
        "itemref",
        "reference",
        "content",
        "rootfile",
        "br",
        "img",
        "meta",
        "link",
        "image",
    }
)
