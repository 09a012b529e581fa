"""What somebody said is in the file of the name; what they keep as a reader is in a file of its own."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inkstead.accounts.actions import block_name
from inkstead.accounts.models import Standing
from inkstead.background.models import Job
from inkstead.collaboration.actions.margin import write_note
from inkstead.departures.actions import ask_to_leave
from inkstead.departures.departing import depart
from inkstead.discovery.actions import save_search
from inkstead.discussion.actions import edit_comment, post_comment, react_to_paragraph, write_on_wall
from inkstead.exchange import archives
from inkstead.exchange.jobs import make_archive
from inkstead.exchange.portable import Kept, kept_by_others
from inkstead.exchange.portable.account import KEPT, history, write_account
from inkstead.exchange.portable.read import PortableArchive
from inkstead.exchange.portable.write import write_archive
from inkstead.lib import keeping
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.library.actions import (
    edit_shelf,
    follow_pen_name,
    follow_shelf,
    follow_tag,
    hide,
    keep_place,
    make_shelf,
    put_on_shelf,
)
from inkstead.library.actions.history import write_down
from inkstead.library.models import Sharing, Shelf
from inkstead.moderation.actions import report
from inkstead.moderation.things import thing_for
from inkstead.recommendations.models import Less
from inkstead.stories.models import Contributor, Part, Role, State, Story, Tag, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_pen_name, make_story
from tests.world import World

SITE = "http://127.0.0.1:8000"


def name_archive(world: World, tmp_path: Path) -> zipfile.ZipFile:
    assert world.ben.pen_name is not None
    write_archive(world.ben.pen_name, tmp_path / "ben.zip")
    return zipfile.ZipFile(tmp_path / "ben.zip")


def own_archive(world: World, tmp_path: Path) -> zipfile.ZipFile:
    write_account(world.ben, tmp_path / "own.zip")
    return zipfile.ZipFile(tmp_path / "own.zip")


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, Any]]:
    found = json.loads(archive.read(name))
    assert isinstance(found, list)
    return found


def whole(archive: zipfile.ZipFile) -> str:
    return "\n".join(archive.read(name).decode() for name in archive.namelist())


def public_shelf(world: World) -> Shelf:
    shelf = make_shelf(title="By the sea", by=world.ben, about="All of them wet.")
    put_on_shelf(shelf, world.story, by=world.ben, note="Read it by a lamp.")
    put_on_shelf(shelf, world.stories[Visibility.FOLLOWERS], by=world.ben, note="For few.")
    return edit_shelf(shelf, by=world.ben, sharing=Sharing.PUBLIC, pen_name=world.ben.pen_name)


def test_what_was_said_under_a_name_leaves_with_it(world: World, tmp_path: Path) -> None:
    ben, ana = world.ben.pen_name, world.ana.pen_name
    assert ben is not None
    assert ana is not None
    assert world.part.live is not None
    block = split_blocks(world.part.live.full_html)[0].id
    margin = post_comment(world.part, body="This one.", by=world.ben, pen_name=ben, block=block, quote="went out")
    edit_comment(margin, body="This line.", by=world.ben)
    post_comment(world.part, body="Said by Ana.", by=world.ana, pen_name=ana, parent=margin)
    post = write_on_wall(ana, body="More, please.", by=world.ben, pen_name=ben)
    write_on_wall(ben, body="You again.", by=world.ana, pen_name=ana)
    shelf = public_shelf(world)
    Contributor.objects.create(story=world.story, pen_name=ben, role=Role.BETA)
    write_note(world.part, body="A word too many.", by=world.ben, block=block)
    archive = name_archive(world, tmp_path)

    first, second = rows(archive, "comments.json")
    assert (first["body"], first["part_title"], first["story_title"]) == (
        "I held my breath.",
        world.part.title,
        "The Lighthouse",
    )
    assert second["address"] == f"{SITE}/comment/{margin.pk}/"
    assert second["part_address"] == f"{SITE}/part/{world.part.pk}/#{block}"
    assert (second["body"], [old["body"] for old in second["earlier"]]) == ("This line.", ["This one."])
    assert second["at"]
    assert second["edited_at"]
    assert [(row["wall_of"], row["body"], row["address"]) for row in rows(archive, "wall-posts.json")] == [
        ("Ana", "More, please.", SITE + post.get_absolute_url())
    ]
    assert [row["body"] for row in rows(archive, "margin-notes.json")] == ["A word too many."]
    [shown] = rows(archive, "shelves.json")
    assert (shown["title"], shown["about"], shown["address"]) == (
        "By the sea",
        "All of them wet.",
        SITE + shelf.get_absolute_url(),
    )
    assert [(one["title"], one["note"]) for one in shown["stories"]] == [("The Lighthouse", "Read it by a lamp.")]
    readme = archive.read("README.txt").decode()
    for name in ("comments.json", "wall-posts.json", "margin-notes.json", "suggestions.json", "shelves.json"):
        assert f"\n{name} " in readme
    assert "everything" not in readme.split("\n")[0]
    for strange in ("Said by Ana.", "You again.", "The lamp went out", world.ben.email, world.ana.email):
        assert strange not in whole(archive)
    assert PortableArchive(tmp_path / "ben.zip").told.pen_name == "Ben"


def test_a_file_of_one_name_tells_no_other(world: World, tmp_path: Path) -> None:
    """Not even by the title of what Ben alone can open, because he writes it under another name."""
    ben, other = world.ben.pen_name, make_pen_name(world.ben, "Otto Beneath")
    assert ben is not None
    secret = make_story(world.ben, "A Secret Hand")
    Story.objects.filter(pk=secret.pk).update(author=other)
    part = make_part(Story.objects.get(pk=secret.pk), "Of Otto Beneath")
    post_comment(part, body="Not bad.", by=world.ben, pen_name=ben)
    post_comment(world.part, body="As Otto.", by=world.ben, pen_name=other)
    follow_tag(Tag.objects.get(name="sea"), by=world.ben)
    told = rows(name_archive(world, tmp_path), "comments.json")[-1]
    assert (told["body"], told["story_title"]) == ("Not bad.", "A Secret Hand")  # everybody can open it
    Story.objects.filter(pk=secret.pk).update(visibility=Visibility.PRIVATE)
    archive = name_archive(world, tmp_path)
    told = rows(archive, "comments.json")[-1]
    assert (told["body"], told["part_address"]) == ("Not bad.", f"{SITE}/part/{part.pk}/")
    assert "story_title" not in told
    for word in ("Otto", "Secret", "otto"):
        assert word not in whole(archive)


def test_what_somebody_keeps_as_a_reader_is_a_file_of_its_own(world: World, tmp_path: Path) -> None:
    ana, cleo = world.ana.pen_name, world.cleo.pen_name
    assert ana is not None
    assert cleo is not None
    assert world.part.live is not None
    block, now = split_blocks(world.part.live.full_html)[0].id, timezone.now()
    public_shelf(world)
    theirs = edit_shelf(make_shelf(title="Cleo's", by=world.cleo), by=world.cleo, sharing="public", pen_name=cleo)
    follow_pen_name(ana, by=world.ben)
    follow_tag(Tag.objects.get(name="sea"), by=world.ben)
    follow_shelf(theirs, by=world.ben)
    hide(world.stories[Visibility.UNLISTED], by=world.ben)
    hide(Tag.objects.get(name="lamps"), by=world.ben)
    keep_place(world.part, by=world.ben, block=block, reached=0.5, at=now)
    write_down(world.part, by=world.ben, at=now)
    react_to_paragraph(world.part, block, "love", by=world.ben)
    save_search("tag:sea", by=world.ben)
    Less.objects.create(user=world.ben, story=world.story)
    report(thing_for(world.ben, "story", world.story.pk), reason="spam", words="Look at this.", by=world.ben)
    archive = own_archive(world, tmp_path)

    by_title = {shelf["title"]: shelf for shelf in rows(archive, "shelves.json")}
    assert [(one["title"], one["note"]) for one in by_title["By the sea"]["stories"]] == [
        ("The Lighthouse", "Read it by a lamp."),
        ("For Friends", "For few."),
    ]
    assert [(row["kind"], row.get("title") or row.get("name")) for row in rows(archive, "follows.json")] == [
        ("story", "For Friends"),
        ("writer", "Ana"),
        ("tag", "sea"),
        ("shelf", "Cleo's"),
    ]
    assert [(row["kind"], row.get("title") or row.get("name")) for row in rows(archive, "hidden.json")] == [
        ("story", "Letters Kept"),
        ("tag", "lamps"),
    ]
    [place] = rows(archive, "places.json")
    assert (place["part_address"], place["reached"]) == (f"{SITE}/part/{world.part.pk}/#{block}", 0.5)
    assert [row["part"] for row in rows(archive, "history.json")] == [world.part.pk]
    assert [row["reached"] for row in rows(archive, "ticks.json")] == [0.5]
    assert [row["part_title"] for row in rows(archive, "votes.json")] == [world.part.title]
    assert [row["kind"] for row in rows(archive, "reactions.json")] == ["love"]
    assert [row["query"] for row in rows(archive, "searches.json")] == ["tag:sea"]
    assert [row["title"] for row in rows(archive, "less.json")] == ["The Lighthouse"]
    assert [row["words"] for row in rows(archive, "reports.json")] == ["Look at this."]
    readme = archive.read("README.txt").decode()
    for name in archive.namelist():
        assert name == "README.txt" or f"{name} " in readme, name
    for strange in ("@", "I held my breath.", "Ada Quill"):
        assert strange not in whole(archive)
    with pytest.raises(Refused, match="as a reader"):
        PortableArchive(tmp_path / "own.zip")


def test_whom_somebody_blocks_is_in_their_own_file(world: World, tmp_path: Path) -> None:
    cleo = world.cleo.pen_name
    assert cleo is not None
    block_name(cleo, by=world.ben)
    assert [(row["name"], row["kept_out_of"]) for row in rows(own_archive(world, tmp_path), "blocks.json")] == [
        ("Cleo", "all your names")
    ]


def test_a_title_that_cannot_be_opened_now_is_left_out(world: World, tmp_path: Path) -> None:
    Part.objects.filter(pk=world.part.pk).update(state=State.WITHDRAWN, title="Not for Ben")
    [vote] = rows(own_archive(world, tmp_path), "votes.json")
    assert (vote["part"], vote.get("part_title")) == (world.part.pk, None)


def test_a_long_list_takes_few_questions(world: World) -> None:
    def asked(found: Iterable[Any]) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(found)
        return len(queries)

    write_down(world.part, by=world.ben, at=timezone.now())
    one = asked(history(world.ben))
    write_down(world.second, by=world.ben, at=timezone.now())
    assert asked(history(world.ben)) == one


def test_who_is_suspended_takes_both_away(world: World, client_of: ClientOf) -> None:
    world.ben.standing = Standing.SUSPENDED
    world.ben.save()
    client = client_of(world.ben)
    assert "As a reader" in client.get("/me/leaving/").content.decode()
    assert client.get("/me/leaving/own/reader.zip").status_code == 404
    assert client.post("/me/leaving/ask/", {"own": "yes"})["Location"] == "/me/leaving/"
    assert client.get("/me/leaving/")["Refresh"] == "2"
    client.post("/me/leaving/ask/", {"name": "ben"})
    for job in Job.objects.filter(task_path=make_archive.module_path):
        make_archive.func(*job.args)
    answer = client.get("/me/leaving/own/reader.zip")
    assert answer["Cache-Control"] == "private, no-store"
    assert [row["part"] for row in rows(zipfile.ZipFile(io.BytesIO(answer.getvalue())), "votes.json")] == [
        world.part.pk
    ]
    assert client.get("/me/leaving/ben.zip").status_code == 200
    assert client_of(world.cleo).get("/me/leaving/own/reader.zip").status_code == 404
    assert client_of(None).get("/me/leaving/own/reader.zip").status_code == 302


def test_who_leaves_takes_the_file_along(world: World) -> None:
    archive = archives.ask_for_own_archive(world.ben)
    assert archives.ask_for_own_archive(world.ben).turn == 1
    archives.make_archive(archive.pk, archive.turn)
    assert len(keeping.names_in(archives.FOLDER)) == 1
    depart(ask_to_leave(world.ben, stories={}, keeps_comments=True))
    assert keeping.names_in(archives.FOLDER) == []


def test_the_command_writes_what_a_reader_keeps(world: World, tmp_path: Path) -> None:
    call_command("export", "--reader", "Ben", "--output", str(tmp_path / "x.zip"))
    assert rows(zipfile.ZipFile(tmp_path / "x.zip"), "votes.json")


def test_every_list_is_named_once() -> None:
    kept: list[Kept] = [*KEPT, *kept_by_others()]
    assert len({one.name for one in kept}) == len(kept)
