"""The preview is a draft of the story's parts: joined, divided, named, ordered, left out; then kept, or taken back."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.test import Client

from inkstead.background.worker import run_waiting_jobs
from inkstead.exchange import arrivals
from inkstead.exchange.models import Arrival, ArrivedFile, ArrivedPart
from inkstead.exchange.sources import SourceFile
from inkstead.stories.models import Part, Story
from tests.conftest import ClientOf
from tests.exchange.formats.documents import SECRETS, word_document
from tests.exchange.test_views import upload
from tests.world import World

BOOK = "# One\n\nIt was dark.\n\nThen light.\n\n## Dawn\n\nBirds.\n\n# Two\n\nIt was *bright*.\n\n# Three\n\nThe end."


@pytest.fixture
def client(world: World, client_of: ClientOf) -> Client:
    return client_of(world.ben)


@pytest.fixture
def place(client: Client) -> str:
    return upload(client, ("book.md", BOOK.encode()), title="Light")["Location"]


def parts() -> list[ArrivedPart]:
    return list(Arrival.objects.get().parts.all())


def titles() -> list[str]:
    return [part.title for part in parts()]


def act(client: Client, place: str, what: str, title: str, **more: object) -> None:
    part = next(part for part in parts() if part.title == title)
    answer = client.post(f"{place}part/{part.pk}/{what}/", more)
    assert (answer.status_code, answer["Location"]) == (302, place)


def test_joining_keeps_every_word_and_the_title_as_a_heading(client: Client, place: str) -> None:
    words = sum(part.words for part in parts())
    act(client, place, "join", "Two")

    assert titles() == ["One", "Three"]
    assert re.sub(r' id="[^"]*"', "", parts()[0].html).endswith("<h3>Two</h3>\n<p>It was <em>bright</em>.</p>")
    assert sum(part.words for part in parts()) == words + 1
    assert len(set(re.findall(r'id="([^"]*)"', parts()[0].html))) == parts()[0].html.count(" id=")


def test_a_part_is_divided_where_somebody_says(client: Client, place: str) -> None:
    page = client.get(f"{place}part/{parts()[0].pk}/divide/").content.decode()
    assert "Then light." in page
    act(client, place, "divide", "One", block=1)
    act(client, place, "divide", "One (2)", block=1)

    assert titles() == ["One", "One (2)", "Dawn", "Two", "Three"]
    assert [part.beginning for part in parts()][:3] == ["It was dark.", "Then light.", "Birds."]


def undo_of(client: Client, place: str) -> str:
    """Where the button of the newest message leads."""
    found = re.findall(rf'action="({place}undo/\d+/)"', client.get(place).content.decode())
    assert len(found) == 1
    return str(found[0])


def shape() -> list[tuple[int, str, str]]:
    return [(part.position, part.title, part.html) for part in parts()]


@pytest.mark.parametrize("what", ["join", "divide", "leave-out"])
def test_each_change_has_an_undo_and_numbers_follow_each_other(
    client: Client, place: str, client_of: ClientOf, world: World, what: str
) -> None:
    before = shape()
    if what == "divide":
        act(client, place, what, "One", block=1)
    else:
        act(client, place, what, "Two")
    assert [part.position for part in parts()] == list(range(1, len(parts()) + 1))
    undo = undo_of(client, place)
    assert client_of(world.cleo).post(undo).status_code == 404
    assert shape() != before

    assert client.post(undo)["Location"] == place
    assert shape() == before
    refused = client.post(undo, HTTP_REFERER=f"http://testserver{place}", follow=True)
    assert "This can no longer be undone" in refused.content.decode()
    assert shape() == before


def test_undoing_keeps_titles_typed_since_and_loses_no_later_change(client: Client, place: str) -> None:
    act(client, place, "join", "Two")
    undo = undo_of(client, place)
    client.post(f"{place}order/", {f"title-{parts()[0].pk}": "Night", f"place-{parts()[0].pk}": "2"})
    client.post(undo)
    assert titles() == ["Three", "Night", "Two"]
    act(client, place, "join", "Two")
    undo = undo_of(client, place)
    act(client, place, "divide", "Night", block=1)
    before = shape()
    told = client.post(undo, HTTP_REFERER=f"http://testserver{place}", follow=True)
    assert "changed again since" in told.content.decode()
    assert shape() == before


def test_no_button_loses_what_was_typed_elsewhere_on_the_page(client: Client, place: str) -> None:
    for number, path in enumerate(["order/", "part/{}/join/", "part/{}/divide/", "part/{}/leave-out/"]):
        one, last = parts()[0], parts()[-1]
        typed = {"title": f"Lamps {number}", "then": "publish", f"title-{one.pk}": f"Typed {number}"}
        answer = client.post(place + path.format(last.pk), typed | {"asked-cover": "1"})
        assert answer.status_code == 302, path
        form = client.get(place).context["form"]
        assert form.initial == {"title": f"Lamps {number}", "then": "publish", "cover": False}
        assert parts()[0].title == f"Typed {number}"
        if "divide" in path:  # asked where, with what was typed kept
            assert answer["Location"] == f"{place}part/{last.pk}/divide/"
            act(client, place, "divide", f"Typed {number}", block=1)
    wrong = client.post(place, {"title": "", f"title-{parts()[0].pk}": "Typed at last"})
    assert (wrong.status_code, parts()[0].title) == (422, "Typed at last")
    client.post(place, {"title": "Lamps", "then": "drafts"})
    assert Story.objects.get(title="Lamps").parts.in_order()[0].title == "Typed at last"


def test_a_part_that_another_window_joined_is_told_as_that(client: Client, place: str) -> None:
    two = parts()[1]
    act(client, place, "join", "Two")
    sentence = "This part is not here any more: it was joined, divided or left out in another window."
    for what in ("join", "leave-out", "divide"):
        path = f"{place}part/{two.pk}/{what}/"
        told = client.post(path, {"block": "1"}, HTTP_REFERER=f"http://testserver{place}", follow=True)
        assert sentence in told.content.decode(), what
    assert sentence in client.get(f"{place}part/{two.pk}/divide/", follow=True).content.decode()
    assert titles() == ["One", "Three"]


def test_titles_and_places_are_typed(client: Client, place: str) -> None:
    one, two, three = parts()
    client.post(f"{place}order/", {f"title-{one.pk}": "First", f"place-{three.pk}": "1", f"place-{one.pk}": "3"})

    assert titles() == ["Three", "Two", "First"]
    client.post(f"{place}order/", {f"place-{two.pk}": "1"})
    assert titles() == ["Two", "Three", "First"]


def test_what_is_left_out_does_not_come_in_and_keeping_saves_what_was_typed(client: Client, place: str) -> None:
    act(client, place, "leave-out", "Two")
    one, three = parts()
    client.post(
        place, {"title": "Light", f"title-{one.pk}": "Night", f"place-{one.pk}": "1", f"title-{three.pk}": "End"}
    )

    story = Story.objects.get(title="Light")
    assert [part.title for part in story.parts.in_order()] == ["Night", "End"]


def test_what_was_kept_can_be_taken_back(client: Client, place: str) -> None:
    client.post(place, {"title": "Light", "then": "publish"})
    page = client.get(f"/write/story/{Story.objects.get(title='Light').pk}/").content.decode()
    undo = re.search(r'action="(/write/undo/[^"]+)"', page)
    assert undo

    answer = client.post(undo[1], follow=True)

    assert answer.redirect_chain == [("/write/bin/", 302)]
    assert "is in the bin for thirty days" in answer.content.decode()
    assert Story.objects.get(title="Light").binned_at is not None
    assert client.get(place)["Location"] == "/write/bin/"


def test_taking_back_leaves_what_was_there_before(client: Client, place: str, world: World) -> None:
    client.post(place, {"title": "Light"})
    second = upload(client, ("more.txt", b"More words."), title="Light")["Location"]
    client.post(second, {"title": "Light"})
    story = Story.objects.get(title="Light")
    undo = re.findall(r'action="(/write/undo/[^"]+)"', client.get(f"/write/story/{story.pk}/").content.decode())[-1]

    client.post(undo)

    story.refresh_from_db()
    assert story.binned_at is None
    assert [part.title for part in story.parts.filter(binned_at__isnull=True).in_order()] == ["One", "Two", "Three"]


def test_other_pages_of_parts_are_reached_with_what_was_typed(
    client: Client, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inkstead.exchange.queries.PER_PAGE", 2)
    assert client.get(place).content.decode().count('name="to" value="2"') == 1
    answer = client.post(f"{place}order/", {f"title-{parts()[0].pk}": "Night", "to": "2"})
    assert (answer["Location"], titles()[0]) == (f"{place}?page=2", "Night")
    many = "\n\n".join(f"# Part of {number}\n\nWords." for number in range(9))
    other = upload(client, ("many.md", many.encode()), title="Many")["Location"]
    monkeypatch.undo()
    for where, rows in ((place, 1), (other, 2)):
        assert client.get(where).content.decode().count('<div class="button-row arrived-row">') == rows


def test_nobody_else_arranges_it(client: Client, place: str, world: World, client_of: ClientOf) -> None:
    part = parts()[1]
    for path in ("order/", f"part/{part.pk}/join/", f"part/{part.pk}/divide/", f"part/{part.pk}/leave-out/"):
        assert client_of(world.cleo).post(place + path, {"block": 1}).status_code == 404
    assert titles() == ["One", "Two", "Three"]


def test_a_large_one_is_read_in_the_background(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "AT_ONCE", 10)
    place = upload(client, ("lamp.docx", word_document()))["Location"]

    waiting = client.get(place)
    assert waiting["Refresh"] == "2"
    assert "<progress" in waiting.content.decode()
    assert ArrivedFile.objects.count() == 1
    run_waiting_jobs()

    assert "2 parts" in client.get(place).content.decode()
    assert ArrivedFile.objects.count() == 0
    assert Arrival.objects.get().title == "The Lamp"


def test_many_short_ones_are_read_in_the_background_too(client: Client) -> None:
    """Each is read in a process of its own, whatever its length; its control is a handful of them."""
    for many, later in ((4, False), (140, True)):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for number in range(many):
                archive.writestr(f"Part {number}.md", f"Words of {number}.")
        place = upload(client, ("all.zip", packed.getvalue()))["Location"]
        assert (client.get(place).headers.get("Refresh") == "2") == later


def test_a_large_one_that_cannot_be_read_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "AT_ONCE", 10)
    place = upload(client, ("lamp.docx", word_document()[:-500]))["Location"]
    run_waiting_jobs()

    assert "damaged or cut off" in client.get(place).content.decode()
    assert ArrivedFile.objects.count() == 0


def test_calling_it_off_ends_the_reading(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "AT_ONCE", 10)
    place = upload(client, ("lamp.txt", b"It rained.\n\nAgain."))["Location"]
    monkeypatch.setattr(arrivals, "_fill", lambda *_: pytest.fail("nobody wanted it"))
    read = arrivals._prepare

    def thrown_away_meanwhile(*args: object, **how: object) -> object:
        client.post(f"{place}forget/")
        return read(*args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(arrivals, "_prepare", thrown_away_meanwhile)
    run_waiting_jobs()

    assert not Arrival.objects.exists()


def test_a_document_leaves_no_trace_of_what_it_hid(world: World, client: Client, client_of: ClientOf) -> None:
    place = upload(client, ("lamp.docx", word_document()))["Location"]
    stranger, page = client_of(None), client.get(place).content.decode()
    client.post(place, {"title": "The Lamp", "then": "publish"})
    story = Story.objects.get(title="The Lamp")
    part = story.parts.in_order()[0]
    desk, read = client.get(f"/write/part/{part.pk}/"), stranger.get(part.get_absolute_url())
    books = [stranger.get(f"/download/{story.pk}/{story.slug}.{kind}") for kind in ("html", "txt", "md", "json")]
    shown = [page, desk.content.decode(), read.content.decode(), *(book.getvalue().decode() for book in books)]

    assert "’twas" in shown[2]
    assert not [secret for secret in SECRETS for text in [*shown, everything()] if secret in text]


def everything() -> str:
    """Every value of every row."""
    from django.apps import apps

    return "\n".join(str(row) for model in apps.get_models() for row in model._default_manager.values())


def test_only_so_many_uploads_arrive_at_once(world: World, client: Client) -> None:
    from inkstead.exchange.uploads import turns

    with turns.of(world.ben.pk):
        answer = client.post("/write/import/", {"uploads": []})
    assert "Another upload is still arriving" in answer.content.decode()
    assert client.post("/write/import/", {"text": " "}).status_code == 422


def test_receiving_reads_small_ones_at_once(world: World) -> None:
    assert world.ana.pen_name is not None
    arrival = arrivals.receive([SourceFile("a.txt", b"It rained.")], by=world.ana, author=world.ana.pen_name)
    assert (arrival.reading, arrival.words_before, arrival.parts.count()) == ("ready", 2, 1)
    assert Part.objects.filter(title="A").count() == 0
