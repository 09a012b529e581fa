import pytest
from hypothesis import given, settings

from inkstead.lib.prose.blocks import Block, join_blocks, plain_text, split_blocks
from inkstead.lib.prose.sanitise import clean
from tests.lib.prose.strange import strange_html

EVERYTHING = clean(
    "<h2>Title</h2><p>One<br>two &amp; <em>three</em></p><hr>"
    "<blockquote><p>a</p><blockquote>b</blockquote></blockquote>"
    "<ul><li>x<ul><li>y</li></ul></li><li>z</li></ul><ol><li>1</li></ol><pre> a\n\n  b</pre>"
    '<p><img src="/files/a.png" alt="A &amp; B"></p><p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字</p>'
)


def test_every_block_has_its_kind_and_text() -> None:
    assert [(block.kind, block.text) for block in split_blocks(EVERYTHING)] == [
        ("heading", "Title"),
        ("paragraph", "One\ntwo & three"),
        ("scene-break", "* * *"),
        ("quotation", "a\nb"),
        ("list", "x\ny\nz"),
        ("list", "1"),
        ("verbatim", " a\n\n  b"),
        ("image", "A & B"),
        ("paragraph", "漢(kan)字"),
    ]


def test_plain_text_divides_blocks_by_blank_lines() -> None:
    assert plain_text(split_blocks("<p>a<br>b</p>\n<hr>\n<p>c</p>")) == "a\nb\n\n* * *\n\nc"


@settings(max_examples=200, deadline=None)
@given(strange_html)
def test_splitting_and_joining_change_nothing(html: str) -> None:
    cleaned = clean(html)
    assert join_blocks(split_blocks(cleaned)) == cleaned


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<p>x</p>", '<p id="b-1">x</p>'),
        ('<p class="small-caps">x</p>', '<p id="b-1" class="small-caps">x</p>'),
        ('<p id="b-0" lang="fr">x</p>', '<p id="b-1" lang="fr">x</p>'),
        ("<hr>", '<hr id="b-1">'),
    ],
)
def test_a_block_carries_its_id(html: str, named: str) -> None:
    block = split_blocks(html)[0].named("b-1")
    assert block == Block("b-1", block.kind, named, block.text)
    assert split_blocks(named) == [block]
