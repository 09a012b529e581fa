from __future__ import annotations

from inkstead.stories.models import Visibility
from tests.api.calls import Program
from tests.factories import make_part, make_story
from tests.world import World

HERS = "“I will not go back to the harbour,” I said.\n\n“Then the boat will sail without you,” he said.\n\nHe left."
HIS = "“I will not go back to the harbour,” she said.\n\n“Then the boat will sail without you,” I said.\n\nI left."


def test_everybody_sees_what_two_tellings_share(
    world: World, by_guest: Program, by_cleo: Program, by_ana: Program
) -> None:
    story = make_story(world.ana, "Two", visibility=Visibility.PUBLIC)
    parts = [make_part(story, "Hers", text=HERS), make_part(story, "His", text=HIS)]
    for program in (by_guest, by_cleo, by_ana):
        seen = program.get(f"/stories/{story.pk}/perspectives")
        assert seen.status == 200
        assert [scene["part_id"] for scene in seen["scenes"]] == [part.pk for part in parts]
        (told,) = seen["retellings"]
        assert (told["scenes"], [line["same"] for line in told["lines"]]) == ([1, 2], [True, True])


def test_readers_see_only_what_was_published_to_them(
    world: World, by_guest: Program, by_cleo: Program, by_ana: Program
) -> None:
    def parts(program: Program) -> set[int]:
        return {scene["part_id"] for scene in program.get(f"/stories/{world.story.pk}/perspectives")["scenes"]}

    assert parts(by_guest) == parts(by_cleo) == {world.part.pk, world.second.pk}
    assert parts(by_ana) > {world.part.pk, world.second.pk, world.draft.pk}


def test_a_new_text_that_waits_is_seen_by_its_author_only(world: World, by_guest: Program, by_ana: Program) -> None:
    story = make_story(world.ana, "Two", visibility=Visibility.PUBLIC)
    make_part(story, "Hers", text=HERS)
    his = make_part(story, "His", text="I left.")
    assert by_ana.patch(f"/parts/{his.pk}", {"text": HIS, "format": "text", "draft": True}).status == 200
    assert by_guest.get(f"/stories/{story.pk}/perspectives")["retellings"] == []
    assert len(by_ana.get(f"/stories/{story.pk}/perspectives")["retellings"]) == 1


def test_a_story_that_is_not_for_somebody_is_not_there(world: World, by_guest: Program, by_cleo: Program) -> None:
    for visibility in (Visibility.FOLLOWERS, Visibility.PRIVATE):
        for program in (by_guest, by_cleo):
            assert program.get(f"/stories/{world.stories[visibility].pk}/perspectives").status == 404


def test_writers_correct_scenes_and_answer_links(
    world: World, by_guest: Program, by_cleo: Program, by_ana: Program
) -> None:
    story = make_story(world.ana, "Two", visibility=Visibility.PUBLIC)
    one, other = make_part(story, "Hers", text=HERS), make_part(story, "His", text=HIS)
    first, second = (by_ana.get(f"/parts/{part.pk}")["blocks"][1]["id"] for part in (one, other))
    at = f"/stories/{story.pk}/perspectives"
    said = {"part": one.pk, "block": first, "narrator": "Mara", "person": "first"}
    answer = {"one": {"part": one.pk, "block": first}, "other": {"part": other.pk, "block": second}, "accepted": False}
    for program, refused in ((by_guest, 401), (by_cleo, 404)):
        assert program.post(f"{at}/scenes", said).status == refused
        assert program.post(f"{at}/links", answer).status == refused
    assert by_ana.post(f"{at}/scenes", said).status == 204
    assert by_guest.get(at)["scenes"][0]["narrator"]["name"] == "Mara"
    assert by_ana.post(f"{at}/links", answer).status == 204
    assert by_guest.get(at)["retellings"] == []
    assert by_ana.post(f"{at}/links", answer | {"accepted": True}).status == 204
    assert by_guest.get(at)["retellings"][0]["confidence"] == 1.0
    assert by_ana.post(f"{at}/scenes", said | {"forget": True}).status == 204
    assert by_guest.get(at)["scenes"][0]["narrator"] is None
    assert by_ana.post(f"{at}/scenes", said | {"block": "b-nothere"}).status == 404
