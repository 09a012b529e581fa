from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from inkstead.stories.actions import revise_part
from inkstead.stories.models import Part, State, Visibility
from tests.api.calls import Program
from tests.world import World


def test_who_sees_which_part(
    world: World, by_ana: Program, by_ben: Program, by_cleo: Program, by_guest: Program
) -> None:
    def seen(program: Program) -> set[tuple[Visibility, State]]:
        return {key for key, part in world.parts.items() if program.get(f"/parts/{part.pk}").status == 200}

    open_to_all = {(Visibility.PUBLIC, State.PUBLISHED), (Visibility.UNLISTED, State.PUBLISHED)}
    assert seen(by_guest) == seen(by_cleo) == open_to_all
    assert seen(by_ben) == open_to_all | {(Visibility.FOLLOWERS, State.PUBLISHED)}
    assert seen(by_ana) == set(world.parts)


def test_authors_see_the_newest_text_and_readers_the_published_one(
    world: World, by_ana: Program, by_ben: Program
) -> None:
    revise_part(world.part, text="A better beginning.", format="text", by=world.ana, keep_draft=True)
    path = f"/parts/{world.part.pk}"
    mine, theirs = by_ana.get(path), by_ben.get(path)
    assert (mine["revision"], mine["live_revision"], mine["words"]) == (2, 1, 3)
    assert (theirs["revision"], theirs["live_revision"]) == (1, None)
    assert "better" not in str(theirs.json)


def test_a_change_of_a_published_part_shows_at_once_unless_it_is_a_draft(
    world: World, by_ana: Program, by_guest: Program
) -> None:
    path = f"/parts/{world.part.pk}"
    assert by_ana.patch(path, {"text": "First.", "format": "text"})["revision"] == 2
    assert by_guest.get(path)["blocks"][0]["text"] == "First."
    assert by_ana.patch(path, {"text": "Second.", "format": "text", "draft": True})["revision"] == 3
    assert by_guest.get(path)["revision"] == 2
    assert by_ana.post(path + "/publish")["revision"] == 3
    assert by_guest.get(path)["revision"] == 3


@pytest.mark.parametrize("header", ["1", '"1"', 'W/"1"', "*"])
def test_a_change_from_the_revision_that_stands(world: World, by_ana: Program, header: str) -> None:
    told = by_ana.patch(f"/parts/{world.part.pk}", {"text": "New.", "format": "text"}, If_Match=header)
    assert (told.status, told["revision"]) == (200, 2)


def test_a_stale_change_gets_what_stands_and_changes_nothing(world: World, by_ana: Program) -> None:
    path = f"/parts/{world.part.pk}"
    by_ana.patch(path, {"text": "Theirs.", "format": "text"}, If_Match="1")
    told = by_ana.patch(path, {"title": "Lost?", "text": "Mine.", "format": "text"}, If_Match='"1"')
    assert (told.status, told.code) == (409, "stale")
    assert (told["current"]["revision"], "Theirs." in told["current"]["html"]) == (2, True)
    assert by_ana.get(path)["title"] == world.part.title


@pytest.mark.parametrize("header", ["abc", "-1", "1.5", '"1", "2"', "9" * 30])
def test_what_can_be_no_revision(world: World, by_ana: Program, header: str) -> None:
    assert by_ana.patch(f"/parts/{world.part.pk}", {"title": "T"}, If_Match=header).status == 422


def test_a_draft_gets_a_date_and_loses_it_again(world: World, by_ana: Program) -> None:
    path, at = f"/parts/{world.draft.pk}", timezone.now() + timedelta(days=1)
    told = by_ana.patch(path, {"publish_at": at.isoformat()})
    assert (told.status, told["state"]) == (200, "scheduled")
    told = by_ana.patch(path, {"publish_at": None})
    assert (told["state"], told["publish_at"]) == ("draft", None)


@pytest.mark.parametrize(
    "at",
    ["2020-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2030-01-01T00:00:00", "x", 5],
)
def test_a_date_that_cannot_be_kept_keeps_the_text_from_being_saved_too(
    world: World, by_ana: Program, at: object
) -> None:
    told = by_ana.patch(f"/parts/{world.draft.pk}", {"text": "New.", "format": "text", "publish_at": at})
    assert (told.status, set(told["error"]["fields"])) == (422, {"publish_at"})
    assert Part.objects.get(pk=world.draft.pk).revisions.count() == 1


def test_withdrawing_hides_and_publishing_shows_again(world: World, by_ana: Program, by_ben: Program) -> None:
    path = f"/parts/{world.part.pk}"
    assert by_ana.post(path + "/withdraw")["state"] == "withdrawn"
    assert by_ben.get(path).status == 404
    assert by_ana.post(path + "/publish")["state"] == "published"
    assert by_ben.get(path).status == 200


def test_only_authors_change_publish_withdraw_or_delete(world: World, by_ben: Program, by_cleo: Program) -> None:
    """Who sees a part is told that it is not theirs; who does not is told nothing."""
    for program, part, status in (
        (by_ben, world.part, 403),
        (by_cleo, world.part, 403),
        (by_ben, world.parts[Visibility.FOLLOWERS, State.PUBLISHED], 403),
        (by_cleo, world.parts[Visibility.FOLLOWERS, State.PUBLISHED], 404),
        (by_cleo, world.draft, 404),
    ):
        path = f"/parts/{part.pk}"
        asked = [program.patch(path, {"title": "Mine"}), program.post(path + "/publish")]
        asked += [program.post(path + "/withdraw"), program.delete(path)]
        assert {told.status for told in asked} == {status}
    assert Part.objects.filter(title="Mine").count() == 0


def test_a_deleted_part_is_gone(world: World, by_ana: Program) -> None:
    path = f"/parts/{world.part.pk}"
    assert [by_ana.delete(path).status for _ in range(2)] == [204, 404]


def test_a_part_is_added_to_ones_own_story_only(world: World, by_ana: Program, by_cleo: Program) -> None:
    body = {"title": "T", "text": "<p>Hi.</p>"}
    path = f"/stories/{world.story.pk}/parts"
    assert by_ana.post(path, body, Idempotency_Key="k").status == 201
    assert by_cleo.post(path, body).status == 403
    assert by_cleo.post(f"/stories/{world.stories[Visibility.PRIVATE].pk}/parts", body).status == 404


def test_what_is_sent_is_cleaned(world: World, by_ana: Program) -> None:
    body = {"title": "T", "text": '<p onclick="x()">Hi <script>y()</script><svg/onload=z()>there</p>'}
    part = by_ana.post(f"/stories/{world.story.pk}/parts", body)
    html = by_ana.get(f"/parts/{part['id']}")["html"]
    assert not any(word in html for word in ("script", "onclick", "svg", "onload"))


def test_revisions_are_for_authors_only(world: World, by_ana: Program, by_ben: Program, by_guest: Program) -> None:
    path = f"/parts/{world.part.pk}/revisions"
    by_ana.patch(f"/parts/{world.part.pk}", {"text": "New.", "format": "text"})
    listed = by_ana.get(path)
    assert [(item["revision"], item["by"]) for item in listed["items"]] == [(2, "Ana"), (1, "Ana")]
    assert by_ana.get(path + "/1")["blocks"][0]["text"] == "The lamp went out at nine."
    assert by_ana.get(path + "/3").status == 404
    assert [by_ben.get(path).status, by_ben.get(path + "/1").status] == [404, 404]
    assert [by_guest.get(path).status, by_guest.get(path + "/1").status] == [401, 401]


def test_revisions_come_in_pages(world: World, by_ana: Program) -> None:
    for number in range(4):
        revise_part(world.part, text=f"Text {number}.", format="text", by=world.ana)
    path, seen, cursor = f"/parts/{world.part.pk}/revisions?limit=2&cursor=", [], ""
    while cursor is not None:
        page = by_ana.get(path + cursor)
        seen += [item["revision"] for item in page["items"]]
        cursor = page["next"]
    assert seen == [5, 4, 3, 2, 1]


def test_a_part_costs_the_same_queries_however_long_it_is(
    world: World, by_ana: Program, by_guest: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    revise_part(world.part, text="Again.\n\n" * 200, format="text", by=world.ana)
    for part in (world.part, world.second):
        with django_assert_num_queries(1):
            by_guest.get(f"/parts/{part.pk}")


def test_a_deleted_part_lies_in_the_bin_and_comes_back(world: World, by_ana: Program, by_ben: Program) -> None:
    path = f"/parts/{world.part.pk}"
    by_ana.delete(path)
    assert [by_ben.post(path + "/restore").status, by_ben.delete(path + "?for_good=true").status] == [404, 404]
    assert by_ana.patch(path, {"title": "Other"}).status == 404
    back = by_ana.post(path + "/restore")
    assert (back.status, back["state"]) == (200, "withdrawn")
    assert by_ana.post(path + "/restore").status == 404
    by_ana.delete(path)
    assert by_ana.delete(path + "?for_good=true").status == 204
    assert not Part.objects.filter(pk=world.part.pk).exists()
