"""Stored prose as Typst markup in which every word of the writer is a string literal, so that none is ever code."""

from __future__ import annotations

from collections.abc import Sequence

from inkstead.exchange.book import Book, BookPart, byline, typed_paragraphs
from inkstead.lib.prose.markdown import Element, elements_of

HEAD = """#set document(title: {title}, author: ({authors},), date: none)
#set text(lang: {language}, dir: {direction}, size: 11pt, hyphenate: true)
#set text(font: ("Libertinus Serif", "Noto Serif", "Noto Naskh Arabic", "Noto Serif CJK SC"))
#set page(paper: "a5", margin: (x: 18mm, y: 20mm), numbering: "1")
#set par(justify: true, leading: 0.72em, first-line-indent: 1.2em, spacing: 0.72em)
#show heading.where(level: 1): it => {{ pagebreak(weak: true); v(22%); align(center, text(1.4em, it.body)); v(2em) }}
#show heading.where(level: 2): it => block(above: 2em, below: 1em, it.body)
#let scene-break = align(center, block(above: 1.4em, below: 1.4em, [⁂]))
#let note(body) = block(inset: (x: 1em, y: .4em), stroke: (left: 1pt), text(.9em, body))
"""
MARKS = {"em": "emph", "strong": "strong", "s": "strike", "u": "underline", "sub": "sub", "sup": "super"}
ALIGNMENTS = {"align-center": "center", "align-right": "right", "align-left": "left"}


def literal(text: str) -> str:
    kept = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return f'"{kept}"'


def markup_of(book: Book) -> str:
    head = HEAD.format(
        title=literal(book.title),
        authors=", ".join(literal(name) for name in book.authors),
        language=literal(book.language.partition("-")[0].lower()[:3]),
        direction="rtl" if book.direction == "rtl" else "ltr",
    )
    return head + "\n".join([_title_page(book), *_parts(book)])


def _title_page(book: Book) -> str:
    title, authors = literal(book.title), literal(byline(book.authors))
    lines = [
        f"#align(center)[#v(30%) #text(2em, {title}) #v(1em) #text(1.2em, {authors})]",
        f"#v(1fr)\n#align(center)[{_typed(book.summary)}]" if book.summary else "",
        f"#v(1fr)\n#align(center, text(.8em, {literal(book.url)}))",
        "#pagebreak(weak: true)",
        "#outline(depth: 1)" if len(book.parts) > 1 else "",
    ]
    return "\n".join(lines)


def _parts(book: Book) -> list[str]:
    written, volume = [], ""
    for part in book.parts:
        if part.volume and part.volume != volume:
            written.append(f"#pagebreak(weak: true)\n#v(35%)\n#align(center, text(1.6em, {literal(part.volume)}))")
        volume = part.volume
        written.append(_part(part))
    return written


def _part(part: BookPart) -> str:
    before, after = (f"#note[{_typed(text)}]" if text else "" for text in (part.notes_before, part.notes_after))
    prose = "\n\n".join(block_markup(element) for element in elements_of(part.html))
    return f"#heading(level: 1, {literal(part.title)})\n{before}\n{prose}\n{after}"


def _typed(text: str) -> str:
    lines = ["#linebreak()".join(f"#{literal(line)}" for line in group) for group in typed_paragraphs(text)]
    return "\n\n".join(lines)


def block_markup(element: Element) -> str:
    match element.tag:
        case "hr":
            return "#scene-break"
        case "h2" | "h3" | "h4":
            return f"#heading(level: {element.tag[1]}, outlined: false)[{_inline(element.children)}]"
        case "blockquote":
            return f"#quote(block: true)[{_blocks(element.children)}]"
        case "ul" | "ol":
            name = "list" if element.tag == "ul" else "enum"
            items = (child for child in element.children if isinstance(child, Element))
            return f"#{name}({''.join(f'[{_blocks(item.children)}], ' for item in items)})"
        case "pre":
            return f"#raw(block: true, {literal(_plain(element))})"
    return _aligned(element, _inline(element.children))


def _aligned(element: Element, written: str) -> str:
    classes = element.attributes.get("class", "").split()
    side = next((ALIGNMENTS[name] for name in classes if name in ALIGNMENTS), "")
    written = f"#smallcaps[{written}]" if "small-caps" in classes else written
    return f"#align({side})[{written}]" if side else written


def _blocks(children: Sequence[Element | str]) -> str:
    """A mixture, as in the items of a list: what is no block stands in line."""
    return "\n\n".join(
        block_markup(child)
        if isinstance(child, Element) and child.tag in ("p", "h2", "h3", "h4", "hr", "blockquote", "ul", "ol", "pre")
        else _inline([child])
        for child in children
        if isinstance(child, Element) or child.strip()
    )


def _inline(children: Sequence[Element | str]) -> str:
    return "".join(f"#{literal(child)}" if isinstance(child, str) else _mark(child) for child in children)


def _mark(element: Element) -> str:
    written = _inline(element.children)
    match element.tag:
        case "br":
            return "#linebreak()"
        case "a":
            return f"#link({literal(element.attributes.get('href', ''))})[{written}]"
        case "img":
            return f"#{literal(element.attributes.get('alt', ''))}"
        case "code":
            return f"#raw({literal(_plain(element))})"
        case "rp":
            return ""
        case "rt":
            return f'#text(.7em)[#"("{written}#")"]'
    name = MARKS.get(element.tag)
    return f"#{name}[{written}]" if name else written


def _plain(element: Element) -> str:
    return "".join(child if isinstance(child, str) else _plain(child) for child in element.children)
