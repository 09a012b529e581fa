from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from inkstead.stories import actions
from inkstead.stories.book_cover import draw_cover
from inkstead.stories.events import StoryChanged, StoryDeleted
from inkstead.stories.handlers import draw_share_image, forget_share_image
from inkstead.stories.models import Story, Visibility
from inkstead.stories.share_image import digest, folder, share_image
from inkstead.stories.share_image.drawing import cloth_of, draw
from inkstead.stories.share_image.fonts import settable
from inkstead.stories.share_image.ornaments import ORNAMENTS
from tests.conftest import ClientOf
from tests.world import World

TITLES = [
    "Vows",
    "رسائل لم تُرسل",
    "Преступление и наказание",
    "W" * 200,
    "word " * 40,
    "夜の手紙",
    "\U0001f9ff",
    "A\u200b",
]


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.FILES = tmp_path


def kept() -> list[str]:
    return sorted(path.name for path in folder().glob("*"))


def changed(story: Story) -> StoryChanged:
    return StoryChanged(story_id=story.pk, author_id=story.author_id)


@pytest.mark.parametrize("title", TITLES)
def test_every_title_becomes_a_picture_of_the_same_size_and_the_same_bytes(title: str) -> None:
    direction = "rtl" if title.startswith("ر") else "ltr"
    image = draw(7, title, "Ana", direction, "en")

    assert Image.open(io.BytesIO(image)).size == (1200, 630)
    assert image == draw(7, title, "Ana", direction, "en")
    assert len(image) < 60_000


def test_a_picture_is_drawn_once_and_kept(world: World) -> None:
    first = share_image(world.story)

    assert kept() == [f"{world.story.pk}-{digest(world.story)}.png"]
    assert share_image(world.story) == first


def test_a_new_title_replaces_the_picture_of_the_old_one(world: World) -> None:
    share_image(world.story)
    old = kept()
    story = actions.edit_story(world.story, by=world.ana, title="Another Name")

    draw_share_image(changed(story))

    assert kept() == [f"{story.pk}-{digest(story)}.png"]
    assert kept() != old


def test_a_story_that_is_no_longer_public_loses_its_picture(world: World) -> None:
    share_image(world.story)
    story = actions.edit_story(world.story, by=world.ana, visibility=Visibility.PRIVATE)

    draw_share_image(changed(story))

    assert kept() == []


def test_a_deleted_story_leaves_no_picture(world: World) -> None:
    share_image(world.story)

    forget_share_image(StoryDeleted(story_id=world.story.pk, author_id=world.story.author_id))

    assert kept() == []


def test_only_public_stories_show_their_picture(world: World, client_of: ClientOf) -> None:
    seen = {
        visibility: client_of(world.ana).get(f"/share/story/{story.pk}.png").status_code
        for visibility, story in world.stories.items()
    }

    assert seen == {
        Visibility.PUBLIC: 200,
        Visibility.UNLISTED: 404,
        Visibility.FOLLOWERS: 404,
        Visibility.PRIVATE: 404,
    }


def test_the_picture_is_sent_once_to_who_has_it(world: World, client_of: ClientOf) -> None:
    first = client_of(None).get(f"/share/story/{world.story.pk}.png")
    again = client_of(None).get(f"/share/story/{world.story.pk}.png", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"] == "image/png"
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cookie" not in first.get("Vary", "")
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Rain \U0001f327\ufe0f Office \U0001f389", "Rain Office"),
        ("\U0001f469\u200d\U0001f469\u200d\U0001f467 We", "We"),
        ("\U0001f9ff\U0001f389", ""),
        ("Vows \U0010fffd", "Vows"),  # for private use
        ("\U000187f7\U000187f6 of Xixia", ""),  # Tangut, which no machine has by chance
        ("1,000 Nights: a^b", "1,000 Nights: a^b"),
    ],
)
def test_what_no_font_has_is_left_out_instead_of_boxes(title: str, shown: str) -> None:
    assert settable(title) == shown


def test_a_title_that_cannot_be_set_leaves_the_pen_name_in_the_middle() -> None:
    image = Image.open(io.BytesIO(draw(7, "\U0001f9ff", "Ana", "ltr", "en"))).convert("RGB")
    ground = image.getpixel((60, 600))

    def inked(top: int, bottom: int) -> bool:
        return any(image.getpixel((x, y)) != ground for x in range(92, 700) for y in range(top, bottom))

    assert (inked(60, 250), inked(280, 350), inked(400, 600)) == (False, True, False)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("title", ["Vows", "قصة Mixed English عربي 123", "A Very Long Title That Goes On " * 4])
def test_the_ornament_of_a_book_stands_below_its_title(title: str, direction: str) -> None:
    """The frame, the one that reaches furthest up, was drawn through titles of three lines."""
    framed = next(number for number in range(1, 400) if cloth_of(number, title)[1] % len(ORNAMENTS) == 0)
    cloth = cloth_of(framed, title)[0]
    image = Image.open(io.BytesIO(draw_cover(framed, title, "Ana", direction, "en"))).convert("RGB")
    art = tuple(int(cloth.art[at : at + 2], 16) for at in (1, 3, 5))

    def is_art(x: int, y: int) -> bool:
        pixel = image.getpixel((x, y))
        return isinstance(pixel, tuple) and sum(abs(one - other) for one, other in zip(pixel, art, strict=True)) < 60

    rows = [y for y in range(100, 890) if sum(is_art(x, y) for x in range(60, 540)) > 100]
    rule, frame = rows[0], next(y for y in rows if y > rows[0] + 4)
    assert sum(is_art(x, rule) for x in range(60, 540)) > 440
    assert frame > rule + 10
