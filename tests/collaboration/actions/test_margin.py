from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from inkstead.collaboration.actions import remove_note, resolve_note, write_note
from inkstead.collaboration.models import MarginNote
from inkstead.collaboration.queries import margin_of
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import revise_part
from inkstead.stories.models import Part, Role
from tests.collaboration.conftest import works_on
from tests.world import World


@pytest.fixture
def part(world: World) -> Part:
    works_on(world.story, world.ben, Role.BETA)
    return world.draft


def blocks(part: Part) -> list[str]:
    assert part.head is not None
    return [block.id for block in split_blocks(part.head.html)]


def again(part: Part) -> Part:
    return Part.objects.select_related("head", "story__author").get(pk=part.pk)


def places(part: Part, by: User) -> dict[str, list[str]]:
    found = margin_of(again(part), by)
    return {
        name: [str(thread.first.html) for thread in getattr(found, name)]
        for name in ("whole", "here", "gone", "resolved")
    }


def test_notes_follow_their_passage_and_are_listed_apart_when_it_goes(world: World, part: Part) -> None:
    first, _, last = blocks(part)
    write_note(part, body="On the last.", block=last, by=world.ben)
    note = write_note(part, body="On the first.", block=first, by=world.ben)
    write_note(part, body="On all of it.", by=world.ana)
    assert note.quote == "The lamp went out at nine."
    assert places(part, world.ana) == {
        "whole": ["<p>On all of it.</p>"],
        "here": ["<p>On the first.</p>", "<p>On the last.</p>"],
        "gone": [],
        "resolved": [],
    }
    moved = "Canary of the public draft part.\n\nThe lamp went out at nine."
    revise_part(part, by=world.ana, text=moved, format="text")
    assert places(part, world.ana)["here"] == ["<p>On the last.</p>", "<p>On the first.</p>"]
    revise_part(part, by=world.ana, text="Canary of the public draft part.", format="text")
    assert places(part, world.ana)["gone"] == ["<p>On the first.</p>"]


def test_threads_are_settled_and_open_again_when_somebody_replies(world: World, part: Part) -> None:
    note = write_note(part, body="Why nine?", by=world.ben)
    reply = write_note(part, body="Because.", parent=note, by=world.ana)
    assert write_note(part, body="Deeper.", parent=reply, by=world.ben).parent == note
    resolve_note(note, resolved=True, by=world.ben)
    resolve_note(note, resolved=True, by=world.ana)
    assert places(part, world.ana)["resolved"] == ["<p>Why nine?</p>"]
    note.refresh_from_db()
    assert note.resolved_by == world.ben.pen_name
    write_note(part, body="One more thing.", parent=note, by=world.ana)
    assert places(part, world.ana)["resolved"] == []
    with pytest.raises(Refused, match="at its first note"):
        resolve_note(reply, resolved=True, by=world.ana)


def test_sending_twice_is_one_note(world: World, part: Part) -> None:
    assert write_note(part, body="Why nine?", by=world.ben) == write_note(part, body="Why nine?", by=world.ben)


def test_only_ones_own_notes_without_replies_are_removed(world: World, part: Part) -> None:
    note = write_note(part, body="Why nine?", by=world.ben)
    with pytest.raises(Refused, match="Only who wrote"):
        remove_note(note, by=world.ana)
    reply = write_note(part, body="Because.", parent=note, by=world.ana)
    with pytest.raises(Refused, match="has replied"):
        remove_note(note, by=world.ben)
    remove_note(reply, by=world.ana)
    remove_note(note, by=world.ben)
    remove_note(note, by=world.ben)
    assert not MarginNote.objects.exists()


@pytest.mark.parametrize("body", ["", " \n", "x" * 5001])
def test_a_note_has_words_and_not_too_many(world: World, part: Part, body: str) -> None:
    with pytest.raises(Refused):
        write_note(part, body=body, by=world.ben)


def test_strangers_do_not_write_here(world: World, part: Part, cleo: User) -> None:
    note = write_note(part, body="Why nine?", by=world.ben)
    with pytest.raises(Refused):
        write_note(part, body="Hello.", by=cleo)
    with pytest.raises(Refused):
        resolve_note(note, resolved=True, by=cleo)
    with pytest.raises(Refused, match="no such passage"):
        write_note(part, body="Hello.", block="b-nowhere", by=world.ben)
