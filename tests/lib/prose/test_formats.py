import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkstead.lib.prose import PART_LIMIT, Prose, read_prose
from inkstead.lib.refusals import Refused

WRAPPED = (
    "It was a dark and stormy night and the rain fell in torrents,\n"
    "except at occasional intervals, when it was checked by a violent\n"
    "gust of wind which swept up the streets."
)


def shown(prose: Prose) -> list[str]:
    """Blocks without their ids."""
    return [block.html.replace(f' id="{block.id}"', "", 1) for block in prose.blocks]


def from_text(text: str) -> list[str]:
    return shown(read_prose(text, "text"))


def from_markdown(text: str) -> list[str]:
    return shown(read_prose(text, "markdown"))


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="html, markdown, text"):
        read_prose("x", "docx")


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
def test_a_text_of_exactly_the_limit_is_taken_and_one_more_is_refused(format: str) -> None:  # noqa: A002
    line = "A line of some length & more. "
    text = (line * (PART_LIMIT // len(line) + 1))[:PART_LIMIT]
    assert read_prose(text, format).words > 80_000
    with pytest.raises(Refused, match="1,000,001"):
        read_prose(text + "x", format)


def test_text_comes_back_as_it_was_typed() -> None:
    typed = "“Wait--don't,”  he said…  \t& <left>.\n\nA *star* and **two**."
    assert read_prose(typed, "text").text == typed


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab &<>\"'—…*é漢\xa0_", min_size=1).map(lambda line: f"x{line}x"), min_size=1, max_size=3))
def test_any_typed_paragraph_comes_back_as_it_was_typed(paragraphs: list[str]) -> None:
    typed = "\n\n".join(paragraph.replace("_", "-") for paragraph in paragraphs)
    assert read_prose(typed, "text").text == typed


@pytest.mark.parametrize(
    "ornament", ["* * *", "***", "*", "#", "###", "~", "~~~", "---", "⁂", "—", "• • •", "oOo", "o0o", "xXx"]
)
def test_a_scene_break_alone_on_a_line(ornament: str) -> None:
    assert from_text(f"a\n\n{ornament}\n\nb") == ["<p>a</p>", "<hr>", "<p>b</p>"]
    assert from_text(f"a\n{ornament}\nb") == ["<p>a</p>", "<hr>", "<p>b</p>"]
    assert shown(read_prose(f"<p>a</p><p>{ornament}</p><p>b</p>", "html")) == ["<p>a</p>", "<hr>", "<p>b</p>"]
    assert from_markdown(f"a\n\n{ornament}\n\nb") == ["<p>a</p>", "<hr>", "<p>b</p>"]


@pytest.mark.parametrize("line", ["<3", "...", "…", "xxx", "Ooo", "?!", "1", "# 1", "- no"])
def test_what_people_say_is_no_scene_break(line: str) -> None:
    assert "<hr>" not in from_text(f"a\n\n{line}\n\nb")


def test_a_long_gap_divides_where_short_gaps_are_usual() -> None:
    assert from_text("a\n\nb\n\n\nc\n\nd") == ["<p>a</p>", "<p>b</p>", "<hr>", "<p>c</p>", "<p>d</p>"]
    assert from_text("a\n\n\nb\n\n\nc") == ["<p>a</p>", "<p>b</p>", "<p>c</p>"]


def test_lines_broken_by_a_machine_are_joined_and_verse_is_not() -> None:
    assert from_text(WRAPPED) == [f"<p>{WRAPPED.replace(chr(10), ' ')}</p>"]
    assert from_text("Roses are red,\nviolets are blue") == ["<p>Roses are red,<br>violets are blue</p>"]


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    assert from_text("One.\nTwo.\nThree.\nFour.\nFive.") == [
        f"<p>{n}.</p>" for n in ("One", "Two", "Three", "Four", "Five")
    ]


def test_without_blank_lines_old_books_indent_their_paragraphs() -> None:
    assert len(from_text(f"    {WRAPPED}\n    {WRAPPED}")) == 2


def test_indentation_goes_and_underscores_are_italics() -> None:
    assert from_text("\tOne _two three_ four_five_six.\n\n\u3000五") == [
        "<p>One <em>two three</em> four_five_six.</p>",
        "<p>五</p>",
    ]


def test_markdown() -> None:
    assert from_markdown(
        "# One\n\n*em* **strong** ~~gone~~ -- 'q' <b>x</b>\nnext  \nline\n\n> quoted\n\n    indented"
    ) == [
        "<h2>One</h2>",
        "<p><em>em</em> <strong>strong</strong> <s>gone</s> -- 'q' &lt;b&gt;x&lt;/b&gt; next<br>line</p>",
        "<blockquote><p>quoted</p></blockquote>",
        "<p>indented</p>",
    ]


def test_markdown_reads_ornaments_without_blank_lines_and_leaves_code_alone() -> None:
    assert from_markdown("a\n#\nb\n\n```\n#\n```") == ["<p>a</p>", "<hr>", "<p>b</p>", "<pre><code>#</code></pre>"]
    assert from_markdown("Title\n---\n\n- a\n- b") == ["<h2>Title</h2>", "<ul><li>a</li><li>b</li></ul>"]


def test_reading_its_own_html_again_changes_nothing() -> None:
    first = read_prose("a\n\nb & c\n\n***\n\nd", "text")
    again = read_prose(first.html, "html", first.blocks)
    assert (again.html, again.blocks, again.scenes) == (first.html, first.blocks, first.scenes)


def test_the_editor_s_own_html_keeps_its_spaces_and_its_ids() -> None:
    before = read_prose("One.\n\nTwo.", "text")
    one, two = (block.id for block in before.blocks)
    html = f'<p id="{two}">Two.  Yes.</p>\n<p id="b-new00000">One.</p>\n<hr id="b-new00001">\n<p id="b-NEW">x</p>'
    after = read_prose(html, "editor", before.blocks)
    assert [block.id for block in after.blocks[:3]] == [two, "b-new00000", "b-new00001"]
    assert after.blocks[0].text == "Two.  Yes."
    assert after.blocks[3].id not in ("b-NEW", one, "")
    assert [block.id for block in read_prose(html, "html", before.blocks).blocks][:2] == [two, one]


def test_prose_counts_words_and_scenes_and_warns() -> None:
    prose = read_prose('<p>One two.</p><hr><p>Three <img src="https://x.org/a.png">.</p>', "html")
    assert (prose.words, [scene.words for scene in prose.scenes]) == (4, [2, 2])
    assert prose.warnings == ("Images from other places were replaced by links to them.",)


def test_nothing_is_allowed_but_said() -> None:
    prose = read_prose(" \n ", "text")
    assert (prose.blocks, prose.html, prose.words, prose.scenes) == ((), "", 0, ())
    assert prose.warnings == ("There is no text in this part yet.",)


@pytest.mark.parametrize("format", ["text", "markdown", "html"])
@pytest.mark.parametrize("run", [" ", "\t", "\n ", "\n", "\xa0", ". ", "_a "])
def test_a_long_run_of_blanks_is_cheap(run: str, format: str) -> None:  # noqa: A002
    began = time.process_time()
    with suppress(Refused):  # some are refused, and that is cheap too
        read_prose("a" + run * (400_000 // len(run)) + "b", format)
    assert time.process_time() - began < 5  # looking through it anew for each blank takes many minutes
