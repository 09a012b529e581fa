"""The list of parts at the desk: order, volumes, several at once, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.serial.actions import put_in_queue
from inkstead.stories import actions
from inkstead.stories.models import Contributor, Part, State, Story, Volume
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.world import World


@pytest.fixture
def story(world: World) -> Story:
    """A1 A2 in Book A, B1 in Book B, C in none."""
    story = make_story(world.ana, "In Order")
    for title, volume in (("A1", "Book A"), ("A2", "Book A"), ("B1", "Book B"), ("C", "")):
        make_part(story, title, volume=volume, state=State.DRAFT)
    return story


def order(story: Story) -> str:
    rows = story.parts.kept().in_order().select_related("volume")
    return " ".join(f"{row.title}/{row.volume.title[-1] if row.volume else '-'}" for row in rows)


def part(story: Story, title: str) -> Part:
    return story.parts.get(title=title)


def undo(client: Client, answer: HttpResponse) -> None:
    page = client.get(answer["Location"]).content.decode()
    client.post("/write/undo/" + page.split('action="/write/undo/')[1].split('"')[0])


BEGIN = "A1/A A2/A B1/B C/-"


def test_arrows_move_a_part_and_lead_from_volume_to_volume(story: Story, world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/story/{story.pk}/arrange/"
    answer = client.post(path, {"up": part(story, "B1").pk})
    assert order(story) == "A1/A A2/A B1/A C/-"
    undo(client, answer)
    assert order(story) == BEGIN
    client.post(path, {"down": part(story, "A1").pk})
    assert order(story) == "A2/A A1/A B1/B C/-"


def test_what_was_dropped_is_put_there_and_can_be_taken_back(story: Story, world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/story/{story.pk}/arrange/"
    book = story.volumes.get(title="Book A")
    given = {"part": part(story, "C").pk, "to": 2, "volume": book.pk}
    answer = client.post(path, given, headers={"accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json()["message"] == "“C” is moved."
    assert order(story) == "A1/A C/A A2/A B1/B"
    client.post(answer.json()["undo"])
    assert order(story) == BEGIN


@pytest.mark.parametrize("given", [{}, {"up": "x"}, {"part": "9999999"}, {"up": "-1"}, {"part": "1" * 30, "to": "1"}])
def test_nonsense_moves_nothing(story: Story, world: World, client_of: ClientOf, given: dict[str, Any]) -> None:
    assert client_of(world.ana).post(f"/write/story/{story.pk}/arrange/", given).status_code == 404
    assert order(story) == BEGIN


def test_a_part_or_volume_of_another_story_is_not_taken(story: Story, world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/story/{story.pk}/arrange/"
    other = make_part(world.story, "Elsewhere", volume="Book X")
    assert client.post(path, {"up": other.pk}).status_code == 404
    given = {"part": part(story, "C").pk, "to": 1, "volume": other.volume_id}
    assert client.post(path, given).status_code == 404
    assert order(story) == BEGIN


def choose(story: Story, *titles: str, **more: str) -> dict[str, Any]:
    return {"part": [part(story, title).pk for title in titles], **more}


def test_several_parts_are_published_withdrawn_moved_and_thrown_away(
    story: Story, world: World, client_of: ClientOf
) -> None:
    client, path = client_of(world.ana), f"/write/story/{story.pk}/together/"

    def states() -> list[str]:
        return list(story.parts.kept().in_order().values_list("state", flat=True))

    client.post(path, choose(story, "A1", "C", do="publish"))
    assert states() == ["published", "draft", "draft", "published"]
    answer = client.post(path, choose(story, "A1", "C", do="withdraw"))
    assert states() == ["withdrawn", "draft", "draft", "withdrawn"]
    undo(client, answer)
    assert states() == ["published", "draft", "draft", "published"]
    book = str(story.volumes.get(title="Book B").pk)
    answer = client.post(path, choose(story, "A1", "C", do="move", volume=book))
    assert order(story) == "A2/A B1/B A1/B C/B"
    undo(client, answer)
    assert order(story) == BEGIN
    answer = client.post(path, choose(story, "A1", "A2", do="move", volume=""))
    assert order(story) == "A1/- A2/- B1/B C/-"
    undo(client, answer)
    answer = client.post(path, choose(story, "A1", "A2", do="bin"))
    assert order(story) == "B1/B C/-"
    undo(client, answer)
    assert order(story) == BEGIN
    assert states() == ["published", "draft", "draft", "published"]


def test_all_of_them_or_none(story: Story, world: World, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/story/{story.pk}/together/"
    client.post(path, choose(story, "A1", do="publish"))
    back = {"referer": f"http://testserver/write/story/{story.pk}/"}
    client.post(path, choose(story, "A1", "A2", do="withdraw"), headers=back)
    page = client.get(f"/write/story/{story.pk}/").content.decode()
    assert "“A2” is a draft, so it cannot be withdrawn. Nothing was changed." in page
    assert part(story, "A1").state == State.PUBLISHED
    gone = part(story, "C").pk
    actions.bin_part(part(story, "C"), by=world.ana)
    given = {"part": [part(story, "A1").pk, gone], "do": "bin"}
    client.post(path, given, headers=back)
    assert "not in the story any more" in client.get(f"/write/story/{story.pk}/").content.decode()
    assert part(story, "A1").binned_at is None


def test_volumes_are_made_ordered_renamed_and_taken_away(story: Story, world: World, client_of: ClientOf) -> None:
    client, base = client_of(world.ana), f"/write/story/{story.pk}/volume"
    assert client.post(f"{base}/new/", {"title": "Book C"}).status_code == 302
    assert client.post(f"{base}/new/", {"title": "Book C"}).status_code == 422
    made = story.volumes.get(title="Book C")
    actions.edit_part(part(story, "A2"), volume="Book B", by=world.ana)
    assert Volume.objects.filter(pk=made.pk).exists()  # another part's move does not sweep it away
    actions.edit_part(part(story, "A2"), volume="Book A", by=world.ana)
    book = story.volumes.get(title="Book B")
    answer = client.post(f"{base}/{book.pk}/move/", {"step": "-1"})
    assert order(story) == "B1/B A1/A A2/A C/-"
    assert list(story.volumes.values_list("title", flat=True)) == ["Book B", "Book A", "Book C"]
    undo(client, answer)
    assert order(story) == BEGIN
    answer = client.post(f"{base}/{story.volumes.get(title='Book A').pk}/delete/")
    assert order(story) == "A1/- A2/- B1/B C/-"
    undo(client, answer)
    assert order(story) == BEGIN
    assert client.post(f"{base}/{book.pk}/move/", {"step": "7"}).status_code == 403


def test_only_those_who_may_arrange(story: Story, world: World, client_of: ClientOf) -> None:
    book = story.volumes.first()
    assert book is not None
    assert world.ben.pen_name is not None
    paths = ["arrange/", "together/", "volume/new/", f"volume/{book.pk}/move/", f"volume/{book.pk}/delete/"]

    def asked(given: dict[str, Any]) -> set[int]:
        return {client_of(world.ben).post(f"/write/story/{story.pk}/{path}", given).status_code for path in paths}

    given = {"up": part(story, "B1").pk, "do": "bin", "part": part(story, "A1").pk, "step": "1", "title": "Mine"}
    assert asked(given) == {404}
    Contributor.objects.create(story=story, pen_name=world.ben.pen_name, role="editor")
    assert asked(given) == {403}
    assert order(story) == BEGIN
    page = client_of(world.ben).get(f"/write/story/{story.pk}/").content.decode()
    assert "A1" in page
    listed = page.split('id="parts-title"')[1].split("</section>")[0]
    assert "arrange" in listed
    assert not set(listed.split()) & {'name="up"', 'name="part"', "data-behaviour"}


def test_a_thousand_parts_cost_as_many_queries_as_one(world: World, client_of: ClientOf) -> None:
    client, story = client_of(world.ana), make_story(world.ana, "Long")
    make_part(story, "Part 0", state=State.DRAFT)

    def queries(ask: Any) -> int:
        ask()
        with CaptureQueriesContext(connection) as found:
            ask()
        return len(found)

    def look() -> HttpResponse:
        return client.get(f"/write/story/{story.pk}/")  # type: ignore[return-value]

    def move() -> None:
        given = {"part": story.parts.in_order()[0].pk, "to": 9999}
        client.post(f"/write/story/{story.pk}/arrange/", given, headers={"accept": "application/json"})

    few = queries(look)
    for number in (1, 2):
        make_part(story, f"Part {number}", state=State.DRAFT)
    assert queries(look) == few
    few_to_move = queries(move)
    first = story.parts.first()
    assert first is not None
    Part.objects.bulk_create(
        [Part(story=story, title=f"Part {number}", position=number + 1, head=first.head) for number in range(3, 1000)]
    )
    missing = Part.objects.filter(story=story, counts__isnull=True)
    type(first.counts).objects.bulk_create([type(first.counts)(part=row) for row in missing])
    assert queries(look) == few
    assert len(look().content) < 1_500_000
    assert queries(move) == few_to_move


def test_a_queue_that_comes_to_stand_still_says_so_where_it_happens(world: World, client_of: ClientOf) -> None:
    story, ana = make_story(world.ana, "Slack Water"), client_of(world.ana)
    first, second, draft = (make_part(story, title, state="draft") for title in ("Ebb", "Flow", "Moon"))
    desk, said = f"/write/story/{story.pk}/", "The queue waits for"
    put_in_queue(story, [first, second], by=world.ana)
    assert said not in ana.get(desk).content.decode()

    told = ana.post(f"{desk}arrange/", {"part": draft.pk, "to": 1}, HTTP_ACCEPT="application/json").json()
    assert told["message"] == "“Moon” is moved. The queue waits for “Moon” now, a draft that comes first in the story."
    assert said in ana.get(desk).content.decode()
    assert "waits for a draft" in ana.get("/write/").content.decode()
    ana.post(told["undo"])
    assert said not in ana.get(desk).content.decode()

    for address, given in ((f"/write/part/{draft.pk}/move/", {"to": 1}), (f"{desk}arrange/", {"up": draft.pk})):
        assert said in ana.post(address, given, follow=True).content.decode()
        actions.move_part(draft, to=3, by=world.ana)
