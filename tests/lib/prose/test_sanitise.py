import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkstead.lib.prose.limits import PART_LIMIT
from inkstead.lib.prose.sanitise import CLEANER, TAGS, clean
from inkstead.lib.refusals import Refused
from tests.lib.prose.strange import strange_html
from tests.lib.prose.timing import takes_less_than
from tests.shared_data import shared_file

KNOWN = {"b-abcd1234"}
TOP_LEVEL = {"p", "h2", "h3", "h4", "hr", "blockquote", "ul", "ol", "pre"}
KEPT_ATTRIBUTES = {"id", "class", "lang", "dir", "href", "rel", "src", "alt"}


class Danger(HTMLParser):
    """Everything in a fragment that has no business in prose."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name not in KEPT_ATTRIBUTES or (name == "id" and value not in KNOWN):
                self.found.append(f"<{tag} {name}>")
            if name == "href" and not re.match(r"https?://|mailto:", value or ""):
                self.found.append(f"href {value}")
            if name == "src" and not (value or "").startswith("/files/"):
                self.found.append(f"src {value}")

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("declaration")


def dangers(html: str) -> list[str]:
    parser = Danger()
    try:
        parser.feed(html)
        parser.close()
    except AssertionError:  # how html.parser gives up
        parser.found.append("unreadable")
    return parser.found


def payloads() -> list[str]:
    return [case["payload"] for case in json.loads(shared_file("sanitiser-cases.json").read_text())]


def test_no_known_payload_leaves_anything_dangerous() -> None:
    cases = payloads()
    assert len(cases) == 223
    assert [(case, found) for case in cases if (found := dangers(clean(case)))] == []


def test_the_same_look_finds_the_danger_in_uncleaned_payloads() -> None:
    harmless = [case for case in payloads() if not dangers(case)]
    assert len(harmless) < 25


@settings(max_examples=400, deadline=None)
@given(strange_html)
def test_clean_settles(html: str) -> None:
    once = clean(html, KNOWN)
    assert CLEANER.clean(once) == once
    assert clean(once, KNOWN) == once
    assert dangers(once) == []


@settings(max_examples=200, deadline=None)
@given(strange_html)
def test_clean_settles_with_spaces_kept(html: str) -> None:
    once = clean(html, KNOWN, keep_spaces=True)
    assert clean(once, KNOWN, keep_spaces=True) == once


@settings(max_examples=200, deadline=None)
@given(strange_html)
def test_the_result_is_a_sequence_of_blocks(html: str) -> None:
    depth, top = 0, []
    for slash, name in re.findall(r"<(/?)([a-z0-9]+)", clean(html)):
        if not slash and depth == 0:
            top.append(name)
        if name not in {"br", "hr", "img"}:
            depth += -1 if slash else 1
    assert depth == 0
    assert set(top) <= TOP_LEVEL


@given(st.text(max_size=200))
def test_clean_accepts_any_text(text: str) -> None:
    assert dangers(clean(text)) == []


@pytest.mark.parametrize(
    ("submitted", "kept"),
    [
        ("Stray text", "<p>Stray text</p>"),
        ("<h1>A</h1><h5>B</h5><h6>C</h6>", "<h2>A</h2>\n<h4>B</h4>\n<h4>C</h4>"),
        (
            "<p><b>a</b> <i>b</i> <strike>c</strike> <del>d</del>",
            "<p><strong>a</strong> <em>b</em> <s>c</s> <s>d</s></p>",
        ),
        ("<div>one</div><div>two</div>three", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
        ("a<br><br>b<br>c", "<p>a</p>\n<p>b<br>c</p>"),
        ("<p></p><p> </p><p>&nbsp;</p><p>x</p>", "<p>x</p>"),
        ("<p>* * *</p><p>#</p><p>~</p><p>⁂</p>", "<hr>\n<hr>\n<hr>\n<hr>"),
        ("<p>...</p><p>#1</p>", "<p>...</p>\n<p>#1</p>"),
        ('<p style="text-align: center">x', '<p class="align-center">x</p>'),
        ('<p align="right">x', '<p class="align-right">x</p>'),
        ("<center>x</center>", '<p class="align-center">x</p>'),
        ('<p style="font-variant:small-caps">x', '<p class="small-caps">x</p>'),
        ('<span style="font-variant:small-caps">x</span>', '<p><em class="small-caps">x</em></p>'),
        ('<span style="font-weight:700">x</span>', "<p><strong>x</strong></p>"),
        ('<b style="font-weight:normal">x</b>', "<p>x</p>"),
        ("<p>a\n  b\t c</p>", "<p>a b c</p>"),
        ("<p>a&nbsp; b</p>", "<p>a&nbsp; b</p>"),
        ("<pre>\n a\n  b </pre>", "<pre> a\n  b</pre>"),
        ("<p>“a” -- 'b'…</p>", "<p>“a” -- 'b'…</p>"),
        ("<tr><td>a</td><td>b</td></tr><tr><th>c</th></tr>", "<p>a · b</p>\n<p>c</p>"),
        ("<ul><li>a</li><li><p>b</p></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("a</p>b", "<p>a</p>\n<p>b</p>"),
        ("<p>a<p>b<li>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
        ("<b>a<p>b</b> c</p>", "<p><strong>a</strong></p>\n<p><strong>b</strong> c</p>"),
        ('<p id="location">x</p>', "<p>x</p>"),
        (
            '<p id="b-abcd1234">x<p id="b-abcd1234">y<p id="b-zzzzzzzz">z',
            '<p id="b-abcd1234">x</p>\n<p>y</p>\n<p>z</p>',
        ),
        ('<div lang="FR"><p dir="rtl">x</p></div>', '<p lang="FR" dir="rtl">x</p>'),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>"),
        ("x<script>alert(1)</script><style>p{}</style><svg><p>no</p></svg>y", "<p>xy</p>"),
        ("<textarea>no</textarea><object>no</object><math>no</math>y", "<p>y</p>"),
        ("I </3 you <3", "<p>I &lt;/3 you &lt;3</p>"),
        ("a\u202eb\u2066c\u200dd\u200ee&#x202e;f\x00g\ud800", "<p>abc\u200dd\u200eefg</p>"),
    ],
)
def test_clean(submitted: str, kept: str) -> None:
    assert clean(submitted, KNOWN) == kept


LINK = 'rel="nofollow noopener ugc"'


@pytest.mark.parametrize(
    ("submitted", "kept"),
    [
        ('<a href="https://x.org/?a&b" target=_top>x</a>', f'<a href="https://x.org/?a&amp;b" {LINK}>x</a>'),
        ('<a href="mailto:a@b.org">x</a>', f'<a href="mailto:a@b.org" {LINK}>x</a>'),
        ('<a href="/story/1">x</a>', "x"),
        ('<a href=" java\nscript:alert(1)">x</a>', "x"),
        ('<a name="x">x</a>', "x"),
        ('<img src="/files/a/b.jpg" alt="A cat" onload=x>', '<img src="/files/a/b.jpg" alt="A cat">'),
        ('<img src="/files/../secret">', None),
        ('<img src="https://x.org/a.png" alt="A cat">', f'<a href="https://x.org/a.png" {LINK}>A cat</a>'),
        ('<img src="//x.org/a.png">', f'<a href="https://x.org/a.png" {LINK}>image</a>'),
        ('<img src="data:image/png;base64,AA" alt="A cat">', "A cat"),
        (
            '<a href="https://x.org/"><img src="https://x.org/a.png" alt="A cat"></a>',
            f'<a href="https://x.org/" {LINK}>A cat</a> <a href="https://x.org/a.png" {LINK}>image</a>',
        ),
    ],
)
def test_links_and_images(submitted: str, kept: str | None) -> None:
    assert clean(submitted) == (f"<p>{kept}</p>" if kept else "")


def test_too_long_is_refused_with_both_lengths() -> None:
    with pytest.raises(Refused, match=r"1,000,001 characters; a part may have 1,000,000"):
        clean("x" * (PART_LIMIT + 1))


@pytest.mark.parametrize("name", ["div", "b", "blockquote", "ul><li", "span"])
def test_deep_nesting_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="deeper than 256"):
        clean(f"<{name}>" * 300 + "x")


def test_honest_unclosed_paragraphs_and_items_are_not_nesting() -> None:
    html = "<p>a" * 400 + "<ul>" + "<li>a" * 400 + "</ul><dl>" + "<dt>a<dd>b" * 400 + "</dl><table>" + "<tr><td>a" * 400
    assert clean(html).count("<p>a") == 1200


def test_many_attributes_are_refused() -> None:
    clean("<p " + " ".join(f"a{n}=1" for n in range(64)) + ">x")
    with pytest.raises(Refused, match="more than 64 attributes"):
        clean("<p " + " ".join(f"a{n}=1" for n in range(65)) + ">x")


HOSTILE = {
    "nested div": "<div>",
    "nested b": "<b>",
    "closed b": "<b></b>",
    "attributes": "<p " + "a=1 " * 10_000 + ">",
    "less-than": "<",
    "unclosed tags": "<a ",
    "unclosed quotes": '<a b="',
    "mixed quotes": "<a b='\"><a b=\"'>",
    "quoted end": "<a " * 100_000 + 'x=">"',
    "stray ends": "</x>",
    "stray known ends": "</div>",
    "ends below": "<div>" * 200 + "</p>" * 100_000,
    "items below": "<ul>" + "<div>" * 200 + "<li></li>" * 50_000,
    "items far below": "<ul><li><ul>" + "<div>" * 200 + "<li></li>" * 50_000,
    "inline below": "<b>" * 200 + "<i>x</i>" * 60_000,
    "open formats": "<b><i><u><s><sub><sup><code>" + "x<br><br>" * 55_000,
    "long links": '<a href="https://x.org/' + "y" * 1_900 + '">' + "x<br><br>" * 55_000,
    "comments": "<!--",
    "declarations": "<!x",
    "scripts": "<script>",
    "svg": "<svg>",
    "svg and one end": "<svg>" * 90_000 + "</svg>",
    "ampersands": "&",
    "entities": "&notit;",
    "tables": "<table><tr><td>",
    "spaces": " \n",
    "nbsp": "\xa0",
    "brs": "<br>",
    "pre lines": "<pre>" + "\n" * 999_000 + "x",
    "styles": '<p style="' + "text-align " * 80_000 + '">x',
    "stars": "<p>" + "* " * 400_000,
    "quotes": "<q>",
    "rubies": "<ruby>x<rt>y</ruby>",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_costs_less_than_two_seconds(piece: str) -> None:
    text = (piece * (PART_LIMIT // len(piece) + 1))[:PART_LIMIT]
    assert takes_less_than(2, lambda: clean(text))
