"""One word about a comment or a paragraph."""

from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from inkstead.discussion import actions
from inkstead.discussion.models import Kind, ParagraphReaction, Reaction
from inkstead.events.models import FactRow
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import edit_part, publish_part
from inkstead.stories.models import Part
from tests.factories import make_user
from tests.threads import at_once
from tests.world import World, build_world


def first_block(part: Part) -> str:
    assert part.live is not None
    return split_blocks(part.live.html)[0].id


def test_one_word_per_person_which_can_be_changed_and_taken_back(world: World) -> None:
    for kind in ("love", "love", "gasp"):
        actions.react(world.comment, kind, by=world.cleo)
    assert list(Reaction.objects.values_list("user", "kind")) == [(world.cleo.pk, "gasp")]
    assert FactRow.objects.filter(name="Reacted").count() == 2
    for _ in range(2):
        actions.take_back_reaction(world.comment, by=world.cleo)
    assert Reaction.objects.count() == 0


def test_the_same_for_a_paragraph(world: World) -> None:
    block = first_block(world.part)
    for kind in ("cry", "laugh"):
        actions.react_to_paragraph(world.part, block, kind, by=world.ben)
    assert list(ParagraphReaction.objects.values_list("user", "block", "kind")) == [(world.ben.pk, block, "laugh")]
    actions.take_back_paragraph_reaction(world.part, block, by=world.ben)
    assert ParagraphReaction.objects.count() == 0


@pytest.mark.parametrize("kind", ["", "hate", "LOVE", "love "])
def test_other_words_are_refused(world: World, kind: str) -> None:
    with pytest.raises(Refused, match="one of these"):
        actions.react(world.comment, kind, by=world.cleo)


def test_nobody_reacts_to_what_is_not_there(world: World) -> None:
    with pytest.raises(Refused, match="paragraph is not in this part"):
        actions.react_to_paragraph(world.second, first_block(world.part), "love", by=world.cleo)
    hidden = actions.hide_comment(world.comment, by=world.ana)
    with pytest.raises(Refused, match="not there any more"):
        actions.react(hidden, "love", by=world.cleo)


def test_reactions_go_along_when_a_paragraph_is_merged_and_of_two_one_stays(world: World) -> None:
    assert world.part.live is not None
    one, two = (block.id for block in split_blocks(world.part.live.html) if block.kind == "paragraph")
    for block, kind, who in ((one, "love", world.ben), (two, "gasp", world.ben), (two, "cry", world.cleo)):
        actions.react_to_paragraph(world.part, block, kind, by=who)
    words = " ".join(block.text for block in split_blocks(world.part.live.html) if block.kind == "paragraph")
    publish_part(edit_part(world.part, text=words, format="text", by=world.ana), by=world.ana)
    part = Part.objects.select_related("live").get(pk=world.part.pk)
    found = ParagraphReaction.objects.filter(block=first_block(part)).values_list("user", flat=True)
    assert sorted(found) == sorted({world.ben.pk, world.cleo.pk})


@pytest.mark.django_db(transaction=True)
def test_many_who_react_at_once_have_one_word_each() -> None:
    world = build_world()
    people = [make_user() for _ in range(8)]
    block = first_block(world.part)

    def storm(person: User, kind: str) -> None:
        actions.react(world.comment, kind, by=person)
        actions.react_to_paragraph(world.part, block, kind, by=person)

    for kind in (Kind.LOVE, Kind.CRY):
        at_once([lambda person=person, kind=kind: storm(person, kind) for person in people for _ in range(2)])
    for rows in (Reaction.objects, ParagraphReaction.objects):
        assert sorted(rows.values_list("user", "kind")) == sorted((person.pk, "cry") for person in people)
