"""Everything of a pen name leaves in one signed file, and stands elsewhere as it stood here."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from inkstead.accounts.actions import deactivate_account
from inkstead.accounts.models import PenName, User
from inkstead.background.models import Job
from inkstead.collaboration.actions.margin import resolve_note, write_note
from inkstead.collaboration.actions.suggestions import Wish, accept_suggestion, refuse_suggestion, suggest
from inkstead.collaboration.models import MarginNote, Suggestion
from inkstead.discussion.actions import post_comment
from inkstead.discussion.models import Comment
from inkstead.exchange import archives, arrivals
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.exchange.formats.html import write_html
from inkstead.exchange.jobs import make_archive, take_in_archive
from inkstead.exchange.leaving import book_of, readable
from inkstead.exchange.models import Archive, Arrival, Incoming, Origin
from inkstead.exchange.portable.bring_in import bring_in_archive
from inkstead.exchange.portable.read import PortableArchive
from inkstead.exchange.portable.signing import public_key
from inkstead.exchange.portable.write import write_archive
from inkstead.lib import keeping
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.images import image_at, keep_images
from inkstead.stories.models import Contributor, Part, Revision, Series, Story, Visibility
from tests.conftest import ClientOf
from tests.factories import make_story, make_user
from tests.world import World

HOST = "127.0.0.1:8000"
PASSWORD = "a long enough word 9"


def name_of(user: User) -> PenName:
    assert user.pen_name is not None
    return user.pen_name


@pytest.fixture
def file(world: World, tmp_path: Path) -> Path:
    """Ana's, with a text of three states, an answer in the margin and a series."""
    for text in ("The lamp went out at ten.", "The lamp went out at eleven."):
        actions.revise_part(world.part, by=world.ana, text=text, format="text")
    actions.revise_part(world.part, by=world.ana, text="A correction that waits.", format="text", keep_draft=True)
    post_comment(world.part, body="So did I.", by=world.ana, pen_name=name_of(world.ana), parent=world.comment)
    stories = [world.story, world.stories[Visibility.UNLISTED]]
    actions.create_series(name_of(world.ana), title="Sea and lamps", by=world.ana, stories=stories)
    path = tmp_path / "ana.zip"
    write_archive(name_of(world.ana), path)
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes | None]) -> io.BytesIO:
    """The same archive with some of its files changed, or left out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return kept


def past(story: Story) -> list[object]:
    """All that a restored story shares with the one that left."""
    parts = story.parts.select_related("head", "live", "volume").in_order()
    return [
        (story.title, story.summary, story.language, story.visibility, story.created_at),
        list(story.tags.order_by("storytag__position").values_list("name", flat=True)),
        [(part.title, part.state, part.visibility, part.published_at, part.created_at) for part in parts],
        [part.live.html for part in parts if part.live and part.is_published],
        [(r.number, r.html, r.created_at) for p in parts for r in p.revisions.order_by("number")],
        [(c.body, c.block, c.created_at) for p in parts for c in p.comments.order_by("created_at", "pk")],
    ]


def test_a_writer_stands_elsewhere_as_they_stood_here(world: World, file: Path) -> None:
    other = make_user("Ana Elsewhere")
    done = bring_in_archive(PortableArchive(file), author=name_of(other), by=other, publish=True)
    assert (done.added, done.host) == (4, HOST)
    left = past(world.story)
    come = past(next(story for story in done.stories if story.title == world.story.title))
    assert come[:2] == left[:2]
    assert come[3:] == left[3:]
    # What was to come at an hour, or was withdrawn, waits as a draft.
    assert [row[0] for row in come[2]] == [row[0] for row in left[2]]  # type: ignore[attr-defined]
    assert {row[1] for row in come[2]} == {"published", "draft"}  # type: ignore[attr-defined]
    answer = Comment.objects.get(part__story__author=name_of(other), body="So did I.")
    assert answer.parent is not None
    told = answer.parent
    assert (told.body, told.author, told.guest_name) == ("I held my breath.", None, "Ben")
    series = Series.objects.get(author=name_of(other))
    assert [entry.story.title for entry in series.entries.all()] == ["The Lighthouse", "Letters Kept"]


def test_taking_it_in_twice_changes_nothing(world: World, file: Path) -> None:
    other = make_user("Ana Elsewhere")
    tables = (Story, Part, Revision, Comment, Origin, Series)
    for _ in range(2):
        done = bring_in_archive(PortableArchive(file), author=name_of(other), by=other, publish=True)
        rows = [table.objects.count() for table in tables]  # type: ignore[attr-defined]
        seen = locals().setdefault("first", rows)
        assert rows == seen
    assert done.added == 0
    assert "4 of 4 stories stood here already." in done.warnings


def test_nothing_in_it_tells_of_another_name_or_of_anybody_behind_one(world: World, file: Path) -> None:
    make_story(world.ana, "Under another name", author=world.other_name)
    path = file.with_name("again.zip")
    write_archive(name_of(world.ana), path)
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"I held my breath." in everything
    for hidden in (world.other_name.name, "Under another name", world.ana.email, world.ben.email):
        assert hidden.encode() not in everything


def test_the_first_changed_file_is_named_and_nothing_is_kept(world: World, file: Path) -> None:
    other = make_user("Ana Elsewhere")
    victim = f"stories/{world.story.pk}/parts/{world.part.pk}/2.html"
    damaged = {
        "is not what its site signed": changed(file, lambda name, data: data + b" " if name == victim else data),
        "is missing in this archive": changed(file, lambda name, data: None if name == victim else data),
        "was changed after its site signed it": changed(
            file, lambda name, data: data.replace(HOST.encode(), b"elsewhere.test") if name == "inkstead.json" else data
        ),
        "damaged or cut off": io.BytesIO(file.read_bytes()[:-400]),
    }
    for sentence, data in damaged.items():
        with pytest.raises(Refused, match=sentence) as refused:
            bring_in_archive(PortableArchive(data), author=name_of(other), by=other)
        assert victim in refused.value.message or sentence.startswith(("was", "damaged"))
    assert not Story.objects.filter(author=name_of(other)).exists()


def test_what_the_list_does_not_know_is_left_out(world: World, file: Path) -> None:
    other = make_user("Ana Elsewhere")
    data = io.BytesIO(file.read_bytes())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("stories/999/story.json", "{}")
    done = bring_in_archive(PortableArchive(data), author=name_of(other), by=other)
    assert done.added == 4
    assert "“stories/999/story.json” is not in the signed list and was left out." in done.warnings


def test_the_commands_take_away_and_take_in(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "ana.zip"
    deactivate_account(world.ana)  # it is still possible then
    call_command("export", "--author", "Ana", "--output", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["author"] == "Ana"
    other = make_user("Ana Elsewhere")
    call_command("import", str(path), "--author", name_of(other).name, "--publish", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], len(told["stories"])) == (4, 4)
    assert told["from"][0]["forward_to"].endswith(f"/from/{HOST}/ana-elsewhere/")


def test_the_command_names_the_key_that_signed(world: World, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = make_user("Ana Elsewhere")
    call_command("import", str(file), "--author", name_of(other).name)
    assert f"It was signed with the key {public_key()}; that site" in capsys.readouterr().out


def test_an_archive_without_its_signature_is_no_manuscript(world: World, file: Path, client_of: ClientOf) -> None:
    """Its pages and books would become a story that nobody wrote."""
    before, said = Story.objects.count(), "This is an archive of an Inkstead without its signature."
    unsigned = file.with_name("unsigned.zip")
    unsigned.write_bytes(changed(file, lambda name, data: None if name.endswith(".sig") else data).getvalue())
    with pytest.raises(Refused, match=said):
        call_command("import", str(unsigned), "--author", "Ana")
    with unsigned.open("rb") as opened:
        client_of(world.ana).post("/write/import/", {"author": name_of(world.ana).pk, "uploads": opened})
    arrival = Arrival.objects.get()
    arrivals.read(arrival.pk)  # as the worker does
    arrival.refresh_from_db()
    assert said in arrival.problem
    assert Story.objects.count() == before


def run_jobs(path: str) -> None:
    for job in Job.objects.filter(task_path=path):
        {make_archive.module_path: make_archive, take_in_archive.module_path: take_in_archive}[path].func(*job.args)


def test_the_page_makes_the_file_in_the_background(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    assert client.post("/me/leaving/ask/", {"name": "ana"})["Location"] == "/me/leaving/"
    working = client.get("/me/leaving/")
    assert working["Refresh"] == "2"
    assert "It is being made" in working.content.decode()
    run_jobs(make_archive.module_path)
    answer = client.get("/me/leaving/ana.zip")
    assert answer["Cache-Control"] == "private, no-store"
    assert PortableArchive(io.BytesIO(answer.getvalue())).told.pen_name == "Ana"
    assert "Refresh" not in client.get("/me/leaving/")
    assert not Archive.objects.filter(pen_name=world.other_name).exists()
    client.post("/me/leaving/ask/", {"every": "yes"})
    assert Archive.objects.filter(pen_name=world.other_name).exists()


def test_nobody_else_finds_the_file(world: World, client_of: ClientOf) -> None:
    archives.ask_for_archive(name_of(world.ana), by=world.ana)
    archive = Archive.objects.get()
    archives.make_archive(archive.pk, archive.turn)
    assert client_of(world.cleo).get("/me/leaving/ana.zip").status_code == 404
    assert client_of(None).get("/me/leaving/ana.zip").status_code == 302
    assert client_of(world.ana).get("/me/leaving/ana.zip").status_code == 200
    with pytest.raises(Refused):
        archives.ask_for_archive(name_of(world.ana), by=world.cleo)
    Archive.objects.update(asked_at="2020-01-01T00:00:00Z")
    archives.forget_old_archives()
    assert keeping.names_in(archives.FOLDER) == []


def test_a_closed_account_may_still_take_everything_away(client: Client, db: None) -> None:
    dora = make_user("Dora", password=PASSWORD)
    make_story(dora, "Kept")
    deactivate_account(dora)
    answer = client.post("/me/login/", {"login": dora.email, "password": "wrong"})
    assert client.get("/me/leaving/").status_code == 302
    answer = client.post("/me/login/", {"login": dora.email, "password": PASSWORD})
    assert answer["Location"] == "/me/leaving/"
    page = client.get("/me/leaving/")
    assert "This account is closed." in page.content.decode()
    assert client.post("/me/leaving/ask/", {"name": "dora"}).status_code == 302
    run_jobs(make_archive.module_path)
    assert client.get("/me/leaving/dora.zip").status_code == 200
    assert client.get("/write/").status_code == 302  # nothing else opens
    assert client.get("/me/").status_code == 302


def test_an_archive_is_brought_in_on_a_page(world: World, file: Path, client_of: ClientOf) -> None:
    other = make_user("Ana Elsewhere")
    client = client_of(other)
    with file.open("rb") as upload:
        answer = client.post("/write/import/archive/", {"author": name_of(other).pk, "file": upload, "publish": "on"})
    page = answer["Location"]
    assert client.get(page)["Refresh"] == "2"
    assert client_of(world.cleo).get(page).status_code == 404
    run_jobs(take_in_archive.module_path)
    assert f"/from/{HOST}/ana-elsewhere/" in client.get(page).content.decode()
    assert Story.objects.filter(author=name_of(other)).count() == 4
    assert keeping.names_in("incoming") == []
    again = client.post("/write/import/archive/", {"author": name_of(other).pk, "file": io.BytesIO(b"no zip")})
    assert again.status_code == 422


def test_what_is_wrong_with_it_is_told_on_the_page(world: World, file: Path, client_of: ClientOf) -> None:
    other = make_user("Ana Elsewhere")
    bad = changed(file, lambda name, data: data + b" " if name == "about.json" else data)
    bad.seek(0)
    bad.name = "bad.zip"
    answer = client_of(other).post("/write/import/archive/", {"author": name_of(other).pk, "file": bad})
    run_jobs(take_in_archive.module_path)
    assert "about.json" in Incoming.objects.get().wrong
    assert "It was not taken in" in client_of(other).get(answer["Location"]).content.decode()


def test_what_was_said_beside_a_text_leaves_with_it(world: World, tmp_path: Path) -> None:
    note = MarginNote.objects.create(part=world.draft, by=name_of(world.ana), block="b-1", body="Is this so?")
    MarginNote.objects.create(part=world.draft, by=name_of(world.ana), parent=note, body="It is.")
    Suggestion.objects.create(part=world.draft, by=name_of(world.ana), kind="add", revision=1, html="<p>More.</p>")
    write_archive(name_of(world.ana), tmp_path / "ana.zip")
    archive, folder = PortableArchive(tmp_path / "ana.zip"), f"stories/{world.story.pk}"
    notes, suggested = archive.rows(f"{folder}/margin-notes.json"), archive.rows(f"{folder}/suggestions.json")
    assert [(row["by"], row["body"], row["answers"]) for row in notes] == [
        ("Ana", "Is this so?", None),
        ("Ana", "It is.", note.pk),
    ]
    assert [(row["kind"], row["html"], row["part"]) for row in suggested] == [("add", "<p>More.</p>", world.draft.pk)]


def beside(story: Story) -> list[object]:
    """What was said beside its texts, with the names that pages show."""
    of = {"part__story": story}
    notes = MarginNote.objects.filter(**of).select_related("by", "resolved_by", "parent").order_by("created_at", "pk")
    suggested = Suggestion.objects.filter(**of).select_related("by", "answered_by").order_by("created_at", "pk")
    return [
        [(n.said_by, n.body, n.block, n.quote, n.created_at, n.resolved_at, n.parent and n.parent.body) for n in notes],
        [
            (
                s.said_by,
                s.kind,
                s.block,
                s.revision,
                s.then_html,
                s.html,
                s.note,
                s.answer,
                s.answered_at,
                s.reason,
                s.result,
            )
            for s in suggested
        ],
    ]


@pytest.fixture
def worked_on(world: World) -> Story:
    """Ben works on it with Ana: notes, an answered one, suggestions, one taken in, one refused, one that waits."""
    ana, ben = name_of(world.ana), name_of(world.ben)
    Contributor.objects.create(story=world.story, pen_name=ben, role="editor")
    assert world.part.head
    first = split_blocks(world.part.head.html)[0].id
    note = write_note(world.part, body="Is this so?", by=world.ben, block=first)
    write_note(world.part, body="It is.", by=world.ana, parent=note)
    resolve_note(note, resolved=True, by=world.ana)
    write_note(world.part, body="The whole of it is good.", by=world.ben)
    wishes = [
        Wish("replace", first, "Other words.", "text", "Shorter.", world.part.head.number),
        Wish("add", first, "And more.", "text", "", world.part.head.number),
        Wish("add", "", "Before it all.", "text", "", world.part.head.number),
    ]
    made = [suggest(world.part, wish, by=world.ben) for wish in wishes]
    refuse_suggestion(made[1], reason="Enough is said.", by=world.ana)
    accept_suggestion(made[2], by=world.ana)
    assert (ana.name, ben.name) == ("Ana", "Ben")
    return world.story


def test_what_was_said_beside_a_text_stands_elsewhere_as_it_stood_here(
    world: World, worked_on: Story, tmp_path: Path, client_of: ClientOf
) -> None:
    write_archive(name_of(world.ana), tmp_path / "ana.zip")
    other = make_user("Ana Elsewhere")

    done = bring_in_archive(PortableArchive(tmp_path / "ana.zip"), author=name_of(other), by=other, publish=True)

    come = next(story for story in done.stories if story.title == worked_on.title)
    theirs = json.loads(json.dumps(beside(worked_on), default=str).replace('"Ana"', '"Ana Elsewhere"'))
    assert json.loads(json.dumps(beside(come), default=str)) == theirs
    assert set(MarginNote.objects.filter(part__story=come).values_list("by", "name_there")) == {
        (None, "Ben"),
        (name_of(other).pk, ""),
    }
    assert [line for line in done.warnings if "Ben worked on it there." in line]
    part = Part.objects.get(story=come, title=world.part.title)
    pages = [
        client_of(other).get(f"/write/part/{part.pk}/{page}/").content.decode() for page in ("suggestions", "margin")
    ]
    assert [("Ben" in page, "Shorter." in page, "Is this so?" in page) for page in pages] == [
        (True, True, False),
        (True, False, True),
    ]
    again = bring_in_archive(PortableArchive(tmp_path / "ana.zip"), author=name_of(other), by=other, publish=True)
    assert again.added == 0
    assert json.loads(json.dumps(beside(come), default=str)) == theirs


def test_a_suggestion_from_elsewhere_is_taken_in_like_any_other(world: World, worked_on: Story, tmp_path: Path) -> None:
    write_archive(name_of(world.ana), tmp_path / "ana.zip")
    other = make_user("Ana Elsewhere")
    bring_in_archive(PortableArchive(tmp_path / "ana.zip"), author=name_of(other), by=other, publish=True)
    waiting = Suggestion.objects.open().get(part__story__author=name_of(other))
    accept_suggestion(waiting, by=other)
    head = Revision.objects.filter(part=waiting.part).latest("number")
    assert "Other words." in head.html
    assert head.name == "Suggested by Ben"


def test_what_lies_in_such_a_list_is_cleaned_and_what_is_none_is_counted(
    world: World, worked_on: Story, tmp_path: Path
) -> None:
    ours, path = make_user("Ana Elsewhere"), tmp_path / "ana.zip"
    note, suggestion = MarginNote.objects.filter(parent=None)[0], Suggestion.objects.open().get()
    MarginNote.objects.filter(pk=note.pk).update(body="<script>alert(1)</script>")
    Suggestion.objects.filter(pk=suggestion.pk).update(html='<p onclick="x()">Words.</p><script>alert(1)</script>')
    Suggestion.objects.filter(answer="refused").update(kind="sing")
    write_archive(name_of(world.ana), path)
    done = bring_in_archive(PortableArchive(path), author=name_of(ours), by=ours)
    come = Suggestion.objects.open().get(part__story__author=name_of(ours))
    assert come.html == "<p>Words.</p>"
    assert "1 suggestions could not be read and were left out." in done.warnings


def test_pictures_of_texts_come_along(world: World, tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#335577").save(picture, "JPEG")
    address = keep_images(world.story.pk, {"x": picture.getvalue()})["x"]
    actions.revise_part(
        world.part, by=world.ana, text=f'<p>See <img src="{address}" alt="the lamp"></p>', format="html"
    )
    path, other = tmp_path / "ana.zip", make_user("Ana Elsewhere")
    write_archive(name_of(world.ana), path)
    done = bring_in_archive(PortableArchive(path), author=name_of(other), by=other, publish=True)
    story = next(story for story in done.stories if story.title == world.story.title)
    book = book_of(story, readable(story))
    assert [image_at(found) is not None for found in book.images] == [True]
    assert next(iter(book.images)).startswith(f"/files/images/{story.pk}/")
    with zipfile.ZipFile(io.BytesIO(write_epub(book))) as epub:
        assert "book/image-1.jpg" in epub.namelist()
        page = next(text for text in map(epub.read, epub.namelist()) if b"See <img" in text)
    assert b'<img src="image-1.jpg" alt="the lamp"/>' in page
    assert b"data:image/jpeg;base64," in write_html(book)
