import pytest

from inkstead.lib.prose.headings import read_heading, title_of


@pytest.mark.parametrize(
    ("line", "nature"),
    [
        ("Chapter 1", "chapter"),
        ("CHAPTER XXIII", "chapter"),
        ("CHAPTER I. The Beginning", "chapter"),
        ("Chapter Twenty-One: Home", "chapter"),
        ("Chapter the First", "chapter"),
        ("Kapitel 3", "chapter"),
        ("Глава 12", "chapter"),
        ("第三章 夜", "chapter"),
        ("Part Two", "division"),
        ("FIRST PERIOD", "division"),
        ("Eighth Narrative.", "division"),
        ("Book II — The Sea", "division"),
        ("Prologue", "standalone"),
        ("EPILOGUE.", "standalone"),
        ("Interlude 2: Rain", "standalone"),
        ("Table of Contents", "contents"),
        ("IV", "numeral"),
        ("12.", "numeral"),
        ("THE LOSS OF THE DIAMOND (1848)", "other"),
        ("Part two of the plan was simple.", "other"),
        ("Chapter and verse", "other"),
        ("Chapter 3 was the one she liked best.", "other"),
        ("Prologue to a disaster", "other"),
        ("Mix", "other"),
        ("", "other"),
    ],
)
def test_read_heading(line: str, nature: str) -> None:
    assert read_heading(line).nature == nature


def test_larger_divisions_hold_smaller_ones() -> None:
    lines = ["Volume 1", "Book 1", "Part 1", "First Narrative"]
    ranks = [read_heading(line).rank for line in lines]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("CHAPTER XXIII", "Chapter XXIII"),
        (" THE DISCOVERY OF THE TRUTH. (1848-1849.) ", "The Discovery of the Truth (1848-1849)"),
        ("THE STATEMENT OF SERGEANT CUFF’S MAN.", "The Statement of Sergeant Cuff’s Man"),
        ("Don't Look Back!", "Don't Look Back!"),
        ("iPhone", "iPhone"),
    ],
)
def test_title_of(heading: str, title: str) -> None:
    assert title_of(heading) == title
