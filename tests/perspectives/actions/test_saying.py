"""What a writer said is kept once and for ever: through edits, moves, and reading again."""

from __future__ import annotations

import pytest

from inkstead.lib.refusals import Refused
from inkstead.perspectives.actions import (
    correct_scene,
    forget_correction,
    forget_link,
    forget_meaning,
    link_scenes,
    mean_difference,
    survey_story,
    unlink_scenes,
)
from inkstead.perspectives.models import Audience, LinkSaid, Meant, SceneSaid
from inkstead.stories.models import Contributor, Role
from tests.factories import make_part
from tests.perspectives.stories import HERS, HIS, OTHER, revise, scenes, tellings, told_twice
from tests.world import World

WRITERS = Audience.WRITERS


def test_a_narrator_stands_at_once_and_after_every_reading(world: World) -> None:
    story, *_ = told_twice(world)
    correct_scene(scenes(story, WRITERS)[0], narrator="  Old   Mara ", person="third", tense="present", by=world.ana)

    def told() -> list[tuple[str, str, str, float]]:
        found = [scenes(story, audience)[0] for audience in (Audience.EVERYBODY, WRITERS)]
        return [(scene.narrator, scene.person, scene.tense, scene.confidence) for scene in found]

    expected = [("Old Mara", "third", "present", 1.0)] * 2
    assert told() == expected
    survey_story(story.pk)
    assert told() == expected
    assert scenes(story)[0].evidence[0]["says"] == "The author says so."


def test_it_survives_edits_of_every_paragraph_one_after_the_other(world: World) -> None:
    story, one, _ = told_twice(world)
    correct_scene(scenes(story, WRITERS)[0], narrator="Ada", by=world.ana)
    paragraphs = HERS.split("\n\n")
    for number in range(len(paragraphs)):
        changed = [*paragraphs[:number], "Something else stands here now.", *paragraphs[number + 1 :]]
        one = revise(one, "\n\n".join(changed))
        assert scenes(story)[0].narrator == "Ada"
    one = revise(one, "A new beginning.\n\n" + HERS)
    assert scenes(story)[0].narrator == "Ada"
    half = HERS.split("\n\n", 2)
    one = revise(one, HERS)
    revise(one, f"{half[0]}\n\n{half[1]}\n\n* * *\n\n{half[2]}")
    assert [scene.narrator for scene in scenes(story)] == ["Ada", "Ada", "Jonas"]


def test_nobody_can_be_said_and_taken_back(world: World) -> None:
    story, *_ = told_twice(world)
    correct_scene(scenes(story, WRITERS)[0], narrator="", by=world.ana)
    survey_story(story.pk)
    assert scenes(story)[0].narrator == ""
    forget_correction(scenes(story, WRITERS)[0], by=world.ana)
    forget_correction(scenes(story, WRITERS)[0], by=world.ana)
    survey_story(story.pk)
    assert (scenes(story)[0].narrator, SceneSaid.objects.count()) == ("Mara", 0)


def test_a_refused_link_is_gone_at_once_and_never_comes_back(world: World) -> None:
    story, _, other = told_twice(world)
    (told,) = tellings(story, WRITERS)
    unlink_scenes(told.one, told.other, by=world.ana)
    assert tellings(story) == tellings(story, WRITERS) == []
    survey_story(story.pk)
    revise(other, "I waited.\n\n" + HIS)
    assert tellings(story) == tellings(story, WRITERS) == []
    forget_link(LinkSaid.objects.get(), by=world.ana)
    survey_story(story.pk)
    assert len(tellings(story)) == 1


def test_an_accepted_link_stands_whatever_the_text_becomes(world: World) -> None:
    story, _, other = told_twice(world)
    (told,) = tellings(story, WRITERS)
    link_scenes(told.other, told.one, by=world.ana)  # in any order
    (shown,) = tellings(story)
    assert (shown.accepted, shown.confidence) == (True, 1.0)
    revise(other, HIS.split("\n\n")[0] + "\n\n" + OTHER)
    (still,) = tellings(story)
    assert (still.accepted, still.lines.count()) == (True, 1)


def test_two_scenes_that_share_nothing_can_be_linked(world: World) -> None:
    story, *_ = told_twice(world, second=OTHER)
    assert tellings(story) == []
    one, other = scenes(story, WRITERS)
    link_scenes(one, other, by=world.ana)
    survey_story(story.pk)
    (told,) = tellings(story)
    assert (told.by, told.accepted, told.lines.count()) == ("author", True, 0)


def test_a_difference_is_meant_as_long_as_both_lines_stand(world: World) -> None:
    story, *_ = told_twice(world)
    (told,) = tellings(story, WRITERS)
    line = told.lines.get(difference="spelling")
    mean_difference(line, by=world.ana)
    mean_difference(line, by=world.ana)
    assert Meant.objects.count() == 1
    forget_meaning(line, by=world.ana)
    assert Meant.objects.count() == 0


def test_a_scene_cannot_be_linked_with_itself_or_another_storys(world: World) -> None:
    story, *_ = told_twice(world)
    make_part(world.story, "Elsewhere", text=HERS)
    survey_story(world.story.pk)
    one = scenes(story, WRITERS)[0]
    for other in (one, scenes(world.story, WRITERS)[-1], scenes(story)[1]):
        with pytest.raises(Refused, match="Two different scenes"):
            link_scenes(one, other, by=world.ana)


def test_a_name_that_is_too_long_is_refused(world: World) -> None:
    story, *_ = told_twice(world)
    with pytest.raises(Refused, match="at most 100 letters"):
        correct_scene(scenes(story, WRITERS)[0], narrator="a" * 101, by=world.ana)


@pytest.mark.parametrize(
    ("role", "may"), [(Role.COAUTHOR, True), (Role.EDITOR, True), (Role.BETA, False), (None, False)]
)
def test_those_who_may_change_the_text_may_say_so(role: Role | None, may: bool, world: World) -> None:
    story, *_ = told_twice(world)
    if role is not None:
        Contributor.objects.create(story=story, pen_name=world.ben.pen_name, role=role)
    (told,) = tellings(story, WRITERS)
    scene, line = told.one, told.lines.get(difference="spelling")
    for act in (
        lambda: correct_scene(scene, narrator="Ada", by=world.ben),
        lambda: forget_correction(scene, by=world.ben),
        lambda: mean_difference(line, by=world.ben),
        lambda: forget_meaning(line, by=world.ben),
        lambda: unlink_scenes(told.one, told.other, by=world.ben),
    ):
        if may:
            act()
        else:
            with pytest.raises(Refused):
                act()
    assert LinkSaid.objects.count() == int(may)
