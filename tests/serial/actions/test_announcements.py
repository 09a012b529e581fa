"""News that is no part: who reads it, when, and that nothing is counted for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from inkstead.accounts.models import User
from inkstead.events.models import FactRow
from inkstead.lib.refusals import Refused
from inkstead.serial import actions
from inkstead.serial.models import Announcement
from inkstead.stories.actions import bin_story, edit_story, follow_story
from inkstead.stories.models import Visibility
from tests.conftest import ClientOf
from tests.serial.clocks import Clock
from tests.serial.stories import serial_by
from tests.through_front import FrontClient
from tests.world import World

CANARY = "The printer in Riga has our paper."


def made() -> int:
    return FactRow.objects.filter(name="AnnouncementMade").count()


def test_an_announcement_stands_on_the_storys_page_and_on_its_own(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    assert "News" not in front.get(story.get_absolute_url()).text
    news = actions.make_announcement(story, title="A book!", text=f"**Soon.**\n\n{CANARY}", by=ana)
    page = front.get(story.get_absolute_url()).text
    assert ("A book!" in page, CANARY in page, made()) == (True, True, 1)
    own = front.get(news.get_absolute_url())
    assert (own.status, "<strong>Soon.</strong>" in own.text) == (200, True)
    story.refresh_from_db()
    assert (story.parts_published, story.parts.count()) == (1, 1)


def test_older_news_is_behind_a_link(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    for number in range(1, 4):
        clock(timedelta(hours=1))
        actions.make_announcement(story, title=f"News {number}", text="Well.", by=ana)
    page = front.get(story.get_absolute_url()).text
    assert ["News 3" in page, "News 2" in page, "News 1" in page] == [True, True, False]
    everything = front.get(f"/story/{story.pk}/announcements/").text
    assert all(f"News {number}" in everything for number in (1, 2, 3))


def test_it_appears_at_its_time_once(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    at = clock() + timedelta(days=2)
    news = actions.make_announcement(story, title="Later", text=CANARY, by=ana, publish_at=at)
    assert actions.make_due_announcements() == 0
    for who in (None, ana):
        assert front.get(news.get_absolute_url(), by=who).status == 404
    assert CANARY not in front.get(story.get_absolute_url()).text
    clock(timedelta(days=5))
    assert (actions.make_due_announcements(), actions.make_due_announcements(), made()) == (1, 0, 1)
    news.refresh_from_db()
    assert news.published_at == at
    assert CANARY in front.get(story.get_absolute_url()).text


def test_what_is_edited_or_deleted_changes_at_once(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    news = actions.make_announcement(story, title="Old", text="Old words.", by=ana)
    address = news.get_absolute_url()
    assert "Old words." in front.get(address).text
    news = actions.edit_announcement(news, title="New", text="New words.", by=ana)
    assert (front.get(address).status, "New words." in front.get(news.get_absolute_url()).text) == (301, True)
    actions.delete_announcement(news, by=ana)
    actions.delete_announcement(news, by=ana)
    assert front.get(news.get_absolute_url()).status == 404
    assert "News" not in front.get(story.get_absolute_url()).text
    with pytest.raises(Refused, match="deleted meanwhile"):
        actions.edit_announcement(news, title="New", text="Words.", by=ana)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_news_is_for_those_who_may_open_the_story(visibility: Visibility, world: World, client_of: ClientOf) -> None:
    story = world.stories[visibility]
    news = actions.make_announcement(story, title="Told", text=CANARY, by=world.ana)
    may = {
        Visibility.PUBLIC: (True, True, True),
        Visibility.UNLISTED: (True, True, True),
        Visibility.FOLLOWERS: (False, True, False),
        Visibility.PRIVATE: (False, False, False),
    }[visibility]
    for who, expected in zip((None, world.ben, world.cleo), may, strict=True):
        for address in (news.get_absolute_url(), f"/story/{story.pk}/announcements/"):
            answer = client_of(who).get(address)
            assert (answer.status_code, CANARY in answer.content.decode()) == (
                (200, True) if expected else (404, False)
            )
    assert client_of(world.ana).get(news.get_absolute_url()).status_code == 200


def test_a_story_that_becomes_private_takes_its_news_along(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    news = actions.make_announcement(story, title="Told", text=CANARY, by=ana)
    assert front.get(news.get_absolute_url()).status == 200
    edit_story(story, by=ana, visibility="private")
    assert front.get(news.get_absolute_url()).status == 404


def test_followers_find_it_in_their_library(
    ana: User, ben: User, cleo: User, clock: Clock, client_of: ClientOf
) -> None:
    story = serial_by(ana)
    follow_story(story, by=ben)
    actions.make_announcement(story, title="A book at last", text=CANARY, by=ana)
    assert "A book at last" in client_of(ben).get("/library/").content.decode()
    assert "A book at last" not in client_of(cleo).get("/library/").content.decode()


def test_nothing_is_announced_out_of_the_bin(ana: User, clock: Clock) -> None:
    story = serial_by(ana)
    actions.make_announcement(story, title="Later", text=CANARY, by=ana, publish_at=clock() + timedelta(days=1))
    bin_story(story, by=ana)
    clock(timedelta(days=2))
    assert (actions.make_due_announcements(), made()) == (0, 0)


def test_markup_is_cleaned(ana: User, clock: Clock, front: FrontClient) -> None:
    story = serial_by(ana)
    text = "<script>alert(1)</script> [here](javascript:alert(1)) ![](x onerror=alert(1)) fine"
    news = actions.make_announcement(story, title="<img src=x onerror=alert(1)>", text=text, by=ana)
    html = front.get(news.get_absolute_url()).text
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert 'href="javascript' not in html


def test_strangers_announce_nothing(ana: User, cleo: User, clock: Clock, client_of: ClientOf) -> None:
    story = serial_by(ana)
    with pytest.raises(Refused):
        actions.make_announcement(story, title="Hi", text="Hi.", by=cleo)
    news = actions.make_announcement(story, title="Hi", text="Hi.", by=ana)
    client = client_of(cleo)
    for address in (f"/write/announcement/{news.pk}/", f"/write/announcement/{news.pk}/delete/"):
        assert client.post(address, {"title": "x", "text": "x"}).status_code == 404
    assert Announcement.objects.get().title == "Hi"


def test_the_form_gives_back_what_it_refuses(ana: User, clock: Clock, client_of: ClientOf) -> None:
    story = serial_by(ana)
    client = client_of(ana)
    given = {"title": "Away", "text": CANARY, "publish_at": "2026-03-29T02:30", "zone": "Europe/Berlin"}
    answer = client.post(f"/write/story/{story.pk}/announcements/new/", given)
    html = answer.content.decode()
    assert (answer.status_code, CANARY in html, "skip 02:30" in html) == (422, True, True)
    client.post(f"/write/story/{story.pk}/announcements/new/", given | {"publish_at": "2026-03-30T02:30"})
    news = Announcement.objects.get()
    assert f"{news.publish_at:%Y-%m-%d %H:%M}" == "2026-03-30 00:30"
    assert "2026-03-30T02:30" in client.get(f"/write/announcement/{news.pk}/").content.decode()
    client.post(f"/write/announcement/{news.pk}/", given | {"publish_at": ""})
    news.refresh_from_db()
    assert news.published_at is not None


def test_a_button_pressed_twice_announces_once(ana: User, clock: Clock) -> None:
    story = serial_by(ana)
    first, again = (actions.make_announcement(story, title="Late", text="A week.", by=ana) for _ in range(2))
    assert (first, made()) == (again, 1)
    other = actions.make_announcement(story, title="Late", text="Two weeks.", by=ana)
    clock(timedelta(minutes=2))
    later = actions.make_announcement(story, title="Late", text="A week.", by=ana)
    assert len({first.pk, other.pk, later.pk}) == made() == 3
