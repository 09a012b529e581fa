"""The cover on the page about a story: sent, refused in one sentence, taken away."""

from __future__ import annotations

import logging
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from inkstead.lib.pictures import BYTES
from inkstead.stories.models import Contributor, Story
from tests.conftest import ClientOf
from tests.lib.pictures.hostile import HOSTILE, scans
from tests.world import World

COST = re.compile(r"took ([\d.]+) s and (\d+) MB")


def png(size: tuple[int, int] = (600, 900)) -> bytes:
    kept = BytesIO()
    Image.new("RGB", size, "teal").save(kept, "PNG")
    return kept.getvalue()


def send(
    client: Client, world: World, content: bytes, name: str = "cover.png", kind: str = "image/png"
) -> HttpResponse:
    file = SimpleUploadedFile("cover.png", content, "image/png")
    return client.post(f"/write/story/{world.story.pk}/cover/", {"cover": file})  # type: ignore[return-value]


def cover(world: World) -> str:
    return str(Story.objects.get(pk=world.story.pk).cover.name or "")


def test_a_picture_is_sent_shown_and_taken_away(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    assert send(client, world, png()).status_code == 302
    first = cover(world)
    page = client.get(f"/write/story/{world.story.pk}/about/").content.decode()
    assert "Take the cover away" in page
    assert first.rpartition("/")[2] in page
    assert first.rpartition("/")[2] in Client().get("/stories/").content.decode()
    client.post(f"/write/story/{world.story.pk}/cover/", {"remove": "1"})
    assert cover(world) == ""
    assert first.rpartition("/")[2] not in Client().get("/stories/").content.decode()


def wrong() -> Iterator[tuple[str, bytes, str]]:
    yield "a text with another name", b"It was dark.", "This is not a picture that can be read here."
    yield "too small", png((100, 100)), "This picture is too small"
    yield "a drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "This is an SVG drawing."
    yield "half a picture", png()[:300], "This picture is damaged or not whole."
    yield "too many bytes", png() + bytes(BYTES), "This file is larger than 10 MB."


@pytest.mark.parametrize(("content", "why"), [(c, w) for _, c, w in wrong()], ids=[name for name, *_ in wrong()])
def test_a_wrong_file_changes_nothing_and_is_told_in_one_sentence(
    world: World, client_of: ClientOf, content: bytes, why: str
) -> None:
    client = client_of(world.ana)
    send(client, world, png())
    before = cover(world)
    answer = send(client, world, content)
    assert answer.status_code == 422
    assert answer.content.decode().count(why) == 1
    assert cover(world) == before != ""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_costs_little_through_the_page(
    world: World, client_of: ClientOf, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    """Of the cage: processor time and memory; of this process: nothing that could be seen."""
    caplog.set_level(logging.DEBUG, "inkstead.lib.cage")
    make, why = HOSTILE[name]
    content, client, before, memory = make(), client_of(world.ana), cover(world), _megabytes()

    answer = send(client, world, content)

    for seconds, most in COST.findall(caplog.text):
        assert float(seconds) < 5
        assert int(most) < 256
    assert _megabytes() - memory < 64
    if why:
        assert answer.status_code == 422
        assert answer.content.decode().count(why) == 1
        assert cover(world) == before
    else:
        assert answer.status_code == 302


def test_the_largest_with_as_many_scans_as_may_be_costs_little_whatever_comes_of_it(
    world: World, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    """How far a processor comes within its seconds decides whether it is taken."""
    caplog.set_level(logging.DEBUG, "inkstead.lib.cage")
    answer = send(client_of(world.ana), world, scans(99))
    assert answer.status_code in (302, 422)
    costs = COST.findall(caplog.text)
    assert costs
    assert all(float(seconds) < 5 and int(most) < 256 for seconds, most in costs)


def test_the_control_decoded_here_it_takes_memory_here() -> None:
    """In a process of its own, whose memory is its own."""
    program = (
        "import sys; from PIL import Image; from tests.lib.pictures.hostile import png_of; import io, resource\n"
        "file = io.BytesIO(png_of(30_000, 30_000)); Image.MAX_IMAGE_PIXELS = None\n"
        "Image.open(file).load(); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(ran.stdout) > 800


def test_no_file_at_all_is_told(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.ana).post(f"/write/story/{world.story.pk}/cover/")
    assert answer.status_code == 422
    assert "Choose a picture first." in answer.content.decode()


def test_strangers_and_editors_change_no_cover(world: World, client_of: ClientOf) -> None:
    assert {send(client_of(user), world, png()).status_code for user in (world.ben, world.cleo)} == {404}
    assert send(client_of(None), world, png()).status_code == 302
    assert world.ben.pen_name is not None
    Contributor.objects.create(story=world.story, pen_name=world.ben.pen_name, role="editor")
    assert send(client_of(world.ben), world, png()).status_code == 403
    assert cover(world) == ""


def test_the_form_needs_its_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ana)
    assert send(client, world, png()).status_code == 403
    assert cover(world) == ""


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
