"""Several books in one file: of a shelf, a series, or what somebody follows."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from django.utils import timezone

from inkstead.background.models import Job
from inkstead.exchange import gathering
from inkstead.exchange.jobs import make_books
from inkstead.library import actions as library
from inkstead.library.models import Place, Sharing, Shelf
from inkstead.stories import actions
from inkstead.stories.models import Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.world import World


@pytest.fixture
def shelf(world: World) -> Shelf:
    """Ben's, with every story of Ana's that he may see: a public, an unlisted and one for followers."""
    made = library.make_shelf(title="By the sea", by=world.ben)
    for visibility in (Visibility.UNLISTED, Visibility.PUBLIC, Visibility.FOLLOWERS):
        library.put_on_shelf(made, world.stories[visibility], by=world.ben)
    return made


def share(shelf: Shelf, world: World, sharing: Sharing) -> None:
    library.edit_shelf(shelf, by=world.ben, title=shelf.title, about="", sharing=sharing, pen_name=world.ben.pen_name)
    shelf.refresh_from_db()


def names(answer: object) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as opened:  # type: ignore[attr-defined]
        assert opened.testzip() is None
        return opened.namelist()


def test_ones_own_shelf_comes_whole_and_in_its_order(world: World, shelf: Shelf, client_of: ClientOf) -> None:
    answer = client_of(world.ben).get(f"/download/shelf/{shelf.pk}-epub.zip")
    assert answer["Content-Disposition"] == 'attachment; filename="by-the-sea-epub.zip"'
    came = names(answer)
    order = [entry.story.book_name.name for entry in shelf.entries.select_related("story").order_by("position", "pk")]
    assert came == [f"{number:03d}-{name}.epub" for number, name in enumerate(order, start=1)]
    assert len(order) == 3
    for who in (None, world.cleo, world.ana):
        assert client_of(who).get(f"/download/shelf/{shelf.pk}-epub.zip").status_code == 404
    for name in ("pdf", "mobi"):
        assert client_of(world.ben).get(f"/download/shelf/{shelf.pk}-{name}.zip").status_code == 404


def test_others_take_of_a_public_shelf_what_its_page_shows(world: World, shelf: Shelf, client_of: ClientOf) -> None:
    share(shelf, world, Sharing.PUBLIC)
    page = client_of(None).get(shelf.get_absolute_url()).text
    for who in (None, world.cleo):
        assert f'href="/download/shelf/{shelf.pk}-epub.zip"' in page
        assert names(client_of(who).get(f"/download/shelf/{shelf.pk}-text.zip")) == ["001-the-lighthouse.txt"]


def test_an_unlisted_shelf_is_taken_by_its_address_alone(world: World, shelf: Shelf, client_of: ClientOf) -> None:
    share(shelf, world, Sharing.UNLISTED)
    address = f"/download/shelf/with/{shelf.secret}/text.zip"
    assert address in client_of(None).get(shelf.secret_url).text
    assert names(client_of(None).get(address)) == ["001-the-lighthouse.txt"]
    assert client_of(None).get(f"/download/shelf/{shelf.pk}-text.zip").status_code == 404
    share(shelf, world, Sharing.PRIVATE)
    assert client_of(None).get(address).status_code == 404


def test_what_its_author_keeps_here_is_named_and_not_in_it(world: World, shelf: Shelf, client_of: ClientOf) -> None:
    actions.edit_story(world.story, by=world.ana, downloads=False)
    answer = client_of(world.ben).get(f"/download/shelf/{shelf.pk}-text.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as opened:
        assert "the-lighthouse.txt" not in "".join(opened.namelist())
        assert opened.read("left-out.txt").decode().split("\n")[2:] == ["The Lighthouse, by Ana", ""]


def test_a_large_one_is_made_in_the_background(
    world: World, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "WORDS_AT_ONCE", 50)
    shelf = library.make_shelf(title="Long", by=world.ben)
    for number in range(3):
        story = make_story(world.ana, f"Long {number}", tags=[])
        make_part(story, "One", text="word " * 40)
        library.put_on_shelf(shelf, story, by=world.ben)
    ben, address = client_of(world.ben), f"/download/shelf/{shelf.pk}-text.zip"
    for _ in range(2):
        waiting = ben.get(address)
        assert (waiting.status_code, waiting["Refresh"]) == (202, "3")
        assert "0 of 3 books" in waiting.text
    job = Job.objects.get(task_path=gathering.JOB)
    make_books.func(*job.args)
    assert len(names(ben.get(address))) == 3


def test_what_somebody_reads_is_theirs_too(world: World, client_of: ClientOf, client: Client) -> None:
    ben = client_of(world.ben)
    assert ben.get("/download/reading-text.zip").status_code == 404
    assert "/download/reading-epub.zip" not in ben.get("/library/").text
    for part in (world.part, world.parts[Visibility.PRIVATE, "published"]):
        Place.objects.create(user=world.ben, story=part.story, part=part, at=timezone.now())
    assert names(ben.get("/download/reading-text.zip")) == ["001-the-lighthouse.txt"]
    assert "/download/reading-epub.zip" in ben.get("/library/").text
    assert client.get("/download/reading-text.zip").status_code == 302


def test_what_somebody_follows_is_theirs(world: World, client_of: ClientOf, client: Client) -> None:
    assert names(client_of(world.ben).get("/download/library-text.zip")) == ["001-for-friends.txt"]
    assert "/download/library-epub.zip" in client_of(world.ben).get("/library/follows/").text
    assert client_of(world.cleo).get("/download/library-text.zip").status_code == 404
    assert client.get("/download/library-text.zip").status_code == 302
