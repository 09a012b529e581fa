"""Series: the stories of one name in their order, for each reader those that they may see."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.models import Series, Visibility
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World


@pytest.fixture
def series(world: World) -> Series:
    assert world.ana.pen_name is not None
    stories = [world.stories[Visibility.PRIVATE], world.story, world.stories[Visibility.UNLISTED]]
    return actions.create_series(world.ana.pen_name, title="Sea and lamps", by=world.ana, stories=stories)


def test_everybody_sees_what_they_may_see(world: World, series: Series, client_of: ClientOf) -> None:
    page = series.get_absolute_url()
    seen = {}
    for who, user in (("stranger", None), ("ana", world.ana)):
        text = client_of(user).get(page).content.decode()
        seen[who] = {story.title for story in world.stories.values() if f">{story.title}<" in text}
    assert seen == {"stranger": {"The Lighthouse"}, "ana": {"The Lighthouse"}}  # the kept page is everybody's
    assert "Sea and lamps" in client_of(None).get(world.story.get_absolute_url()).content.decode()
    assert client_of(None).get(f"/series/{series.pk}/").status_code == 301


def test_a_series_of_hidden_stories_is_not_there(world: World, series: Series, client_of: ClientOf) -> None:
    actions.edit_series(series, by=world.ana, title="Sea", stories=[world.stories[Visibility.PRIVATE]])
    page = Series.objects.get().get_absolute_url()
    assert client_of(None).get(page).status_code == 404
    assert client_of(world.ana).get(page).status_code == 200


def test_the_page_is_fresh_when_a_story_of_it_appears(world: World, series: Series, front: FrontClient) -> None:
    page = series.get_absolute_url()
    assert b"Letters Kept" not in front.get(page).body
    actions.edit_story(world.stories[Visibility.UNLISTED], by=world.ana, visibility=Visibility.PUBLIC)
    assert b"Letters Kept" in front.get(page).body
    actions.delete_series(series, by=world.ana)
    assert front.get(page).status == 404
    assert b"Sea and lamps" not in front.get(world.story.get_absolute_url()).body


def test_no_series_joins_two_names(world: World, series: Series) -> None:
    other = make_story(world.ana, "Of another name", author=world.other_name)
    with pytest.raises(Refused, match="stands under another pen name"):
        actions.edit_series(series, by=world.ana, title="Sea", stories=[world.story, other])
    with pytest.raises(Refused):
        actions.edit_series(series, by=world.cleo, title="Mine", stories=[])


def test_a_series_is_made_ordered_and_taken_away_at_the_desk(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    first, second = world.story.pk, world.stories[Visibility.UNLISTED].pk
    given = {"title": "Lamps", "summary": "", f"place_{second}": "1", f"place_{first}": "2"}
    assert client.post("/write/series/new/ana/", given).status_code == 302
    made = Series.objects.get()
    assert list(made.entries.values_list("story", flat=True)) == [second, first]
    client.post(f"/write/series/{made.pk}/", given | {f"place_{second}": ""})
    assert list(made.entries.values_list("story", flat=True)) == [first]
    assert "Lamps" in client.get("/write/series/").content.decode()
    assert client_of(world.cleo).get(f"/write/series/{made.pk}/").status_code == 404
    assert client_of(world.cleo).post("/write/series/new/ana/", given).status_code == 404
    client.post(f"/write/series/{made.pk}/delete/")
    assert not Series.objects.exists()


def test_a_series_leaves_as_a_zip_of_books(world: World, series: Series, client: Client) -> None:
    third = make_story(world.ana, "Shut in")
    make_part(third)
    actions.edit_story(third, by=world.ana, downloads=False)
    stories = [world.stories[Visibility.PRIVATE], world.story, third]
    actions.edit_series(series, by=world.ana, title=series.title, stories=stories)
    answer = client.get(f"/download/series/{series.pk}/sea-and-lamps-epub.zip")
    data = answer.getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["001-the-lighthouse.epub", "left-out.txt"]  # the third is named there
        assert archive.testzip() is None
    assert client.get(f"/download/series/{series.pk}/sea-and-lamps-epub.zip").getvalue() == data
    assert client.get(f"/download/series/{series.pk}/sea-and-lamps-pdf.zip").status_code == 404


def test_all_that_somebody_follows_leaves_as_a_zip(world: World, client_of: ClientOf) -> None:
    actions.follow_story(world.story, by=world.ben)
    data = client_of(world.ben).get("/download/library-text.zip").getvalue()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["001-for-friends.txt", "002-the-lighthouse.txt"]
    assert client_of(None).get("/download/library-text.zip").status_code == 302
    assert client_of(world.cleo).get("/download/library-text.zip").status_code == 404
