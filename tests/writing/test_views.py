"""Ana writes, Ben reads along, Cleo has no business here: for both of them the desk of Ana does not exist."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import User
from inkstead.stories.models import Part, State, Story, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.world import World


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Every page about one story or part, and how it is asked for."""
    story, part = world.story, world.part
    make_part(story, "In a book", volume="Book One")
    volume = story.volumes.get()
    yield "GET", f"/write/story/{story.pk}/"
    yield "GET", f"/write/story/{story.pk}/about/"
    yield "POST", f"/write/story/{story.pk}/about/"
    yield "POST", f"/write/story/{story.pk}/mark/"
    yield "GET", f"/write/story/{story.pk}/delete/"
    yield "POST", f"/write/story/{story.pk}/delete/"
    yield "GET", f"/write/story/{story.pk}/volume/{volume.pk}/"
    yield "POST", f"/write/story/{story.pk}/volume/{volume.pk}/"
    yield "GET", f"/write/story/{story.pk}/part/new/"
    yield "POST", f"/write/story/{story.pk}/part/new/"
    yield "GET", f"/write/part/{part.pk}/"
    yield "POST", f"/write/part/{part.pk}/"
    yield "POST", f"/write/part/{part.pk}/publish/"
    yield "POST", f"/write/part/{part.pk}/move/"
    for page in ("schedule", "withdraw", "delete"):
        yield "GET", f"/write/part/{part.pk}/{page}/"
        yield "POST", f"/write/part/{part.pk}/{page}/"
    yield "GET", f"/write/part/{part.pk}/history/"
    yield "GET", f"/write/part/{part.pk}/history/1/"
    yield "POST", f"/write/part/{part.pk}/history/1/restore/"


def state_of(world: World) -> list[tuple[object, ...]]:
    parts = Part.objects.order_by("pk").values_list("pk", "title", "state", "position", "head", "live")
    stories = Story.objects.order_by("pk").values_list("pk", "title", "summary", "visibility")
    return [*parts, *stories]


def ask(client: Client, method: str, path: str) -> int:
    given = {"title": "Taken", "text": "Mine now.", "format": "text", "visibility": "public", "to": "1"}
    return (client.post(path, given) if method == "POST" else client.get(path)).status_code


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_nobody_else_finds_a_page_of_anas_desk(world: World, client_of: ClientOf, who: str) -> None:
    pages = list(addresses(world))
    before = state_of(world)
    client = client_of(getattr(world, who))

    answers = {(method, path): ask(client, method, path) for method, path in pages}

    assert set(answers.values()) == {404}
    assert state_of(world) == before


def test_a_stranger_is_asked_to_sign_in(world: World, client_of: ClientOf) -> None:
    pages = [("GET", "/write/"), ("GET", "/write/story/new/"), *addresses(world)]

    for method, path in pages:
        client = client_of(None)
        answer = client.post(path) if method == "POST" else client.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/me/login/"), path


def test_every_page_opens_for_its_writer(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)

    for method, path in addresses(world):
        if method == "GET":
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert answer["Cache-Control"] == "private, no-store", path


def test_changes_need_a_post(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    part = world.part.pk

    for path in (f"/write/part/{part}/move/", f"/write/part/{part}/history/1/restore/"):
        assert client.get(path).status_code == 405, path


def test_a_form_without_its_token_changes_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.ana)

    answer = client.post(f"/write/part/{world.part.pk}/delete/")

    assert answer.status_code == 403
    assert Part.objects.filter(pk=world.part.pk).exists()


def test_the_desk_shows_all_names_to_their_writer_only(world: World, client_of: ClientOf) -> None:
    make_story(world.ana, "Under Another Name", author=world.other_name)

    mine = client_of(world.ana).get("/write/").content.decode()
    bens = client_of(world.ben).get("/write/").content.decode()

    assert "Under Another Name" in mine
    assert "Ada Quill" in mine
    assert "The Lighthouse" in mine
    assert "Under Another Name" not in bens
    assert "The Lighthouse" not in bens
    assert "Nothing here yet" in bens


def test_the_desk_costs_the_same_for_one_story_and_for_many(world: World, client_of: ClientOf) -> None:
    def queries(user: User, path: str) -> int:
        client = client_of(user)
        client.get(path)
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    one = make_story(world.ben, "One")
    make_part(one)
    few, few_parts = queries(world.ben, "/write/"), queries(world.ben, f"/write/story/{one.pk}/")
    for number in range(3):
        make_part(make_story(world.ben, f"More {number}", tags=["sea"]))
        make_part(one, state=State.DRAFT)

    assert queries(world.ben, "/write/") == few
    assert queries(world.ben, f"/write/story/{one.pk}/") == few_parts


def test_a_new_story_takes_all_that_is_said_about_it(world: World, client_of: ClientOf) -> None:
    assert world.ben.pen_name is not None
    answer = client_of(world.ben).post(
        "/write/story/new/",
        {
            "author": world.ben.pen_name.pk,
            "title": "  Tide   Tables ",
            "summary": "What the sea keeps.",
            "language": "de",
            "status": "hiatus",
            "rating": "teen",
            "visibility": "unlisted",
            "warnings": ["Abuse"],
            "other_warnings": "Drowning, cold water",
            "tags": "sea, lamps, sea",
            "show_elsewhere_counts": "",
        },
    )

    story = Story.objects.get(title="Tide Tables")
    assert answer["Location"] == f"/write/story/{story.pk}/"
    assert (story.author, story.summary, story.language) == (world.ben.pen_name, "What the sea keeps.", "de")
    assert (story.status, story.rating, story.visibility) == ("hiatus", "teen", "unlisted")
    assert story.warnings == ["Abuse", "Drowning", "cold water"]
    assert list(story.tags.order_by("storytag__position").values_list("name", flat=True)) == ["sea", "lamps"]
    assert story.show_elsewhere_counts is False


def test_nobody_writes_under_a_name_of_somebody_else(world: World, client_of: ClientOf) -> None:
    given = {"author": world.other_name.pk, "title": "Stolen", "language": "en", "status": "ongoing"}
    answer = client_of(world.ben).post("/write/story/new/", given | {"rating": "everyone", "visibility": "public"})

    assert answer.status_code == 422
    assert not Story.objects.filter(title="Stolen").exists()


def test_what_stands_comes_back_from_the_form_of_a_story_unchanged(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    form = client.get(f"/write/story/{world.story.pk}/about/").context["form"]
    before = state_of(world)

    answer = client.post(
        f"/write/story/{world.story.pk}/about/", {k: v for k, v in form.initial.items() if v is not False}
    )

    assert answer.status_code == 302
    assert state_of(world) == before
    assert [tag.name for tag in world.story.tags.order_by("storytag__position")] == ["sea", "lamps"]


def test_a_refused_story_comes_back_with_what_was_typed(world: World, client_of: ClientOf) -> None:
    form = client_of(world.ana).get(f"/write/story/{world.story.pk}/about/").context["form"]
    given = form.initial | {"title": "x" * 201, "summary": "Every <b>word</b> of it"}

    answer = client_of(world.ana).post(f"/write/story/{world.story.pk}/about/", given)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "x" * 201 in page
    assert "Every &lt;b&gt;word&lt;/b&gt; of it" in page
    assert "At most 200 characters." in page
    assert Story.objects.get(pk=world.story.pk).title == "The Lighthouse"


def test_a_volume_gets_another_title(world: World, client_of: ClientOf) -> None:
    make_part(world.story, volume="Book One")
    volume = world.story.volumes.get()

    client_of(world.ana).post(f"/write/story/{world.story.pk}/volume/{volume.pk}/", {"title": "The First Book"})

    assert [v.title for v in world.story.volumes.all()] == ["The First Book"]


def test_parts_move_by_buttons_and_by_number(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    order = list(world.story.parts.in_order())

    client.post(f"/write/part/{order[0].pk}/move/", {"to": "2"})
    assert [p.pk for p in world.story.parts.in_order()][:2] == [order[1].pk, order[0].pk]

    client.post(f"/write/part/{order[0].pk}/move/", {"to": "999"})
    assert world.story.parts.in_order().last() == order[0]

    client.post(f"/write/part/{order[0].pk}/move/", {"to": "first"})
    assert world.story.parts.in_order().last() == order[0]


def test_a_draft_is_published_withdrawn_and_thrown_away(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.draft

    client.post(f"/write/part/{part.pk}/publish/")
    assert Part.objects.get(pk=part.pk).state == State.PUBLISHED
    client.post(f"/write/part/{part.pk}/withdraw/")
    assert Part.objects.get(pk=part.pk).state == State.WITHDRAWN
    client.post(f"/write/part/{part.pk}/delete/")
    assert Part.objects.get(pk=part.pk).binned_at is not None


def test_a_part_is_scheduled_in_utc(world: World, client_of: ClientOf) -> None:
    client, part = client_of(world.ana), world.draft

    client.post(f"/write/part/{part.pk}/schedule/", {"publish_at": "2099-03-01T18:30", "ahead": "on"})

    scheduled = Part.objects.get(pk=part.pk)
    assert scheduled.state == State.SCHEDULED
    assert scheduled.publish_at is not None
    assert scheduled.publish_at.isoformat() == "2099-03-01T18:30:00+00:00"
    page = client.get(f"/write/story/{world.story.pk}/").content.decode()
    assert "1 March 2099, 18:30 UTC" in page


@pytest.mark.parametrize("when", ["2001-01-01T10:00", "", "soon", "2099-02-30T10:00"])
def test_a_time_that_cannot_be_is_refused(world: World, client_of: ClientOf, when: str) -> None:
    answer = client_of(world.ana).post(f"/write/part/{world.draft.pk}/schedule/", {"publish_at": when})

    assert answer.status_code == 422
    assert Part.objects.get(pk=world.draft.pk).state == State.DRAFT


def test_a_private_story_stays_out_of_sight_of_readers(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    form = client.get(f"/write/story/{world.story.pk}/about/").context["form"]

    client.post(f"/write/story/{world.story.pk}/about/", form.initial | {"visibility": Visibility.PRIVATE})

    assert client_of(world.cleo).get(world.part.get_absolute_url()).status_code == 404
    assert client.get(world.part.get_absolute_url()).status_code == 200
