from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.library import actions
from inkstead.library.models import Shelf, ShelfEntry
from inkstead.stories.actions import edit_story
from inkstead.stories.models import Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.shared_data import shared_file
from tests.through_front import FrontClient
from tests.world import World


def shared(world: World, sharing: str = "public") -> Shelf:
    shelf = actions.make_shelf(title="Salt & Light", about="Stories of the sea.", by=world.ben)
    for visibility in Visibility:
        if visibility != Visibility.PRIVATE:
            actions.put_on_shelf(shelf, world.stories[visibility], note=f"A {visibility} one.", by=world.ben)
    return actions.edit_shelf(shelf, sharing=sharing, by=world.ben)


def test_a_public_shelf_is_one_kept_page_that_names_what_everybody_finds(world: World, front: FrontClient) -> None:
    shelf = shared(world)
    page = front.get(shelf.get_absolute_url())
    assert page["Cache-Control"].startswith("public")
    assert "Stories of the sea." in page.text
    assert "A public one." in page.text
    for hidden in ("Letters Kept", "For Friends", "A followers one.", "A unlisted one."):
        assert hidden not in page.text
    assert f'rel="canonical" href="http://127.0.0.1:8000{shelf.get_absolute_url()}"' in page.text
    assert 'property="og:title" content="Salt &amp; Light, a shelf of Ben"' in page.text
    assert "1 story<" in page.text


def test_a_kept_shelf_changes_with_what_stands_on_it(world: World, front: FrontClient) -> None:
    shelf = shared(world)
    assert "The Lighthouse" in front.get(shelf.get_absolute_url()).text
    edit_story(world.story, title="The Lightship", by=world.ana)
    assert "The Lightship" in front.get(shelf.get_absolute_url()).text
    edit_story(world.stories[Visibility.UNLISTED], visibility="public", by=world.ana)
    assert "A unlisted one." in front.get(shelf.get_absolute_url()).text
    actions.write_shelf_note(shelf, world.story.pk, note="Read it twice.", by=world.ben)
    assert "Read it twice." in front.get(shelf.get_absolute_url()).text
    assert "Salt &amp; Light" in front.get("/by/ben/").text
    actions.edit_shelf(shelf, sharing="private", by=world.ben)
    assert front.get(shelf.get_absolute_url()).status == 404
    assert "Salt" not in front.get("/by/ben/").text


def test_a_wrong_slug_leads_to_the_right_one(world: World, client_of: ClientOf) -> None:
    shelf = shared(world)
    for path in (f"/shelf/{shelf.pk}/", f"/shelf/{shelf.pk}-pepper/"):
        assert client_of(None).get(path)["Location"] == shelf.get_absolute_url()


def test_an_unlisted_shelf_opens_with_its_secret_alone(world: World, client_of: ClientOf) -> None:
    shelf = shared(world, "unlisted")
    stranger = client_of(None)
    assert stranger.get(shelf.get_absolute_url()).status_code == 404
    page = stranger.get(shelf.secret_url)
    assert page["Cache-Control"] == "private, no-store"
    assert "A public one." in page.content.decode()
    assert "noindex" in page.content.decode()
    renewed = actions.renew_secret(shelf, by=world.ben)
    assert (stranger.get(shelf.secret_url).status_code, stranger.get(renewed.secret_url).status_code) == (404, 200)
    actions.edit_shelf(shelf, sharing="private", by=world.ben)
    assert stranger.get(renewed.secret_url).status_code == 404


def test_ones_own_pages_are_nobody_elses(world: World, client_of: ClientOf) -> None:
    shelf, story = shared(world), world.story.pk
    base = f"/library/shelf/{shelf.pk}/"
    gets = (base, f"{base}edit/", f"{base}delete/", f"{base}story/{story}/")
    posts = (*gets[1:], f"{base}order/", f"{base}address/", f"{base}story/{story}/off/")
    for path in gets:
        assert client_of(world.ben).get(path).status_code == 200, path
        assert client_of(world.cleo).get(path).status_code == 404, path
        assert client_of(None).get(path).status_code == 302, path
    for path in posts:
        assert client_of(world.cleo).post(path, {"up": story}).status_code == 404, path
    assert ShelfEntry.objects.filter(shelf=shelf).count() == 3


def test_shelving_is_a_form(world: World, client_of: ClientOf) -> None:
    ben, path = client_of(world.ben), f"/story/{world.story.pk}/shelve/"
    assert "None of them" in ben.get(path).content.decode()
    later = Shelf.objects.get(user=world.ben, kind="later")
    back = ben.post(path, {"one": later.pk, "title": "Salt", "next": world.part.get_absolute_url()})
    assert back["Location"] == world.part.get_absolute_url()
    assert set(ShelfEntry.objects.values_list("shelf__title", flat=True)) == {"Later", "Salt"}
    assert (
        ben.post(path, {"one": "", "next": "https://elsewhere.example/"})["Location"] == world.story.get_absolute_url()
    )
    assert ShelfEntry.objects.count() == 0
    foreign = actions.make_shelf(title="Cleo’s", by=world.cleo)
    ben.post(path, {"own": [foreign.pk, "x"]})
    assert ShelfEntry.objects.count() == 0
    hidden = world.stories[Visibility.PRIVATE].pk
    assert [client_of(user).get(f"/story/{hidden}/shelve/").status_code for user in (world.ben, None)] == [404, 302]


def test_the_pages_of_story_and_part_say_where_it_stands(world: World, front: FrontClient) -> None:
    for path in (world.story.get_absolute_url(), world.part.get_absolute_url()):
        assert ">Shelve<" not in front.get(path).text.replace("</svg>", ">")
        assert "</svg>Shelve</a>" in front.get(path, by=world.ben).text
    own = actions.make_shelf(title="Salt", by=world.ben)
    actions.put_on_shelf(own, world.story, by=world.ben)
    actions.put_on_shelf(Shelf.objects.get(user=world.ben, kind="reading"), world.story, by=world.ben)
    assert '<span dir="auto">Reading</span></a>' in front.get(world.part.get_absolute_url(), by=world.ben).text


def test_moving_works_by_arrow_and_by_handle(world: World, client_of: ClientOf) -> None:
    shelf = actions.make_shelf(title="Salt", by=world.ben)
    stories = [make_story(world.ana, letter) for letter in "AB"]
    for story in stories:
        make_part(story)
        actions.put_on_shelf(shelf, story, by=world.ben)
    ben, path = client_of(world.ben), f"/library/shelf/{shelf.pk}/order/"

    def order() -> list[str]:
        return list(ShelfEntry.objects.filter(shelf=shelf).order_by("position").values_list("story__title", flat=True))

    first, second = stories
    assert ben.post(path, {"up": second.pk, "part": [first.pk, second.pk]})["Location"].endswith(f"#story-{second.pk}")
    assert order() == ["B", "A"]
    told = ben.post(path, {"part": first.pk, "to": 1}, headers={"Accept": "application/json"}).json()
    assert (told["message"], order()) == ("“A” is moved.", ["A", "B"])
    ben.post(told["undo"])
    assert order() == ["B", "A"]
    assert ben.post(path, {"part": "x"}).status_code == 404


def test_a_note_that_is_too_long_comes_back_whole(world: World, client_of: ClientOf) -> None:
    shelf = shared(world)
    page = client_of(world.ben).post(f"/library/shelf/{shelf.pk}/story/{world.story.pk}/", {"note": "x" * 10_001})
    assert page.status_code == 400
    assert "x" * 10_001 in page.content.decode()
    assert "the limit is 10,000" in page.content.decode()


def test_no_payload_runs_from_a_note_a_title_or_a_word_about_a_shelf(world: World, front: FrontClient) -> None:
    payloads = [case["payload"] for case in json.loads(shared_file("sanitiser-cases.json").read_text())]
    shelf = shared(world)
    for start in range(0, len(payloads), 10):
        texts = [text for text in payloads[start : start + 10] if len(text) < 5000]
        actions.write_shelf_note(shelf, world.story.pk, note="\n\n".join(texts)[:10_000], by=world.ben)
        note = (
            front.get(shelf.get_absolute_url()).text.split('<div class="shelf-note" dir="auto">')[1].split("</div>")[0]
        )
        assert set(re.findall("<[^>]*>", note)) <= {"<p>", "</p>", "<br>"}


def test_the_page_of_a_shelf_asks_as_much_for_three_stories_as_for_one(world: World, client_of: ClientOf) -> None:
    shelf = actions.make_shelf(title="Salt", by=world.ben)
    ben, counts = client_of(world.ben), []
    ben.get("/library/shelves/")  # a session's first page also asks who that is
    for letter in "ABC":
        story = make_story(world.ana, letter)
        make_part(story)
        actions.put_on_shelf(shelf, story, by=world.ben)
        with CaptureQueriesContext(connection) as queries:
            ben.get(f"/library/shelf/{shelf.pk}/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.django_db
def test_history_pages_are_ones_own(world: World, client_of: ClientOf) -> None:
    actions.keep_place(world.second, block="", reached=0.4, by=world.ben)
    ben, cleo = client_of(world.ben), client_of(world.cleo)
    assert "The Second Night" in ben.get("/library/history/").content.decode()
    assert "The Second Night" not in cleo.get("/library/history/").content.decode()
    assert "Nothing you read" in ben.get("/library/history/?q=zebra").content.decode()
    assert ben.get("/library/history/?after=forged").status_code == 400
    cleo.post(f"/library/history/{world.second.pk}/forget/")
    assert "The Second Night" in ben.get("/library/history/").content.decode()
    assert "paused" in ben.post("/library/history/pause/", follow=True).content.decode()
    assert ben.get("/library/history/forget/").status_code == 200
    ben.post("/library/history/forget/")
    assert "The Second Night" not in ben.get("/library/history/").content.decode()
