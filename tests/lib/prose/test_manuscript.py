import re
from collections import Counter
from html import unescape

import pytest

from inkstead.lib.prose import read_prose
from inkstead.lib.prose.elsewhere import Elsewhere
from inkstead.lib.prose.manuscript import Manuscript, read_manuscript, read_part
from inkstead.lib.refusals import Refused
from tests.lib.prose.timing import takes_less_than
from tests.shared_data import shared_file


def from_text(text: str, name: str = "a-story.txt") -> Manuscript:
    return read_manuscript(name, text.encode())


def listed(manuscript: Manuscript) -> list[tuple[str, str]]:
    return [(part.volume, part.title) for part in manuscript.parts]


# The reference page


def reference() -> Manuscript:
    return read_manuscript("part-alana.txt", shared_file("part-alana.txt").read_bytes())


def test_the_reference_page_keeps_what_its_site_counted() -> None:
    (part,) = reference().parts
    assert (part.title, part.elsewhere) == ("ALANA", Elsewhere(15_600, 385, 42, "15.6K 385 42"))


def test_the_reference_page_has_three_scenes_char_for_char() -> None:
    source = shared_file("part-alana.txt").read_text().split("\n", 1)[1].rsplit("ALANA", 1)[0].strip()
    scenes = [[line.strip() for line in scene.split("\n\n")] for scene in re.split(r"\n\n\n+", source)]
    prose = read_prose(reference().parts[0].html, "html")
    found = [[block.text for block in prose.blocks[scene.first - 1 : scene.last]] for scene in prose.scenes]
    assert [len(scene) for scene in found] == [30, 8, 11]
    assert found == scenes


def test_what_was_taken_off_is_said() -> None:
    assert len(reference().warnings) == 2


# The Moonstone


@pytest.fixture(scope="module")
def moonstone() -> Manuscript:
    return read_manuscript("the-moonstone.html", shared_file("the-moonstone.html").read_bytes())


def test_the_moonstone_is_named_and_divided(moonstone: Manuscript) -> None:
    assert (moonstone.title, moonstone.author, moonstone.language) == ("The Moonstone", "Wilkie Collins", "en")
    first = "First Period: The Loss of the Diamond (1848)"
    second = "Second Period: The Discovery of the Truth (1848-1849)"
    titles = listed(moonstone)
    assert len(titles) == 51
    assert titles[:3] == [
        ("", "Prologue: The Storming of Seringapatam (1799)"),
        (first, "Chapter I"),
        (first, "Chapter II"),
    ]
    assert titles[23:25] == [(first, "Chapter XXIII"), (second, "First Narrative — Chapter I")]
    assert titles[45:] == [
        (second, "Fourth Narrative"),
        (second, "Fifth Narrative — Chapter I"),
        (second, "Sixth Narrative"),
        (second, "Seventh Narrative"),
        (second, "Eighth Narrative"),
        ("", "Epilogue: The Finding of the Diamond"),
    ]


def test_no_paragraph_of_the_moonstone_is_lost_or_doubled(moonstone: Manuscript) -> None:
    source = shared_file("the-moonstone.html").read_text(encoding="utf-8-sig")
    body = source[source.index("</table>") : source.rindex("<pre>")]
    paragraphs = [
        re.sub(r"<[^>]*>", "", found) for found in re.findall(r"(?s)<(?:p|h4|h5)\b[^>]*>(.*?)</(?:p|h4|h5)>", body)
    ]
    wanted = Counter(" ".join(unescape(text).split()) for text in paragraphs)
    found = Counter(block.text for part in moonstone.parts for block in read_part(part).blocks)
    del wanted[""], found["* * *"]
    # These became part of a title; everything else is a block of exactly one part.
    titles = Counter(["THE STORMING OF SERINGAPATAM (1799):", "THE FINDING OF THE DIAMOND."])
    assert wanted - found == titles
    assert found - wanted == Counter()


def test_what_was_left_out_of_the_moonstone_is_said(moonstone: Manuscript) -> None:
    said = " ".join(moonstone.warnings)
    for words in ("Project Gutenberg's notes", "Produced by John Hamm", "table of contents", "A Romance", "The Story"):
        assert words in said
    assert not any("Gutenberg" in part.html for part in moonstone.parts)


def test_the_text_of_the_moonstone_is_divided_like_its_html(moonstone: Manuscript) -> None:
    text = read_manuscript("the-moonstone.txt", shared_file("the-moonstone.txt").read_bytes())
    assert (text.title, text.author, listed(text)) == (moonstone.title, moonstone.author, listed(moonstone))
    words = [[read_part(part).words for part in manuscript.parts] for manuscript in (text, moonstone)]
    assert words[0] == words[1]


def test_a_novel_is_read_in_little_more_than_a_second() -> None:
    data = shared_file("the-moonstone.html").read_bytes()
    words: list[int] = []

    def read() -> None:
        words.append(sum(read_part(part).words for part in read_manuscript("the-moonstone.html", data).parts))

    assert takes_less_than(1.2, read)
    assert words[0] > 190_000


# Smaller books


def test_chapters_in_plain_text() -> None:
    book = from_text(
        "My Book\n\nby Me\n\nPrologue\n\nIt began.\n\nChapter 1: Rain\n\nOne.\n\n***\n\nTwo.\n\nCHAPTER TWO\n\nThree."
    )
    assert listed(book) == [("", "Prologue"), ("", "Chapter 1: Rain"), ("", "Chapter Two")]
    assert [part.html for part in book.parts] == ["<p>It began.</p>", "<p>One.</p>\n<hr>\n<p>Two.</p>", "<p>Three.</p>"]
    assert book.warnings == ("The title page was left out: My Book / by Me",)


def test_volumes_in_plain_text() -> None:
    book = from_text("PART ONE\n\nChapter 1\n\na\n\nChapter 2\n\nb\n\nPART TWO\n\nChapter 3\n\nc\n\nEpilogue\n\nd")
    assert listed(book) == [
        ("Part One", "Chapter 1"),
        ("Part One", "Chapter 2"),
        ("Part Two", "Chapter 3"),
        ("", "Epilogue"),
    ]


def test_chapters_in_markdown() -> None:
    book = read_manuscript("x.md", b"# My Book\n\n## First light\n\na\n\n### Later\n\nb\n\n## Second light\n\n*c*")
    assert (book.title, listed(book)) == ("My Book", [("", "First light"), ("", "Second light")])
    assert [part.html for part in book.parts] == ["<p>a</p>\n<h2>Later</h2>\n<p>b</p>", "<p><em>c</em></p>"]


def test_volumes_by_the_level_of_headings() -> None:
    html = "<h1>B</h1>" + "".join(
        f"<h2>Year {year}</h2>" + "".join(f"<h3>{month}</h3><p>x</p>" for month in ("May", "June", "July"))
        for year in (1, 2)
    )
    book = read_manuscript("x.html", html.encode())
    assert listed(book) == [(f"Year {year}", month) for year in (1, 2) for month in ("May", "June", "July")]


def test_a_chapter_number_with_its_name_below() -> None:
    book = read_manuscript("x.html", b"<h2>Chapter 1</h2><h3>Rain</h3><p>a</p><h2>Chapter 2</h2><h3>Sun</h3><p>b</p>")
    assert listed(book) == [("", "Chapter 1: Rain"), ("", "Chapter 2: Sun")]


def test_a_text_without_chapters_is_one_part() -> None:
    book = from_text("It began.\n\nIt ended.", "my_first-story.txt")
    assert (book.title, listed(book)) == ("My first story", [("", "My first story")])


def test_a_lone_heading_is_the_title() -> None:
    book = read_manuscript("x.md", b"# The Rain\n\nIt fell.")
    assert (book.title, listed(book), book.parts[0].html) == ("The Rain", [("", "The Rain")], "<p>It fell.</p>")


def test_a_preface_that_is_long_becomes_a_part() -> None:
    book = from_text("For you. " * 30 + "\n\nChapter 1\n\na\n\nChapter 2\n\nb")
    assert listed(book) == [("", "Opening"), ("", "Chapter 1"), ("", "Chapter 2")]


def test_html_tells_its_title_author_and_language() -> None:
    page = '<html lang="fr-fr"><head><title>Le &amp; Livre</title><meta name="author" content="A. B."></head><p>x'
    book = read_manuscript("x.html", page.encode())
    assert (book.title, book.author, book.language) == ("Le & Livre", "A. B.", "fr-FR")


@pytest.mark.parametrize("last", ["We met in an archive of our own.", "They ate Tapas", "I left Royal Road behind."])
def test_an_ordinary_last_line_is_kept(last: str) -> None:
    assert last in from_text(f"It began.\n\n{last}").parts[0].html


def test_spaces_in_a_text_stay_as_typed() -> None:
    part = from_text("One.  Two.").parts[0]
    assert read_part(part).text == "One.  Two."


def test_the_format_can_be_given() -> None:
    assert read_manuscript("notes", b"*a*", "markdown").parts[0].html == "<p><em>a</em></p>"


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_work() -> None:
    with pytest.raises(Refused, match=r"\.txt, .*\.md, .*\.html"):
        read_manuscript("story.docx", b"x")


def test_a_part_that_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"“Chapter 2” has .* a part may have 1,000,000"):
        from_text("Chapter 1\n\na\n\nChapter 2\n\n" + "word " * 200_001)


HOSTILE = {
    "one line": ("txt", "x" * 5_000_000),
    "blank lines": ("txt", "x" + "\n" * 5_000_000 + "x"),
    "underscores": ("txt", "_a " * 1_600_000),
    "ornaments": ("txt", "* * *\n" * 800_000),
    "letters": ("txt", "x\n\n" * 140_000),
    "numerals": ("txt", "IV\n\n" * 140_000),
    "links": ("md", "![" * 1_000_000),
    "quotations": ("md", "> " * 1_000_000),
    "paragraphs": ("html", "<p>x" * 1_000_000),
    "boxes": ("html", "<div>" * 390_000),
    "titles": ("html", "<title" * 390_000),
}


@pytest.mark.parametrize(("kind", "text"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_read_or_refused_soon(kind: str, text: str) -> None:
    assert takes_less_than(5, lambda: read_manuscript(f"x.{kind}", text.encode()))


def test_five_megabytes_in_one_line_are_refused_as_one_part() -> None:
    line = "x" * 5_000_000
    with pytest.raises(Refused, match="a part may have 1,000,000"):
        from_text(line)
    assert takes_less_than(2, lambda: from_text(line))
