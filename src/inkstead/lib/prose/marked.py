"""Markdown into HTML. What is typed stays as typed: no typographer, no HTML, no code from mere indentation."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt

from inkstead.lib.prose.limits import tidy_characters
from inkstead.lib.prose.ornaments import is_scene_break

RULER = "* * *"
FENCE = re.compile(r" {0,3}(`{3,})")
# Where no blank line sets it apart, a dash or a star on a line may be the mark of a list or of a heading.
UNMISTAKABLE = re.compile(r"\s*(?:#{1,6}|~~?|⁂)\s*")

READER = MarkdownIt("commonmark", {"html": False, "typographer": False, "linkify": False}).enable("strikethrough")
# Writers of fiction indent paragraphs; they do not mean code. Fences still do.
READER.disable("code")


def markdown_to_html(text: str) -> str:
    return str(READER.render("\n".join(_with_scene_breaks(tidy_characters(text).split("\n")))))


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
        yield line


def _divides(lines: list[str], at: int) -> bool:
    line = lines[at]
    if not line.strip() or not is_scene_break(line):
        return False
    alone = not "".join(lines[max(0, at - 1) : at] + lines[at + 1 : at + 2]).strip()
    return alone or UNMISTAKABLE.fullmatch(line) is not None
