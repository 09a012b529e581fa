"""What stands in the text area reads back as exactly what is stored."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkstead.lib.prose import read_prose, split_blocks
from inkstead.lib.prose.source import source_of, without_ids
from inkstead.writing.guessing import guess_format

MARKDOWN = [
    "Plain words.",
    "One *emphasised*, one **strong**, one ~~struck~~, one `code`.",
    "**_both_** and *a **strong** word in it*",
    "Wo*rd*s and un_der_scores_ and 5 * 3 and \\*stars\\*",
    "A line\\\nand another\n\n* * *\n\n## A heading\n\nAfter it.",
    "> A quotation\n>\n> of two paragraphs",
    "- one\n- two\n  - inner\n- three",
    "1. one\n2. two",
    "```\nas *typed*\n  here\n```",
    "[a link](https://example.org/a_(b)?c=*d*)",
    "1\\. Not a list\n\n\\# not a heading\n\n\\- nor this\n\n\\> or that",
    "A &amp; B &lt;c&gt; \\&amp;",
    "“*Quoted.*” — and…",
]


@pytest.mark.parametrize("typed", MARKDOWN)
def test_markdown_comes_back_as_markdown(typed: str) -> None:
    stored = read_prose(typed, "markdown").html

    source = source_of(stored)

    assert source.format == "markdown"
    assert without_ids(read_prose(source.text, "markdown").html) == without_ids(stored)


@pytest.mark.parametrize(
    "typed",
    [
        "<p><u>underlined</u></p>",
        '<p class="align-right">to the right</p>',
        "<ul><li><p>a</p><p>b</p></li></ul>",
        "<p><ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby></p>",
        '<p lang="fr">Bonjour</p>',
        "<p>H<sub>2</sub>O</p>",
        "<p>x<em>.</em>y</p>",
    ],
)
def test_the_rest_comes_back_as_html(typed: str) -> None:
    stored = read_prose(typed, "html").html

    source = source_of(stored)

    assert source.format == "html"
    assert " id=" not in source.text
    assert without_ids(read_prose(source.text, "html").html) == without_ids(stored)


def test_ids_stay_when_nothing_changed() -> None:
    prose = read_prose("One.\n\nTwo.\n\n* * *\n\nThree.", "text")

    source = source_of(prose.html)

    assert read_prose(source.text, source.format, split_blocks(prose.html)).html == prose.html


WORDS = "The tide table was wrong, and nobody at the office believed it: “Eleven minutes!” she said (twice)."
PLAIN = [
    *(
        WORDS,
        '"Go," he said; she went - slowly - to example.com. Then: 1. 2) 3',
        "Ten words? No - 2. Yes... www.example.org too",
    ),
    *("Überall war es still, nur das Meer rauschte.", "كان البحر ساكناً تلك الليلة ولم يكن أحد"),
]
NEIGHBOURS = [
    "***",
    "- one",
    "1. one",
    "> said",
    "## Head",
    "```\ncode\n```",
    "a *b*",
    "oOo",
    "x\\\ny",
    "&amp;",
    "\\* a",
]


@given(st.lists(st.sampled_from([*PLAIN, *PLAIN, *NEIGHBOURS]), max_size=14))
@settings(max_examples=150, deadline=None)
def test_paragraphs_that_are_not_tried_come_back_too(typed: list[str]) -> None:
    """Plain ones are taken at their word, between blocks of every kind."""
    stored = read_prose("\n\n".join(typed), "markdown").html
    source = source_of(stored)
    assert source.format == "markdown"
    assert without_ids(read_prose(source.text, "markdown").html) == without_ids(stored)


def test_a_novel_of_plain_paragraphs_is_not_read_again() -> None:
    """Its control is a novel in which every paragraph has to be tried."""

    def cost(paragraph: str) -> float:
        html = read_prose("\n\n".join([paragraph] * 3_000), "markdown").html
        began = time.process_time()
        assert source_of(html).format == "markdown"
        return time.process_time() - began

    assert cost(WORDS) < cost(WORDS.replace("office", "*office*")) / 2


LETTERS = st.sampled_from(list("ab *_~`#>-+.1)\\[]()<&;!|\n\"'“é字"))


@settings(max_examples=150, deadline=None)
@given(st.text(LETTERS, max_size=40), st.sampled_from(["text", "markdown", "html"]))
def test_whatever_was_typed_is_never_lost(typed: str, kind: str) -> None:
    stored = read_prose(typed, kind).html

    source = source_of(stored)

    assert without_ids(read_prose(source.text, source.format).html) == without_ids(stored)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Just a line.", "text"),
        ("One line\nand another\nand a **third**", "text"),  # a paragraph per line: Markdown would join them
        ("He *said* so.\n\nShe did not.", "markdown"),
        ("# A title\n\nWords.", "markdown"),
        ("Words.\n\n\nA gap that divides scenes, and *stars*.", "text"),
        ("<p>Words</p><p>and words</p>", "html"),
        ("Words<br>and words", "html"),
        ("2 < 3 and 5 > 4", "text"),
        ("<3 you all", "text"),
        ("5 * 3 * 2", "text"),
        ("", "text"),
    ],
)
def test_a_pasted_text_says_what_it_is(typed: str, kind: str) -> None:
    assert guess_format(typed) == kind
