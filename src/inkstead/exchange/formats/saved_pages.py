"""What pages saved from reading sites have in common: a tree, classes, hidden paragraphs, notes as text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from html import unescape

from inkstead.exchange.formats.markup_tree import Element, read_tree
from inkstead.lib.prose.left_out import LeftOut, is_hidden
from inkstead.lib.prose.limits import check_file
from inkstead.lib.prose.manuscript import Manuscript, ManuscriptPart, part_of_html
from inkstead.lib.prose.markup import escape, escape_value
from inkstead.lib.prose.pieces import pieces_of_html
from inkstead.lib.prose.words import count_words

# Rules of style sheets that hide a class: a trick of some sites against copies of their pages.
RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,2000})\}")
HIDING = re.compile(r"display\s*:\s*none|speak\s*:\s*never|visibility\s*:\s*hidden", re.IGNORECASE)
CLASS = re.compile(r"\.([A-Za-z_][\w-]*)\s*(?:,|$)")
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^>]*>")
BARE = frozenset({"br", "hr", "img"})
NO_TEXT = frozenset({"button", "form", "input", "label", "nav"})
AROUND = "What the site puts around the text (menus, buttons, scripts, remarks of readers) was left out."
MARKED = re.compile(r"<(?:a|img|em|i|b|strong|u|s|ul|ol|blockquote|table|hr)\b", re.IGNORECASE)
NOTES_LIMIT = 10_000


def tree_of(source: str) -> Element:
    check_file(source)
    return read_tree(source, with_dropped=True)


def classes(element: Element) -> set[str]:
    return set(element.attributes.get("class", "").split())


def with_class(tree: Element, *names: str) -> Iterator[Element]:
    wanted = set(names)
    return (element for element in tree.walk() if wanted <= classes(element))


def with_id(tree: Element, name: str) -> Element | None:
    return next((element for element in tree.walk() if element.attributes.get("id") == name), None)


def words_of(element: Element | None) -> str:
    """As they are read: `Element.text` has what stands in inner elements after the rest."""
    return " ".join(unescape(TAG.sub("", html_of(element))).split()) if element is not None else ""


def html_of(element: Element, leave_out: Container[str] = (), dropped: list[str] | None = None) -> str:
    """What is in it, without elements of these classes; the texts of those go to `dropped`."""
    pieces: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            pieces.append(escape(child))
        elif any(name in leave_out for name in classes(child)) or _hides(child):
            if dropped is not None and child.text:
                dropped.append(child.text)
        elif child.name in BARE:
            pieces.append(_tag(child))
        elif child.name not in NO_TEXT:
            pieces.append(f"{_tag(child)}{html_of(child, leave_out, dropped)}</{child.name}>")
    return "".join(pieces)


def _hides(element: Element) -> bool:
    return is_hidden(element.attributes)


def _tag(element: Element) -> str:
    told = "".join(f' {name}="{escape_value(value)}"' for name, value in element.attributes.items())
    return f"<{element.name}{told}>"


def hidden_classes(source: str) -> frozenset[str]:
    """Those that a style sheet of the page itself does not show."""
    found: set[str] = set()
    for sheet in STYLE.finditer(source):
        for rule in RULE.finditer(sheet[1][:500_000]):
            if HIDING.search(rule[2]):
                found.update(CLASS.findall(rule[1].strip()))
    return frozenset(found)


def typed(html: str) -> str:
    """Paragraphs of a note as text."""
    return "\n\n".join(piece.text for piece in pieces_of_html(html, keep_spaces=False) if piece.text)


def chapter(title: str, html: str, left_out: LeftOut, *, before: str = "", after: str = "") -> ManuscriptPart:
    """`before` and `after` are notes as HTML; one that is too long for a note stands in the text."""
    first, last = typed(before), typed(after)
    for text, note in ((first, before), (last, after)):
        if len(text) <= NOTES_LIMIT and MARKED.search(note):
            left_out["note"] += 1
    html = (before if len(first) > NOTES_LIMIT else "") + html + (after if len(last) > NOTES_LIMIT else "")
    part = part_of_html(html, title, left_out=left_out)
    return ManuscriptPart(
        part.title,
        part.html,
        notes_before=first if len(first) <= NOTES_LIMIT else "",
        notes_after=last if len(last) <= NOTES_LIMIT else "",
    )


def one_page(
    title: str, author: str, part: ManuscriptPart, words: int, dropped: list[str], left_out: LeftOut
) -> Manuscript:
    """`dropped` are the texts of paragraphs that the site hides."""
    warnings = (*dropped_words(dropped, "the site"), *left_out.told, AROUND)
    return Manuscript(title or part.title, (part,), "", author, warnings, words)


def dropped_words(dropped: list[str], site: str) -> list[str]:
    """A sentence for each hidden paragraph, with what it said: its writer has to see that it is not theirs."""
    shown = [" ".join(text.split())[:200] for text in dropped[:10]]
    told = [f"A paragraph that {site} hides from readers was left out: “{text}”" for text in shown]
    more = len(dropped) - len(shown)
    return [*told, f"{more:,} more hidden paragraphs were left out."] if more > 0 else told


def counted(html: str) -> int:
    return count_words(typed(html))
