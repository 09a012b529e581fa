"""Uploaded covers: files that come and go with their rows, and addresses that give nothing else away."""

from __future__ import annotations

import os
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from inkstead.background.worker import run_waiting_jobs
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.covers import NAME, Files, cover_of, keep_cover, prepare_cover, read_cover
from inkstead.stories.models import Story
from inkstead.stories.queries import story_card
from tests.world import World


def files(colour: str = "teal") -> Files:
    kept = BytesIO()
    Image.new("RGB", (600, 900), colour).save(kept, "PNG")
    kept.seek(0)
    return prepare_cover(kept)


TEAL = files()


def on_disk() -> set[str]:
    return {path.name for path in (Path(settings.FILES) / "covers").glob("*/*")}


@pytest.fixture(autouse=True)
def _empty() -> None:
    for path in (Path(settings.FILES) / "covers").glob("*/*"):
        path.unlink()


def test_a_cover_is_six_files_with_a_name_that_nobody_guesses(world: World) -> None:
    names = [actions.set_cover(world.story, TEAL, by=world.ana).cover.name for _ in range(2)]
    assert names[0] != names[1]
    word = str(names[1]).rpartition("/")[2]
    assert len(word) == 40
    expected = {f"{word}-{width}.{suffix}" for width in (600, 240) for suffix in ("avif", "webp", "jpg")}
    assert expected <= on_disk()
    assert all(NAME.fullmatch(name) for name in expected)


def test_what_a_story_no_longer_has_is_swept_away_by_its_reaction(world: World) -> None:
    first = actions.set_cover(world.story, TEAL, by=world.ana).cover.name
    second = actions.set_cover(world.story, TEAL, by=world.ana).cover.name
    assert len(on_disk()) == 12
    run_reactions()
    assert {name[:40] for name in on_disk()} == {str(second).rpartition("/")[2]}
    for _ in range(2):
        actions.remove_cover(world.story, by=world.ana)
    run_reactions()
    assert on_disk() == set()
    assert first != second


def test_a_deleted_story_takes_its_cover_along(world: World) -> None:
    actions.set_cover(world.story, TEAL, by=world.ana)
    actions.bin_story(world.story, by=world.ana)
    run_reactions()
    assert len(on_disk()) == 6
    actions.delete_story(world.story, by=world.ana)
    run_reactions()
    assert on_disk() == set()


def test_whoever_may_not_leaves_no_file_behind(world: World) -> None:
    with pytest.raises(Refused):
        actions.set_cover(world.story, TEAL, by=world.ben)
    assert on_disk() == set()


def test_files_that_no_row_names_are_swept_after_a_day(world: World) -> None:
    kept = actions.set_cover(world.story, TEAL, by=world.ana).cover.name
    lost, young = keep_cover(TEAL), keep_cover(TEAL)
    yesterday = time.time() - 90_000
    for name in (kept, lost):
        for path in (Path(settings.FILES)).glob(f"{name}-*"):
            os.utime(path, (yesterday, yesterday))
    assert actions.forget_lost_covers() == 1
    assert {name[:40] for name in on_disk()} == {str(name).rpartition("/")[2] for name in (kept, young)}


def test_a_cover_is_served_for_ever_and_as_what_it_is(world: World) -> None:
    cover = cover_of(str(actions.set_cover(world.story, TEAL, by=world.ana).cover.name))
    assert cover is not None
    for suffix, kind in (("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")):
        answer = Client().get(cover.url.replace("jpg", suffix))
        assert answer.status_code == 200
        assert answer["Content-Type"] == kind
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not answer.has_header("Set-Cookie")
        assert answer.content == TEAL[f"-600.{suffix}"]


@pytest.mark.parametrize(
    "path",
    [
        "covers/../secret-key",
        "covers/..%2fsecret-key",
        "covers/%2e%2e/secret-key",
        "covers/",
        "share/1.png",
        "secret-key",
        f"covers/{'0' * 40}-600.jpg",
        f"covers/{'0' * 40}-600.svg",
        f"covers/{'0' * 40}-600.jpg%00",
        f"covers/{'0' * 40}-600.jpg/",
    ],
)
def test_nothing_else_is_served_from_the_folder_of_files(world: World, path: str) -> None:
    default_storage.save("secret", BytesIO(b"x")) if not default_storage.exists("secret") else None
    assert Client().get(f"/files/{path}").status_code in (404, 301)
    assert Client().get("/files/secret").status_code == 404
    assert read_cover(path) is None


def test_a_card_knows_the_addresses_without_asking(world: World) -> None:
    actions.set_cover(world.story, TEAL, by=world.ana)
    story = Story.objects.select_related("author", "counts").get(pk=world.story.pk)
    card = story_card(story)
    assert card.cover is not None
    assert card.cover_url.endswith("-600.jpg")
    assert card.cover.avif.endswith("-600.avif 600w")
    page = Client().get(story.get_absolute_url()).content.decode()
    assert f'src="{card.cover_url}"' in page
    assert 'alt="Cover of The Lighthouse" width="600" height="900"' in page
    assert Client().get(f"/api/v1/stories/{story.pk}").json()["cover"] == card.cover_url


def test_the_picture_for_links_shows_the_cover(world: World) -> None:
    path = f"/share/story/{world.story.pk}.png"
    drawn = Client().get(path).content
    actions.set_cover(world.story, TEAL, by=world.ana)
    shown = Image.open(BytesIO(Client().get(path).content)).convert("RGB")
    assert shown.size == (1200, 630)
    teal = (0, 128, 128)
    assert all(abs(a - b) < 24 for a, b in zip(shown.getpixel((1000, 315)), teal, strict=True))  # type: ignore[arg-type]
    actions.remove_cover(world.story, by=world.ana)
    assert Client().get(path).content == drawn


def run_reactions() -> None:
    run_waiting_jobs()


def test_a_book_of_the_story_holds_its_cover(world: World) -> None:
    def cover() -> bytes:
        book = Client().get(f"/download/{world.story.pk}/{world.story.slug}.epub")
        assert book.status_code == 200
        with zipfile.ZipFile(BytesIO(b"".join(book))) as packed:  # type: ignore[arg-type]
            [name] = [name for name in packed.namelist() if Path(name).name == "cover.jpg"]
            return packed.read(name)

    drawn = cover()
    actions.set_cover(world.story, TEAL, by=world.ana)
    uploaded = cover()
    assert uploaded != drawn
    colour = Image.open(BytesIO(uploaded)).convert("RGB").getpixel((10, 10))
    assert all(abs(a - b) < 24 for a, b in zip(colour, (0, 128, 128), strict=True))  # type: ignore[arg-type]
