"""Books for the tests of every format: an honest one, and one made of everything that is hard to write down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from inkstead.exchange.book import Book, BookPart
from inkstead.lib.prose import read_prose
from inkstead.lib.refusals import Refused
from tests.shared_data import shared_file

HARD = [
    "<ul><li>a<ul><li>b</li></ul></li><li><p>x</p><blockquote><p>q</p></blockquote></li></ul><ol><li></li></ol>",
    "<blockquote>bare</blockquote><pre>code\n  x</pre><hr><h2>h</h2><h4>h</h4>",
    "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><ruby>x</ruby><ruby><rt>x</rt></ruby></p><p><rt>alone</rt></p>",
    '<p><a href="http://exa.com/a b?c=[d]#e|f">l</a><a href="http://münchen.de/ü%zz">m</a></p>',
    '<p><a href="mailto:a@b.c?subject=x y">m</a><a href="https://[::1]/">v6</a><a href="http://foo_bar.com/">u</a></p>',
    '<p lang="xx-invalid-zz" dir="rtl">x&nbsp;&lt;&amp;</p><p class="align-center small-caps">C</p>',
    '<p><a href="https://a.b">x <a href="https://c.d"><em>nested</em></a></a><img src="/files/x.png" alt="a b"></p>',
    "<p><sub>a<sup>b</sup></sub><code>a<em>b</em></code>\u0085\u2028\U0010fffe</p>",
    '<p>#import "x"; $x$ *a* _b_ `c` @d <e> \\ [f] // g /* h */ = i - j</p>',
]


def part(number: int, html: str, **fields: Any) -> BookPart:
    prose = read_prose(html, "html")
    title = fields.pop("title", f"Part {number}")
    url = f"https://read.example/part/{number}-part-{number}/"
    return BookPart(number, title, fields.pop("volume", ""), prose.html, prose.text, prose.words, url, **fields)


def book(*parts: BookPart, **fields: Any) -> Book:
    told = {
        "identifier": "urn:uuid:1b4e28ba-2fa1-51d2-883f-0016d3cca427",
        "title": "The Lighthouse",
        "authors": ["Ana"],
        "language": "en",
        "direction": "ltr",
        "summary": "A lamp is lit.\n\nNobody comes.",
        "url": "https://read.example/story/1-the-lighthouse/",
        "site": "Inkstead",
        "status": "ongoing",
        "rating": "everyone",
        "modified": datetime(2026, 5, 1, 12, tzinfo=UTC),
        "tags": ["sea"],
    } | fields
    return Book(parts=parts, **told)


@cache
def honest() -> Book:
    return book(
        part(11, "<p>It was <em>dark</em>.</p><hr><p>Then <strong>light</strong>.</p>", volume="Book One"),
        part(
            12,
            '<p>See <a href="https://read.example/part/11-x/">before</a>.</p>',
            volume="Book One",
            notes_before="Hello.\n\nAgain.",
        ),
        part(20, "<p>The end.</p>", volume="Book Two", notes_after="Thanks!"),
    )


@cache
def hostile() -> Book:
    """Every payload of the shared cases, and titles and notes as bad as the texts."""
    bad = 'Vol & <1> "q" \x01 ]]> --'
    parts = [
        part(
            number,
            html,
            title=f'Part {number} <&> "q"',
            volume=bad if number % 9 == 0 else "",
            notes_before=html[:300] if number % 5 == 0 else "",
        )
        for number, html in enumerate(payloads(), start=1)
    ]
    return book(*parts, title=bad, authors=["A & B", "<C>"], summary=bad, site="Site & <co>", tags=["a<b"])


def payloads() -> Iterator[str]:
    for text in [*HARD, *strings(json.loads(shared_file("sanitiser-cases.json").read_text(encoding="utf-8")))]:
        try:
            read_prose(text, "html")
        except Refused:
            continue
        yield text


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)
