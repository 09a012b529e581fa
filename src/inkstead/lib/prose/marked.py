"""Markdown into HTML. What is typed stays as typed: no typographer, no HTML, no code from mere indentation.

Most of a novel is paragraphs without a single mark. They are written down directly, which is what makes a whole book
quick: the full parser only sees the rest.
"""

import re
from collections import Counter
from collections.abc import Iterator

from markdown_it import MarkdownIt

from inkstead.lib.prose.limits import GROWTH_LIMIT, PART_LIMIT, tidy_characters
from inkstead.lib.prose.markup import escape
from inkstead.lib.prose.ornaments import is_scene_break
from inkstead.lib.refusals import Refused

RULER = "* * *"
FENCE = re.compile(r" {0,3}(`{3,})")
# Where no blank line sets it apart, a dash or a star on a line may be the mark of a list or of a heading.
UNMISTAKABLE = re.compile(r"\s*(?:#{1,6}|~~?|⁂)\s*")
# What makes a line depend on lines far away from it.
FAR_REACHING = re.compile(r"^ {0,3}(?:```|~~~|\[[^\]\n]*\]:)", re.MULTILINE)
LABEL = re.compile(r"^ {0,3}\[([^\]\[\n^][^\]\[\n]{0,200})\]:[ \t]*\S", re.MULTILINE)
BRACKETS = re.compile(r"\[([^\]\[\n]{1,201})\]")
# A footnote, which CommonMark has no word for: it would take the note for an address when it is a single word.
FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\n]*\]:")
DEFINITION = re.compile(r"^[ >]{0,40}\[[^\]\n]*\]:", re.MULTILINE)
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)*\n")
# Lines that begin with a letter or a quotation mark, without any mark in them and without a hard break at their end.
UNMARKED = re.compile(r"""(?:(?=[^\W\d_]|["'“”‘’«»„…—–¿¡(])[^*_`\[\]<>&\\~|\n]*+(?<! {2})(?:\n|\Z))+""")
MARKS = re.compile(r"[*_`\[\]<>&\\~!\n]")
# The parser needs up to twenty microseconds for each; a heavily marked novel has a quarter of these.
MARKS_LIMIT = 120_000

READER = MarkdownIt("commonmark", {"html": False, "typographer": False, "linkify": False}).enable("strikethrough")
# Writers of fiction indent paragraphs; they do not mean code. Fences still do.
READER.disable("code")
# Of whole files, whose tables become lines; in the editor a stroke is a stroke.
TABLES = MarkdownIt("commonmark", {"html": False, "typographer": False, "linkify": False})
ALIGNED_CELL = re.compile(r'<(t[hd]) style="text-align:[a-z]+">')  # cells of one line have no sides
TABLES.enable(["strikethrough", "table"]).disable("code")


def markdown_to_html(text: str, *, tables: bool = False) -> str:
    reader = TABLES if tables else READER
    source = "\n".join(_with_scene_breaks(tidy_characters(text).split("\n")))
    if FAR_REACHING.search(source):
        return _rendered(source, reader)
    return "".join(_by_chunk(source, reader))


def _by_chunk(source: str, reader: MarkdownIt) -> Iterator[str]:
    """Marked chunks that follow each other are read together: they may be one list."""
    marked: list[str] = []
    for chunk in BLANK_LINES.split(source):
        if UNMARKED.fullmatch(chunk) is None:
            marked.append(chunk)
            continue
        yield _rendered("\n\n".join(marked), reader)
        marked = []
        yield f"<p>{escape(chunk)}</p>\n"
    yield _rendered("\n\n".join(marked), reader)


def _rendered(source: str, reader: MarkdownIt) -> str:
    if not source.strip():
        return ""
    _check_references(source)
    if len(source) > MARKS_LIMIT and len(MARKS.findall(source)) > MARKS_LIMIT:
        message = f"This text has more than {MARKS_LIMIT:,} Markdown marks. Simplify it and try again."
        raise Refused(message, code="too_heavy")
    html = str(reader.render(source))
    return ALIGNED_CELL.sub(r"<\1>", html) if reader is TABLES else html


def _check_references(source: str) -> None:
    """A definition is written out again wherever it is referred to: a long one and many references are gigabytes."""
    if "]:" not in source:
        return
    longest = max((end - found.end() for found, end in _definitions(source)), default=0)
    if longest * source.count("]") > GROWTH_LIMIT * PART_LIMIT:
        raise Refused("The references of this text are too heavy. Write the links out and try again.", code="too_heavy")


def unused_definitions(source: str) -> int:
    """How many addresses at the end of a text nothing in it refers to: no reader of it sees them."""
    if "]:" not in source:
        return 0
    labels = [" ".join(found[1].split()).casefold() for found in LABEL.finditer(source)]
    said = Counter(" ".join(found[1].split()).casefold() for found in BRACKETS.finditer(source))
    return sum(said[label] <= labels.count(label) for label in set(labels)) if len(labels) < MARKS_LIMIT // 100 else 0


def _definitions(source: str) -> Iterator[tuple[re.Match[str], int]]:
    """Where each definition begins, and the last place where it can end: it holds no blank line."""
    for found in DEFINITION.finditer(source):
        blank = source.find("\n\n", found.end())
        yield found, len(source) if blank < 0 else blank


def _with_scene_breaks(lines: list[str]) -> Iterator[str]:
    """Markdown itself would read a lone "#" as an empty heading and "~~~" as the beginning of code."""
    fence = ""
    for at, line in enumerate(lines):
        mark = FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence and _divides(lines, at):
            yield from ("", RULER, "")
            continue
        elif not fence and FOOTNOTE.match(line):
            line = line.replace("[", "\\[", 1)
        yield line


def _divides(lines: list[str], at: int) -> bool:
    line = lines[at]
    if not line.strip() or not is_scene_break(line):
        return False
    alone = not "".join(lines[max(0, at - 1) : at] + lines[at + 1 : at + 2]).strip()
    return alone or UNMISTAKABLE.fullmatch(line) is not None
