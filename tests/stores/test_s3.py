"""Covers, pictures, books and archives in a bucket: written, served, swept, deleted, by a server that speaks S3."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from moto.server import ThreadedMotoServer
from PIL import Image

from inkstead.background.worker import run_waiting_jobs
from inkstead.exchange import archives, downloads
from inkstead.exchange.jobs import build_book
from inkstead.exchange.models import Archive
from inkstead.exchange.portable.read import PortableArchive
from inkstead.lib import keeping
from inkstead.lib.refusals import OutOfReach, Refused
from inkstead.library.models import Shelf, ShelfEntry
from inkstead.operations.doctor import examine
from inkstead.stores.files import Bucket, file_storage
from inkstead.stories import actions
from inkstead.stories.actions import covers
from inkstead.stories.covers import Files, keep_cover, prepare_cover
from inkstead.stories.images import forget_images, image_at, keep_images
from inkstead.stories.models import Story
from tests.api.conftest import program_of_person
from tests.conftest import ClientOf
from tests.world import World
from tests.writing.test_covers import png

NAME = "shelf-of-tests"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture(autouse=True)
def bucket(server: str) -> Iterator[Any]:
    """Empty, private, and where this site keeps its files."""
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
    client = boto3.resource("s3", endpoint_url=server, **keys)
    made = client.create_bucket(Bucket=NAME)
    with override_settings(STORAGES=storages(server)):
        yield made
    made.objects.all().delete()
    made.delete()


def storages(server: str) -> dict[str, Any]:
    here = Bucket(NAME, server, region="us-east-1", access_key="a", secret_key="b", prefix="/inkstead/")
    return {**settings.STORAGES, "default": file_storage(Path("unused"), here)}


def lying_in(bucket: Any) -> list[str]:
    return sorted(file.key for file in bucket.objects.all())


@pytest.fixture(scope="module")
def teal() -> Files:
    kept = BytesIO()
    Image.new("RGB", (600, 900), "teal").save(kept, "PNG")
    return prepare_cover(kept)


def test_a_cover_is_kept_served_replaced_and_deleted(world: World, bucket: Any, teal: Files) -> None:
    first = actions.set_cover(world.story, teal, by=world.ana).cover.name
    assert len(lying_in(bucket)) == 6
    assert all(name.startswith(f"inkstead/{first}-") for name in lying_in(bucket))
    answer = Client().get(f"/files/covers/{str(first).rpartition('/')[2]}-600.jpg")
    assert (answer.status_code, answer.content) == (200, teal["-600.jpg"])
    assert Client().get(f"/files/covers/{'0' * 40}-600.jpg").status_code == 404

    second = actions.set_cover(world.story, teal, by=world.ana).cover.name
    run_waiting_jobs()
    assert all(name.startswith(f"inkstead/{second}-") for name in lying_in(bucket))
    actions.remove_cover(world.story, by=world.ana)
    run_waiting_jobs()
    assert [name for name in lying_in(bucket) if "/covers/" in name] == []


def test_lost_covers_are_swept_out_of_it(
    world: World, bucket: Any, teal: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = actions.set_cover(world.story, teal, by=world.ana).cover.name
    keep_cover(teal)
    assert actions.forget_lost_covers() == 0  # they are young
    monkeypatch.setattr(covers, "kept_covers", lambda older_than: _all_covers(older_than))
    assert actions.forget_lost_covers() == 1
    assert {name[: len("inkstead/") + len(str(kept))] for name in lying_in(bucket)} == {f"inkstead/{kept}"}


_kept_covers = covers.kept_covers


def _all_covers(_older_than: timedelta) -> Iterator[str]:
    """Also those that came this moment."""
    return _kept_covers(timedelta(seconds=-60))


def test_pictures_are_kept_served_swept_and_go_with_their_story(
    world: World, bucket: Any, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = keep_images(world.story.pk, {"a": b"\xff\xd8\xff picture"})["a"]
    assert client_of(world.ana).get(address).content == b"\xff\xd8\xff picture" == image_at(address)
    assert actions.forget_unused_images() == 0
    monkeypatch.setattr("inkstead.stories.images.GRACE", timedelta(seconds=-60))
    assert actions.forget_unused_images() == 1
    assert lying_in(bucket) == []
    keep_images(world.story.pk, {"a": b"\xff\xd8\xff picture"})
    forget_images(world.story.pk)
    assert lying_in(bucket) == []


def test_a_book_is_kept_and_served_in_pieces(world: World, bucket: Any) -> None:
    path = f"/download/{world.story.pk}/{world.story.slug}.epub"
    whole, again = (b"".join(Client().get(path)) for _ in range(2))  # type: ignore[arg-type]
    assert whole == again
    assert whole.startswith(b"PK")
    [name] = [name for name in lying_in(bucket) if name.endswith(".epub")]
    assert bucket.Object(name).get()["Body"].read() == whole
    part = Client().get(path, headers={"Range": "bytes=2-5"})
    assert (part.status_code, b"".join(part)) == (206, whole[2:6])  # type: ignore[arg-type]
    downloads.forget_books(world.story.pk)
    assert lying_in(bucket) == []


def test_an_archive_is_made_fetched_and_forgotten(world: World, bucket: Any, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    assert world.ana.pen_name is not None
    archive = archives.ask_for_archive(world.ana.pen_name, by=world.ana)
    archives.make_archive(archive.pk, archive.turn)
    made = Archive.objects.get(pk=archive.pk)
    assert keeping.is_kept(made.file)
    fetched = client.get(f"/me/leaving/{world.ana.pen_name.slug}.zip")
    assert fetched.status_code == 200, fetched
    assert PortableArchive(BytesIO(b"".join(fetched))).names  # type: ignore[arg-type]
    Archive.objects.update(asked_at=made.asked_at - timedelta(days=30))
    archives.forget_old_archives()
    assert not [name for name in lying_in(bucket) if name.endswith(".zip")]


def test_a_bucket_that_does_not_answer_refuses_in_a_sentence_and_changes_nothing(world: World, teal: Files) -> None:
    before = actions.set_cover(world.story, teal, by=world.ana).cover.name
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with override_settings(STORAGES=storages(gone)):
        with pytest.raises(Refused, match="Files cannot be kept just now"):
            actions.set_cover(world.story, teal, by=world.ana)
        assert not next(finding for finding in examine() if finding.check == "files").ok
    assert Story.objects.get(pk=world.story.pk).cover.name == before
    assert next(finding for finding in examine() if finding.check == "files").ok


def test_while_the_bucket_does_not_answer_files_are_a_503_that_says_when_to_come_back(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is there before and afterwards: the control that it is the bucket that is missed."""
    monkeypatch.setattr("inkstead.stores.s3.ATTEMPTS", 1)
    client, story = client_of(world.ana), world.story
    picture = keep_images(story.pk, {"a": b"\xff\xd8\xff picture"})["a"]
    shelf = Shelf.objects.create(user=world.ana, title="Kept", secret="kept")
    ShelfEntry.objects.create(shelf=shelf, story=story, position=1)
    files = [picture, f"/download/{story.pk}/{story.slug}.epub", f"/download/shelf/{shelf.pk}-epub.zip"]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}"
    for path in files:
        assert client.get(path).status_code == 200, path
    with override_settings(STORAGES=storages(gone)):
        for path in [*files, f"/files/covers/{'0' * 40}-600.jpg"]:
            page = client.get(path)
            assert (page.status_code, page["Retry-After"], page.streaming) == (503, "30", False), path
            assert "Files cannot be fetched just now. Nothing was changed" in page.content.decode()
            assert page["Cache-Control"] == "private, no-store"
            told = client.get(path, headers={"Accept": "application/json"})
            assert (told.status_code, told["Retry-After"]) == (503, "30")
            assert told.json()["error"]["code"] == "busy"
        sent = program_of_person(world.ana).put(f"/stories/{story.pk}/cover", raw=png(), kind="image/png")
        assert (sent.status, sent.headers["Retry-After"], sent.code) == (503, "30", "busy")
        with pytest.raises(OutOfReach):
            build_book.func(story.pk, "epub")
    for path in files:
        assert client.get(path).status_code == 200, path


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match=r"pip install 'inkstead\[s3\]'"):
        file_storage(Path("unused"), Bucket(NAME))


def test_the_same_name_is_replaced_and_what_is_not_there_is_not_found(bucket: Any) -> None:
    for data in (b"one", b"two"):
        keeping.keep_bytes("books/1/a.txt", data)
    file = keeping.open_kept("books/1/a.txt")
    assert file is not None
    assert file.read() == b"two"
    assert keeping.open_kept("books/1/b.txt") is None
    assert (keeping.names_in("books/1"), keeping.folders_in("books")) == (["books/1/a.txt"], ["books/1"])
    assert (keeping.names_in("nowhere"), keeping.folders_in("nowhere")) == ([], [])
    assert default_storage.exists("books/1/a.txt")
    keeping.forget("books/1/a.txt")
    keeping.forget("books/1/a.txt")
    assert lying_in(bucket) == []
