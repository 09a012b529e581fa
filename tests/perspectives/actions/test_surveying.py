from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inkstead.background.models import Job
from inkstead.events.models import FactRow
from inkstead.perspectives import jobs
from inkstead.perspectives.actions import is_current, survey_story
from inkstead.perspectives.models import Audience, Echo, Scene, SharedLine, Survey
from inkstead.stories import actions
from inkstead.stories.models import State, Visibility
from tests.factories import make_part, make_story
from tests.perspectives.stories import HERS, HIS, OTHER, revise, scenes, tellings, told_twice
from tests.world import World


def test_two_tellings_become_rows(world: World) -> None:
    story, one, other = told_twice(world)
    (told,) = tellings(story)
    assert (told.one.part_id, told.other.part_id, told.by, told.accepted) == (one.pk, other.pk, "lines", False)
    assert [(line.one_text, line.other_text, line.difference) for line in told.lines.order_by("place")] == [
        ("I will not go back to the harbour, Mara,", "I will not go back to the harbor, Mara,", "spelling"),
        ("Then the boat will sail without you,", "Then the boat will sail without you,", ""),
        ("Let it sail. I have had enough of salt.", "Let it sail. I have had enough of salt.", ""),
    ]
    assert [(scene.narrator, scene.begins) for scene in scenes(story)] == [("Mara", 0.0), ("Jonas", 0.0)]


def test_publishing_asks_for_a_reading(world: World) -> None:
    before = Job.objects.filter(args__0="perspectives.read_story_again").count()
    make_part(world.story, "One more")
    assert Job.objects.filter(args__0="perspectives.read_story_again").count() == before + 1


def test_reading_again_changes_nothing_and_costs_little(world: World) -> None:
    story, *_ = told_twice(world)
    facts, rows = FactRow.objects.count(), set(Scene.objects.values_list("pk", flat=True))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        survey_story(story.pk)
    assert len(asked) <= 16
    assert (FactRow.objects.count(), set(Scene.objects.values_list("pk", flat=True))) == (facts, rows)


def test_an_edit_leaves_the_rows_of_other_parts_alone(world: World) -> None:
    story, _, other = told_twice(world)
    (told,) = tellings(story)
    revise(other, HIS.replace("harbor", "pier"))
    (again,) = tellings(story)
    assert again.pk == told.pk
    assert again.lines.order_by("place")[0].other_text == "I will not go back to the pier, Mara,"


def test_a_withdrawn_telling_is_forgotten(world: World) -> None:
    story, _, other = told_twice(world)
    actions.withdraw_part(other, by=world.ana)
    survey_story(story.pk)
    assert (tellings(story), len(scenes(story))) == ([], 1)
    assert len(tellings(story, Audience.WRITERS)) == 1  # its writers have the text still


def test_drafts_are_for_writers_only(world: World) -> None:
    story = make_story(world.ana, "Salt", visibility=Visibility.PUBLIC)
    make_part(story, "Mara", text=HERS)
    make_part(story, "Jonas", text=HIS, state=State.DRAFT)
    survey_story(story.pk)
    assert tellings(story) == []
    assert len(tellings(story, Audience.WRITERS)) == 1


def test_what_followers_have_is_read_for_them_apart(world: World) -> None:
    story, _, other = told_twice(world, visibility=Visibility.FOLLOWERS)
    assert {audience: len(tellings(story, audience)) for audience in Audience} == {
        Audience.EVERYBODY: 0,
        Audience.FOLLOWERS: 1,
        Audience.WRITERS: 1,
    }
    actions.edit_part(other, by=world.ana, visibility=Visibility.PUBLIC)
    survey_story(story.pk)
    assert set(Survey.objects.filter(story=story).values_list("audience", flat=True)) == {
        Audience.EVERYBODY,
        Audience.WRITERS,
    }


def test_nothing_that_is_kept_back_is_in_the_rows_for_readers(world: World) -> None:
    """The control: the rows for its writers hold it."""
    story, _, other = told_twice(world)
    revise(other, HIS.replace("Let it sail", "Canary, let it sail"), keep_draft=True)
    make_part(story, "Nobody", text=OTHER.replace("home", "home to Canary"), state=State.DRAFT)
    survey_story(story.pk)

    def held(audience: str) -> bool:
        lines = SharedLine.objects.filter(retelling__survey__audience=audience, retelling__survey__story=story)
        return any("Canary" in line.other_text for line in lines)

    assert (held(Audience.EVERYBODY), held(Audience.WRITERS)) == (False, True)


def test_echoes_say_where_they_come_from(world: World) -> None:
    story = make_story(world.ana, "Salt", visibility=Visibility.PUBLIC)
    one = make_part(story, "Mara", text=HERS)
    make_part(story, "Later", text="I drove.\n\nLet it sail. I have had enough of salt.\n\nI drove on.")
    survey_story(story.pk)
    (echo,) = Echo.objects.filter(survey__story=story, survey__audience=Audience.EVERYBODY)
    assert (echo.of_scene.part_id, echo.text) == (one.pk, "I have had enough of salt.")


def test_readers_pages_hear_of_it_once(world: World) -> None:
    story, _, other = told_twice(world)
    before = FactRow.objects.filter(name="TellingsFound", story_id=story.pk).count()
    revise(other, OTHER)
    assert FactRow.objects.filter(name="TellingsFound", story_id=story.pk).count() == before + 1
    survey_story(story.pk)
    assert FactRow.objects.filter(name="TellingsFound", story_id=story.pk).count() == before + 1


def test_a_story_that_is_gone_is_no_error(world: World) -> None:
    survey_story(999_999)
    assert not Survey.objects.filter(story=999_999).exists()


def test_stories_from_before_are_read_by_and_by(world: World) -> None:
    Survey.objects.all().delete()
    jobs.read_unread_stories.call()
    read = set(Survey.objects.filter(audience=Audience.EVERYBODY).values_list("story", flat=True))
    assert read == {story.pk for story in world.stories.values() if story.parts_published}
    assert is_current(world.story, Audience.EVERYBODY)
    assert timezone.now() - Survey.objects.latest("at").at < timedelta(minutes=1)
