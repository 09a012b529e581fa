"""A manuscript on a page: look at it first, then keep all of it or nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from inkstead.exchange.models import Arrival, ArrivedFile
from inkstead.stories.covers import read_cover
from inkstead.stories.models import Part, State, Story
from tests.conftest import ClientOf
from tests.exchange.formats.test_epub_reading import with_cover, with_picture
from tests.world import World

WAITING = re.compile(r'<li>(<a href="/write/import/\d+/".*?)</li>')
BOOK = "# One\n\nIt was dark.\n\n# Two\n\nIt was *bright*."


def upload(client: Client, *files: tuple[str, bytes], path: str = "/write/import/", **more: object) -> HttpResponse:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    given = {"uploads": uploads, **more}
    if path == "/write/import/":
        form = client.get(path).context["form"]
        given.setdefault("author", form.fields["author"].initial)
    return client.post(path, given)


def test_nothing_is_kept_before_it_was_looked_at(world: World, client_of: ClientOf) -> None:
    client, before = client_of(world.ben), Story.objects.count()

    answer = upload(client, ("book.md", BOOK.encode()), title="Light")
    preview = client.get(answer["Location"])

    page = preview.content.decode()
    assert preview.status_code == 200
    assert "2 parts" in page
    assert "It was bright." in page
    assert Story.objects.count() == before

    kept = client.post(answer["Location"], {"title": "Light and Dark"})
    story = Story.objects.get(title="Light and Dark")
    assert kept["Location"] == f"/write/story/{story.pk}/"
    assert [(part.title, part.state) for part in story.parts.in_order()] == [("One", "draft"), ("Two", "draft")]
    assert Arrival.objects.count() == 0
    assert ArrivedFile.objects.count() == 0


def test_a_second_click_keeps_nothing_twice(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ben)
    place = upload(client, ("book.md", BOOK.encode()), title="Light")["Location"]

    assert client.post(place, {"title": "Light", "then": "publish"}).status_code == 302
    again = client.post(place, {"title": "Light", "then": "publish"}, follow=True)
    assert again.redirect_chain == [(f"/write/story/{Story.objects.get(title='Light').pk}/", 302)]
    assert "This manuscript was kept already, in another window: it stands in “Light”." in again.content.decode()
    assert Part.objects.filter(story__title="Light", state=State.PUBLISHED).count() == 2


def test_a_pasted_text_is_recognised_like_a_file(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ben)
    pasted = "15.6K 385 42\n\nIt was dark.\n\nNobody spoke.\n\nALANAWhere stories live. Discover now"

    place = upload(client, title="Vows", text=pasted, format="auto")["Location"]
    client.post(place, {"title": "Vows"})

    part = Story.objects.get(title="Vows").parts.get()
    assert part.title == "ALANA"
    assert part.elsewhere is not None
    assert part.elsewhere["shown"] == "15.6K 385 42"


def test_files_come_in_natural_order_into_one_story(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ben)
    files = [(f"{n}.txt", f"Part number {n}.".encode()) for n in (10, 2, 1)]

    place = upload(client, *files, title="Counted")["Location"]
    client.post(place, {"title": "Counted"})

    assert [part.title for part in Story.objects.get(title="Counted").parts.in_order()] == ["1", "2", "10"]


def test_a_file_goes_to_the_end_of_a_story(world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/story/{world.story.pk}/import/"
    before = world.story.parts.count()

    place = upload(client, ("dawn.txt", b"It was dark."), path=path)["Location"]
    client.post(place, {"title": "ignored"})

    last = world.story.parts.in_order().last()
    assert last is not None
    assert (world.story.parts.count(), last.title) == (before + 1, "Dawn")
    assert not Story.objects.filter(title="ignored").exists()


def test_nobody_else_finds_what_is_waiting(world: World, client_of: ClientOf) -> None:
    place = upload(client_of(world.ana), ("book.md", BOOK.encode()), title="Light")["Location"]

    for client in (client_of(world.ben), client_of(world.cleo)):
        assert client.get(place).status_code == 404
        assert client.post(place, {"title": "Mine"}).status_code == 404
        assert client.post(f"{place}forget/").status_code == 404
        assert upload(client, ("a.txt", b"Words."), path=f"/write/story/{world.story.pk}/import/").status_code == 404
    assert Arrival.objects.count() == 1


def test_it_can_be_thrown_away(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    place = upload(client, ("book.md", BOOK.encode()))["Location"]

    client.post(f"{place}forget/")

    answer = client.get(place, follow=True)
    assert answer.redirect_chain == [("/write/", 302)]
    assert "This manuscript was thrown away" in answer.content.decode()
    assert client_of(world.ben).get(place).status_code == 404
    assert ArrivedFile.objects.count() == 0


def test_what_waits_is_bounded_in_number_and_in_time(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    upload(client, ("old.txt", b"Yesterday."))
    Arrival.objects.update(created_at=timezone.now() - timedelta(days=2))

    answers = [upload(client, ("new.txt", f"Today {number}.".encode())) for number in range(4)]
    into = f"/write/story/{world.story.pk}/import/"
    answers.append(upload(client, ("new.txt", b"Today 4."), path=into))
    assert [answer.status_code for answer in answers] == [302] * 5
    refused = upload(client, ("new.txt", b"Today 5."), title="A typed title")

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "5 manuscripts wait for your word already: keep one of them or throw it away first." in page
    assert 'value="A typed title"' in page
    assert [arrival.parts.get().beginning for arrival in Arrival.objects.order_by("pk")] == [
        f"Today {number}." for number in range(5)
    ]
    for where in (page, client.get("/write/").content.decode(), client.get(into).content.decode()):
        told = [", ".join(re.sub("<[^>]*>", "", one).split(", ")[:2]) for one in WAITING.findall(where)]
        assert told == [f"More of “{world.story.title}”, 1 part", *["New, 1 part"] * 4]
        assert where.count("<time") >= 5
    newest = Arrival.objects.order_by("-pk")[0]
    Arrival.objects.filter(pk=newest.pk).update(reading="refused")  # which takes no room
    assert upload(client, ("new.txt", b"Today 6.")).status_code == 302
    assert "cannot be read" in client.get("/write/").content.decode()
    assert not WAITING.findall(client_of(world.ben).get("/write/").content.decode())


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", ""),
        ("book.pdf", b"%PDF-1.7 words", "book.pdf"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), ""),
        ("line.txt", b"x" * 1_100_000, "1,000,000"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(
    world: World, client_of: ClientOf, name: str, data: bytes, says: str
) -> None:
    answer = upload(client_of(world.ben), (name, data), title="A Title I Thought About")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "A Title I Thought About" in page
    assert Arrival.objects.count() == 0


def test_nothing_at_all_is_said_too(world: World, client_of: ClientOf) -> None:
    answer = upload(client_of(world.ben), text="   ")

    assert answer.status_code == 422
    assert "Choose a file, or paste a text." in answer.content.decode()


def test_more_than_the_limit_is_refused_with_a_sentence(world: World, client_of: ClientOf) -> None:
    files = [(f"{n}.txt", b"words " * 3_000_000) for n in range(2)]

    answer = upload(client_of(world.ben), *files)

    assert answer.status_code == 422
    assert "larger than 32 MB" in answer.content.decode()
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.txt",
        "..\\..\\boot.txt",
        "a\x00b.txt",
        "<script>alert(1)</script>.txt",
        "\u202etxt.exe.txt",
        "x" * 400 + ".txt",
        "'; DROP TABLE stories_story; --.txt",
    ],
)
def test_hostile_names_are_only_words(world: World, client_of: ClientOf, name: str) -> None:
    client = client_of(world.ben)

    answer = upload(client, (name, b"It was dark."))

    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page
    title = Arrival.objects.get().title
    assert client.post(answer["Location"], {"title": title}).status_code == 302
    [part] = Part.objects.filter(story__author=world.ben.pen_name)
    assert "/" not in part.title
    assert "\\" not in part.title


def test_an_upload_without_its_token_is_refused(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ben)

    answer = client.post("/write/import/", {"uploads": SimpleUploadedFile("a.txt", b"It was dark.")})

    assert answer.status_code == 403
    assert Arrival.objects.count() == 0


def test_the_cover_of_a_book_is_offered_and_becomes_the_storys(world: World, client_of: ClientOf) -> None:
    client, book = client_of(world.ben), with_cover(with_picture())
    preview = upload(client, ("book.epub", book), title="With its cover")["Location"]
    page = client.get(preview).content.decode()
    assert "Take the cover of the book for the story" in page
    shown = client.get(f"{preview}cover.jpg")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert client_of(world.ana).get(f"{preview}cover.jpg").status_code == 404

    client.post(preview, {"title": "With its cover", "then": "drafts", "cover": "on"})
    story = Story.objects.get(title="With its cover")
    assert story.cover.name
    assert read_cover(f"{str(story.cover.name).rpartition('/')[2]}-600.jpg")

    preview = upload(client, ("book.epub", book), title="Without it")["Location"]
    client.post(preview, {"title": "Without it", "then": "drafts"})
    assert not Story.objects.get(title="Without it").cover.name


def test_a_story_that_stands_already_keeps_its_own_cover(world: World, client_of: ClientOf) -> None:
    client, book = client_of(world.ana), with_cover(with_picture())
    for path in (f"/write/story/{world.story.pk}/import/", "/write/import/"):
        more = {} if "story" in path else {"title": world.story.title}
        preview = upload(client, ("book.epub", book), path=path, **more)["Location"]
        assert "Take the cover" not in client.get(preview).content.decode()
        client.post(preview, {"title": world.story.title, "then": "drafts", "cover": "on"})
        assert not Story.objects.get(pk=world.story.pk).cover.name


def test_the_language_that_was_guessed_is_shown_before_anything_is_kept(world: World, client_of: ClientOf) -> None:
    client, text = client_of(world.ana), "הסיפור התחיל בלילה ארוך, ואיש לא ידע היכן ייגמר."
    arrived = upload(client, ("laila.txt", text.encode()))
    shown = client.get(arrived["Location"]).content.decode()
    assert 'Language: <bdi lang="he">עברית</bdi>' in shown
    assert "by its letters it is taken for עברית (he)" in shown

    client.post(arrived["Location"], {"title": "Laila", "then": "drafts"})

    assert Story.objects.get(title="Laila").language == "he"


def test_bringing_the_same_in_again_says_that_nothing_was_added(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ben)
    for sentence in ("2 parts are in “Light” now.", "Nothing was added: “Light” has these texts already."):
        place = upload(client, ("book.md", BOOK.encode()), title="Light")["Location"]
        assert sentence in client.post(place, {"title": "Light"}, follow=True).content.decode()
