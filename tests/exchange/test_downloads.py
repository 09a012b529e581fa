"""Books for readers: what a stranger may see of a story, and nothing else of it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from inkstead.accounts.models import User
from inkstead.background.models import Job
from inkstead.exchange import downloads
from inkstead.exchange.editions import story_behind
from inkstead.exchange.handlers import forget_hidden_books
from inkstead.exchange.jobs import build_book
from inkstead.exchange.leaving import book_of, everything, readable
from inkstead.lib import keeping
from inkstead.lib.prose import read_prose
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.actions import NewPart
from inkstead.stories.events import StoryChanged
from inkstead.stories.models import State, Story, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part
from tests.world import World


def address(story: Story, ending: str = "txt") -> str:
    return f"/download/{story.pk}/{story.slug}.{ending}"


@pytest.mark.parametrize(("ending", "kind"), [("epub", "application/epub+zip"), ("txt", "text/plain"), ("md", "text/")])
def test_a_stranger_takes_a_public_story_away(world: World, client: Client, ending: str, kind: str) -> None:
    answer = client.get(address(world.story, ending))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(kind)
    assert f"the-lighthouse.{ending}" in answer["Content-Disposition"]
    again = client.get(address(world.story, ending), headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get(f"/download/{world.story.pk}/anything.{ending}").getvalue() == answer.getvalue()


def test_the_book_changes_with_the_story_and_only_then(world: World, client: Client) -> None:
    first = client.get(address(world.story))
    actions.revise_part(world.part, by=world.ana, text="Not yet for readers.", format="text", keep_draft=True)
    assert client.get(address(world.story))["ETag"] == first["ETag"]
    actions.publish_part(world.part, by=world.ana)
    then = client.get(address(world.story))
    assert then["ETag"] != first["ETag"]
    assert b"Not yet for readers." in then.getvalue()


@pytest.mark.parametrize("ending", ["txt", "epub", "html", "md"])
def test_no_book_of_a_stranger_holds_what_they_may_not_see(world: World, client: Client, ending: str) -> None:
    canary = "quartzlantern"
    for state in (State.DRAFT, State.WITHDRAWN, State.SCHEDULED):
        make_part(world.story, f"{canary} {state}", text=canary, state=state)
    for visibility in (Visibility.FOLLOWERS, Visibility.UNLISTED, Visibility.PRIVATE):
        make_part(world.story, f"{canary} {visibility}", text=canary, visibility=visibility)
    told = book_of(world.story, readable(world.story))
    assert canary not in json.dumps([[part.title, part.text, part.html] for part in told.parts])
    assert canary.encode() not in client.get(address(world.story, ending)).getvalue()
    whole = book_of(world.story, everything(world.story), newest=True)
    assert sum(canary in part.text for part in whole.parts) == 6


def test_who_may_take_which_story(world: World, client_of: ClientOf) -> None:
    actions.follow_story(world.stories[Visibility.FOLLOWERS], by=world.ben)
    status = {
        (who, visibility): client_of(user).get(address(story)).status_code
        for who, user in (("stranger", None), ("cleo", world.cleo), ("ben", world.ben), ("ana", world.ana))
        for visibility, story in world.stories.items()
    }
    refused = {key for key, code in status.items() if code == 404}
    assert set(status.values()) == {200, 404}
    assert refused == {
        ("stranger", Visibility.FOLLOWERS),
        ("stranger", Visibility.PRIVATE),
        ("cleo", Visibility.FOLLOWERS),
        ("cleo", Visibility.PRIVATE),
        ("ben", Visibility.PRIVATE),
    }


def test_what_one_may_take_is_kept_by_nobody(world: World, client_of: ClientOf) -> None:
    answer = client_of(world.ana).get(address(world.stories[Visibility.PRIVATE]))
    assert answer["Cache-Control"] == "private, no-store"
    assert keeping.names_in(downloads.folder_of(world.stories[Visibility.PRIVATE].pk)) == []


def test_a_withdrawn_story_leaves_no_file(world: World, client: Client) -> None:
    client.get(address(world.story))
    kept = lambda: keeping.names_in(downloads.folder_of(world.story.pk))  # noqa: E731
    assert kept()
    actions.edit_story(world.story, by=world.ana, visibility=Visibility.PRIVATE)
    forget_hidden_books(StoryChanged(story_id=world.story.pk, author_id=world.story.author_id))
    assert kept() == []
    assert client.get(address(world.story)).status_code == 404


def test_authors_may_keep_their_story_here(world: World, client: Client) -> None:
    Story.objects.filter(pk=world.story.pk).update(downloads=False)
    assert client.get(address(world.story)).status_code == 404
    assert downloads.download_links(Story.objects.get(pk=world.story.pk)) == []


def test_no_door_opens_to_a_book_that_stays_here_but_its_authors(world: World, client_of: ClientOf) -> None:
    actions.edit_story(world.story, by=world.ana, downloads=False)
    pages = [
        address(world.story),
        f"/download/{world.story.pk}/",
        f"/download/{world.story.pk}/part/{world.part.pk}/x.txt",
    ]
    status = {who: [client_of(user).get(page).status_code for page in pages] for who, user in everybody(world)}
    assert status == {"stranger": [404] * 3, "ben": [404] * 3, "cleo": [404] * 3, "ana": [200] * 3}
    assert client_of(world.ana).get(address(world.story))["Cache-Control"] == "private, no-store"


def everybody(world: World) -> list[tuple[str, User | None]]:
    return [("stranger", None), ("ben", world.ben), ("cleo", world.cleo), ("ana", world.ana)]


def test_a_file_comes_in_pieces_and_tells_its_state(world: World, client: Client) -> None:
    whole = client.get(address(world.story))
    data = whole.getvalue()
    assert whole["Accept-Ranges"] == "bytes"
    assert int(whole["Content-Length"]) == len(data)
    head = client.head(address(world.story))
    assert (head.getvalue(), head["Content-Length"], head["ETag"]) == (b"", str(len(data)), whole["ETag"])
    piece = client.get(address(world.story), headers={"Range": "bytes=3-9", "If-Range": whole["ETag"]})
    assert (piece.status_code, piece.getvalue()) == (206, data[3:10])
    assert piece["Content-Range"] == f"bytes 3-9/{len(data)}"
    other = client.get(address(world.story), headers={"Range": "bytes=3-9", "If-Range": '"older"'})
    assert (other.status_code, other.getvalue()) == (200, data)
    assert client.get(address(world.story), headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    since = client.get(address(world.story), headers={"If-Modified-Since": whole["Last-Modified"]})
    assert since.status_code == 304


def test_a_volume_and_a_part_are_books_of_their_own(world: World, client: Client) -> None:
    third = make_part(world.story, "Third", text="The third night was louder.", volume="Winter")
    volume = third.volume
    assert volume is not None
    book = client.get(f"/download/{world.story.pk}/volume/{volume.pk}/x.txt").getvalue().decode()
    assert "louder" in book
    assert world.part.title not in book
    assert "The Lighthouse: Winter" in book
    alone = client.get(f"/download/{world.story.pk}/part/{world.part.pk}/x.epub")
    assert alone["Content-Disposition"].endswith(f'the-lighthouse-part-{world.part.pk}.epub"')
    chosen = client.get(f"/download/{world.story.pk}/?what=volume-{volume.pk}&format=text")
    assert chosen["Location"] == f"/download/{world.story.pk}/volume/{volume.pk}/the-lighthouse.txt"
    assert "Winter" in client.get(f"/download/{world.story.pk}/").content.decode()


def test_a_part_that_one_may_not_read_is_no_book(world: World, client: Client) -> None:
    hidden = world.parts[Visibility.PUBLIC, State.WITHDRAWN]
    for pk in (world.draft.pk, hidden.pk, world.parts[Visibility.PRIVATE, State.PUBLISHED].pk, 2**62):
        assert client.get(f"/download/{world.story.pk}/part/{pk}/x.txt").status_code == 404


def test_a_pdf_for_one_reader_is_made_by_the_worker_and_found_by_nobody_else(world: World, client_of: ClientOf) -> None:
    pytest.importorskip("typst")
    story = world.stories[Visibility.FOLLOWERS]
    assert client_of(world.ben).get(address(story, "pdf")).status_code == 202
    for job in Job.objects.filter(task_path=build_book.module_path):
        build_book.func(*job.args)
    answer = client_of(world.ben).get(address(story, "pdf"))
    assert answer.getvalue().startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert client_of(world.cleo).get(address(story, "pdf")).status_code == 404
    actions.unfollow_story(story, by=world.ben)
    assert client_of(world.ben).get(address(story, "pdf")).status_code == 404
    forget_hidden_books(StoryChanged(story_id=story.pk, author_id=story.author_id))
    assert keeping.names_in(downloads.folder_of(story.pk)) == []


def test_a_pdf_that_takes_too_much_is_refused_in_a_sentence_until_the_story_changes(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the memory that it needs it is made."""
    pytest.importorskip("typst")
    downloads.forget_books(world.story.pk)
    usual = settings.PDF_MEMORY_BYTES
    monkeypatch.setattr(settings, "PDF_MEMORY_BYTES", 8 * 1024**2)
    assert client.get(address(world.story, "pdf")).status_code == 202
    [job] = Job.objects.filter(task_path=build_book.module_path)
    assert job.lane == "typesetting"
    build_book.func(*job.args)
    answer = client.get(address(world.story, "pdf"))
    assert answer.status_code in (403, 422)
    assert "it takes more than 8 MB here. Take a volume or a part, or an EPUB." in answer.content.decode()
    assert client.get(address(world.story, "epub")).status_code == 200

    monkeypatch.setattr(settings, "PDF_MEMORY_BYTES", usual)
    actions.revise_part(world.part, by=world.ana, text="Another text.", format="text")
    assert client.get(address(world.story, "pdf")).status_code == 202
    build_book.func(*Job.objects.filter(task_path=build_book.module_path).latest("pk").args)
    assert client.get(address(world.story, "pdf")).getvalue().startswith(b"%PDF")  # type: ignore[attr-defined]
    assert not [name for name in keeping.names_in(downloads.folder_of(world.story.pk)) if "refused" in name]
    downloads.forget_books(world.story.pk)


def test_a_pdf_is_made_by_the_worker(world: World, client: Client) -> None:
    answer = client.get(address(world.story, "pdf"))
    assert answer.status_code == 202
    assert answer["Refresh"] == "3"
    client.get(address(world.story, "pdf"))  # looking again asks for nothing twice
    assert Job.objects.filter(task_path=build_book.module_path).count() == 1


def test_the_command_writes_what_readers_see(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "book.txt"
    call_command("export", str(world.story.pk), "--format", "text", "--output", str(output), "--json")
    assert json.loads(capsys.readouterr().out)["parts"] == 2
    assert world.draft.title not in output.read_text(encoding="utf-8")
    call_command("export", str(world.story.pk), "--format", "text", "--output", str(output), "--drafts")
    assert world.draft.title in output.read_text(encoding="utf-8")


def test_the_command_refuses_in_one_sentence(world: World, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no story 999"):
        call_command("export", "999", "--format", "text", "--output", str(tmp_path / "x"))
    with pytest.raises(Refused, match="cannot be written"):
        call_command("export", str(world.story.pk), "--format", "text", "--output", "/proc/x")


def test_the_author_takes_a_story_of_drafts_away_and_nobody_else(world: World, client_of: ClientOf) -> None:
    story = actions.create_story(world.story.author, title="Unsaid", by=world.ana)
    prose = read_prose("A draft of the sea.", "text")
    actions.add_parts(story, [NewPart("One", prose)], by=world.ana)
    place = f"/download/{story.pk}/"

    page, book = client_of(world.ana).get(place), client_of(world.ana).get(address(story))
    assert (page.status_code, book.status_code) == (200, 200)
    assert b"A draft of the sea." in book.getvalue()
    assert "private" in book["Cache-Control"]
    for other in (world.ben, world.cleo, None):
        client = client_of(other) if other else Client()
        assert {client.get(place).status_code, client.get(address(story)).status_code} == {404}


def test_a_title_in_other_letters_is_a_name_beside_the_one_that_stays(world: World, client: Client) -> None:
    actions.edit_story(world.story, by=world.ana, title="Маяк")
    story = Story.objects.get(pk=world.story.pk)
    answer = client.get(f"/download/{story.pk}/x.epub")

    own = f"{story.slug}-{story.pk}.epub"
    ascii_name, star = answer["Content-Disposition"].removeprefix("attachment; filename=").split("; filename*=UTF-8''")
    assert (ascii_name, unquote(star)) == (f'"story-{story.pk}.epub"', own)
    assert star.isascii()
    for name in (f"story-{story.pk}.epub", own):
        digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
        assert story_behind(digest, reader=None) == story
