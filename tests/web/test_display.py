from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from inkstead.web.templatetags import display
from inkstead.web.templatetags.display import counted


def test_a_story_keeps_its_cover_and_neighbours_differ() -> None:
    covers = [display.cover_classes(number, "Glass") for number in range(1, 13)]
    assert covers == [display.cover_classes(number, "Glass") for number in range(1, 13)]
    assert len(set(covers)) == len(covers)


@pytest.mark.parametrize(
    ("title", "size"),
    [
        ("Glass", 1),
        ("The Arranged Silence", 2),
        ("Understanding Thermodynamics", 4),
        ("The Cartographer’s Daughter and the Seven Unmapped Islands of the Inner Sea", 4),
        ("ليلى", 1),
        ("", 1),
    ],
)
def test_long_titles_are_set_smaller(title: str, size: int) -> None:
    assert display.cover_classes(1, title).endswith(f"cover-size-{size}")


@pytest.mark.parametrize(
    ("title", "letter"), [("The Moonstone", "M"), ("A", "A"), ("ليلى", "ل"), ("“Wait”", "“"), ("", "")]
)
def test_a_small_cover_shows_the_telling_letter(title: str, letter: str) -> None:
    assert display.initial(title) == letter


def test_a_date_says_the_day_and_carries_the_moment() -> None:
    moment = datetime(2026, 3, 4, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert display.day(moment) == '<time datetime="2026-03-03T23:30:00Z">3 March 2026</time>'
    assert display.day(None) == ""
    assert display.day(datetime(2026, 3, 4, tzinfo=UTC), "x").startswith(
        '<time datetime="2026-03-04T00:00:00Z" class="x">'
    )


def test_an_icon_is_silent_and_knows_its_size_without_styles() -> None:
    drawn = display.icon("vote")
    assert 'aria-hidden="true"' in drawn
    assert 'width="18"' in drawn


def test_one_is_no_plural() -> None:
    assert [counted(n, "word") for n in (0, 1, 2, 2000)] == ["0 words", "1 word", "2 words", "2,000 words"]
    assert (counted(1, "story,stories"), counted(3, "story,stories")) == ("1 story", "3 stories")
