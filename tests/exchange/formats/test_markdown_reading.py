"""Footnotes and tables of Markdown, which CommonMark itself knows nothing of."""

from __future__ import annotations

import pytest

from inkstead.exchange.formats.reading import read_file

BOOK = """# One

The lamp[^lamp] burned, and *the sea*[^2] did not.[^lamp]

## Two

It went out.^[So they *said*.]

[^lamp]: Of brass,
lit at dusk.

    And trimmed at dawn.

[^2]: The **North** Sea.

Nobody saw it.[^3]

```
a[^2]
```

[^3]: Nobody at all.
[^4]: Alone.
"""


def test_notes_stand_at_the_end_of_the_part_that_refers_to_them() -> None:
    one, two = read_file("book.md", BOOK.replace("## Two", "# Two").encode()).parts

    assert one.html == (
        "<p>The lamp<sup>[1]</sup> burned, and <em>the sea</em><sup>[2]</sup> did not.<sup>[1]</sup></p>\n"
        "<ol><li><p>Of brass, lit at dusk.</p><p>And trimmed at dawn.</p></li>"
        "<li>The <strong>North</strong> Sea.</li></ol>"
    )
    assert "It went out.<sup>[1]</sup>" in two.html
    assert "Nobody saw it.<sup>[2]</sup>" in two.html
    assert "a[^2]" in two.html, "in code nothing is a note"
    assert two.html.endswith(
        "<ol><li>So they <em>said</em>.</li><li>Nobody at all.</li></ol>\n<ol><li>Alone.</li></ol>"
    )


@pytest.mark.parametrize("text", ["A mark[^1] that nothing tells of.", "2^[n", "No note\\[^1].\n\n[^2]: x"])
def test_what_is_no_note_stays_as_it_was_typed(text: str) -> None:
    [part] = read_file("book.md", text.encode()).parts
    assert "[^1]" in part.html or "^[n" in part.html


def test_a_table_becomes_lines_and_is_told() -> None:
    table = (
        "| Hour | Wind |\n|:---|---:|\n| ten | *north* |\n| dawn | none |\n\nA | B\n--- | ---\n1 | 2\n\nSo | it was."
    )
    work = read_file("book.md", table.encode())

    assert work.parts[0].html == (
        "<p>Hour · Wind</p>\n<p>ten · <em>north</em></p>\n<p>dawn · none</p>\n"
        "<p>A · B</p>\n<p>1 · 2</p>\n<p>So | it was.</p>"
    )
    assert "Tables became lines of text (2)." in work.warnings
