"""The pages of the plan, as a writer uses them without scripts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.actions import choose_zone
from inkstead.accounts.models import User
from inkstead.serial import actions
from inkstead.serial.models import Slot
from inkstead.stories.models import Contributor, Role
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.serial.clocks import Clock
from tests.serial.stories import serial_by, times, waiting


@pytest.fixture
def desk(ana: User, client_of: ClientOf) -> Client:
    return client_of(ana)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_plan_begins_with_what_to_do_next(desk: Client, ana: User, clock: Clock) -> None:
    story = make_story(ana)
    said = text_of(page(desk, f"/write/story/{story.pk}/plan/"))
    assert "The queue is empty." in said
    assert "Choose the days and the time" in said
    assert "Nothing is planned." in said
    assert "Times are in UTC , until you say where you are" in said


def test_slots_are_added_and_taken_away(desk: Client, ana: User, clock: Clock) -> None:
    choose_zone(ana, "Europe/Berlin")
    story = make_story(ana)
    address = f"/write/story/{story.pk}/plan/"
    desk.post(f"{address}slots/", {"weekdays": ["0", "3"], "at": "18:00"})
    desk.post(f"{address}slots/", {"weekdays": ["3"], "at": "18:00"})  # once is enough
    assert "Mondays and Thursdays, 18:00" in text_of(page(desk, address))
    assert story.plan.zone == "Europe/Berlin"
    desk.post(f"{address}slots/{story.slots.get(weekday=3).pk}/remove/")
    assert "Mondays, 18:00" in text_of(page(desk, address))


def test_what_is_wrong_with_a_slot_is_said_beside_it(desk: Client, ana: User, clock: Clock) -> None:
    story = make_story(ana)
    answer = desk.post(f"/write/story/{story.pk}/plan/slots/", {"at": "25:99"})
    assert answer.status_code == 422
    assert "Choose at least one day of the week." in answer.content.decode()
    assert not Slot.objects.exists()


def test_the_plan_says_how_long_the_buffer_lasts(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=6)
    actions.put_in_queue(story, waiting(story), by=ana)
    html = page(desk, f"/write/story/{story.pk}/plan/")
    said = text_of(html)
    assert "Six parts, until Thursday 2 April; two weeks and a half." in said
    assert html.count('class="buffer-part"') == 6
    assert "Monday 16 March, 18:00" in said
    assert "This week" in said


def test_ticked_parts_go_into_the_queue(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=3)
    chosen = [part.pk for part in waiting(story)[:2]]
    answer = desk.post(f"/write/story/{story.pk}/plan/choose/", {"part": chosen, "queue": "1"}, follow=True)
    assert "Two parts are in the queue now." in answer.content.decode()
    assert list(times(story)) == ["Part 2", "Part 3"]


def test_ticking_nothing_is_told(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    answer = desk.post(f"/write/story/{story.pk}/plan/choose/", {"part": ["x", "-1"], "queue": "1"}, follow=True)
    assert "Tick the parts that you mean first." in answer.content.decode()


def test_a_part_goes_in_and_out_from_its_own_page(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    part = waiting(story)[0]
    assert "Into the queue" in page(desk, f"/write/part/{part.pk}/")
    desk.post(f"/write/part/{part.pk}/queue/")
    assert "in the queue" in page(desk, f"/write/part/{part.pk}/")
    assert list(times(story)) == ["Part 2"]
    desk.post(f"/write/part/{part.pk}/queue/out/")
    assert times(story) == {}


def test_an_order_against_the_storys_is_asked_about(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    actions.put_in_queue(story, waiting(story), by=ana)
    last = story.parts.get(title="Part 3")
    answer = desk.post(f"/write/part/{last.pk}/queue/move/", {"to": "1"})
    assert answer.status_code == 409
    assert "“Part 3” would appear before “Part 2”" in answer.content.decode()
    assert list(times(story)) == ["Part 2", "Part 3"]
    desk.post(f"/write/part/{last.pk}/queue/move/", {"to": "1", "ahead": "1"})
    assert list(times(story)) == ["Part 3", "Part 2"]


def test_a_queue_that_waits_says_for_what_and_offers_two_ways_on(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    actions.put_in_queue(story, waiting(story)[1:], by=ana)
    said = text_of(page(desk, f"/write/story/{story.pk}/plan/"))
    assert "The queue waits for “Part 2” , which comes first in the story and is a draft." in said
    desk.post(f"/write/story/{story.pk}/plan/go-on/")
    assert list(times(story)) == ["Part 3"]


def test_a_story_of_a_thousand_parts_asks_as_little_as_one_of_three(
    desk: Client, ana: User, clock: Clock, django_assert_max_num_queries: object
) -> None:
    page(desk, "/write/")  # who somebody is, is looked up once in a session
    for size in (3, 40):
        story = serial_by(ana, parts=size)
        actions.put_in_queue(story, waiting(story), by=ana)
        with django_assert_max_num_queries(11):  # type: ignore[operator]
            page(desk, f"/write/story/{story.pk}/plan/")


def test_a_desk_of_many_stopped_queues_asks_as_little_as_one_of_one(desk: Client, ana: User, clock: Clock) -> None:
    def stopped() -> None:
        story = serial_by(ana, parts=2)
        actions.put_in_queue(story, waiting(story)[1:], by=ana)

    stopped()
    page(desk, "/write/")
    with CaptureQueriesContext(connection) as few:
        assert page(desk, "/write/").count("the queue waits for a draft") == 1
    for _ in range(3):
        stopped()
    with CaptureQueriesContext(connection) as many:
        assert page(desk, "/write/").count("the queue waits for a draft") == 4
    assert len(many) == len(few)


# One part, at a time of the writer's own wall.


def test_a_part_is_scheduled_by_the_writers_clock(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    part = waiting(story)[0]
    form = text_of(page(desk, f"/write/part/{part.pk}/schedule/"))
    assert "Times are in Europe/Berlin" in form
    given = {"publish_at": "2026-07-01T18:00", "zone": "Europe/Berlin"}
    answer = desk.post(f"/write/part/{part.pk}/schedule/", given, follow=True)
    assert "on Wednesday 1 July 2026 at 18:00 Berlin time." in answer.content.decode()
    part.refresh_from_db()
    assert part.publish_at == datetime(2026, 7, 1, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "2026-03-29T02:30",
            "On 29 March 2026 the clocks of Europe/Berlin skip 02:30; the next minute there is 03:00.",
        ),
        ("2026-03-01T18:00", "That time has passed already."),
        ("2199-03-01T18:00", "That is more than a hundred years ahead."),
        ("9999-12-31T23:59", "more than a hundred years ahead"),
        ("0001-01-01T00:00", "That is no time that can be planned for."),
        ("soon", "This must be a day and a time"),
        ("", "required"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_one_sentence(
    typed: str, sentence: str, desk: Client, ana: User, clock: Clock
) -> None:
    story = serial_by(ana, parts=1)
    part = waiting(story)[0]
    answer = desk.post(f"/write/part/{part.pk}/schedule/", {"publish_at": typed, "zone": "Europe/Berlin"})
    html = answer.content.decode()
    assert (answer.status_code, sentence in html, typed in html) == (422, True, True)
    assert times(story) == {}


def test_a_time_that_clocks_show_twice_is_the_first_and_that_is_said(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=1)
    part = waiting(story)[0]
    given = {"publish_at": "2026-10-25T02:30", "zone": "Europe/Berlin"}
    answer = desk.post(f"/write/part/{part.pk}/schedule/", given, follow=True)
    assert "Clocks show 02:30 twice that night (Berlin time); the first is meant." in answer.content.decode()
    part.refresh_from_db()
    assert part.publish_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_date_before_an_earlier_part_is_asked_about(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    last = waiting(story)[1]
    given = {"publish_at": "2026-04-01T18:00", "zone": "Europe/Berlin"}
    answer = desk.post(f"/write/part/{last.pk}/schedule/", given)
    assert answer.status_code == 422
    assert "“Part 3” would appear before “Part 2”." in answer.content.decode()
    assert 'name="ahead"' in answer.content.decode()
    desk.post(f"/write/part/{last.pk}/schedule/", given | {"ahead": "on"})
    assert list(times(story)) == ["Part 3"]


# Many parts at once.


def test_many_parts_get_dates_from_a_rule(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=4)
    parts = waiting(story)
    asked = {"part": [part.pk for part in parts], "start": "2026-03-22T02:30", "every": "days", "days": "7"}
    html = desk.get(f"/write/story/{story.pk}/plan/dates/", asked).content.decode()
    shown = re.findall(r'name="at_(\d+)" value="([^"]+)"', html)
    assert [wall for _, wall in shown] == [
        "2026-03-22T02:30",
        "2026-03-29T03:00",
        "2026-04-05T02:30",
        "2026-04-12T02:30",
    ]
    assert "clocks skip 02:30 that night" in html
    rows = {f"at_{pk}": wall for pk, wall in shown}
    answer = desk.post(
        f"/write/story/{story.pk}/plan/dates/", {"part": asked["part"], "zone": "Europe/Berlin", **rows}, follow=True
    )
    assert "Four parts have their dates now." in answer.content.decode()
    assert times(story) == {
        "Part 2": "Sun 22 Mar 02:30",
        "Part 3": "Sun 29 Mar 03:00",
        "Part 4": "Sun 05 Apr 02:30",
        "Part 5": "Sun 12 Apr 02:30",
    }


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"every": "weekdays", "weekdays": ["1", "4"]}, ["2026-03-20T09:00", "2026-03-24T09:00"]),
        ({"every": "slots"}, ["2026-03-19T18:00", "2026-03-23T18:00"]),
        ({"every": "days", "days": "2"}, ["2026-03-18T09:00", "2026-03-20T09:00"]),
    ],
)
def test_every_rule_fills_the_table(
    rule: dict[str, object], expected: list[str], desk: Client, ana: User, clock: Clock
) -> None:
    story = serial_by(ana, parts=2)
    asked = {"part": [part.pk for part in waiting(story)], "start": "2026-03-18T09:00", **rule}
    html = desk.get(f"/write/story/{story.pk}/plan/dates/", asked).content.decode()
    assert re.findall(r'name="at_\d+" value="([^"]+)"', html) == expected


def test_of_many_dates_all_are_taken_or_none_and_each_wrong_row_says_why(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=4)
    parts = waiting(story)
    walls = ["2026-03-30T18:00", "2026-03-29T02:30", "2026-03-01T18:00", "someday"]
    rows = {f"at_{part.pk}": wall for part, wall in zip(parts, walls, strict=True)}
    given = {"part": [part.pk for part in parts], "zone": "Europe/Berlin", **rows}
    answer = desk.post(f"/write/story/{story.pk}/plan/dates/", given)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count('class="is-wrong"') == 2  # what cannot be read is said first
    assert ("skip 02:30" in html, "This must be a day and a time" in html) == (True, True)
    assert all(f'value="{wall}"' in html for wall in walls)
    assert times(story) == {}
    rows |= {f"at_{parts[1].pk}": "2026-03-31T18:00", f"at_{parts[3].pk}": "2026-03-31T18:00"}
    html = desk.post(f"/write/story/{story.pk}/plan/dates/", given | rows).content.decode()
    assert "That time has passed already." in html
    assert times(story) == {}


def test_dates_against_the_storys_order_need_a_word(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    first, second = waiting(story)
    given = {
        "part": [first.pk, second.pk],
        "zone": "Europe/Berlin",
        f"at_{first.pk}": "2026-04-02T18:00",
        f"at_{second.pk}": "2026-04-01T18:00",
    }
    answer = desk.post(f"/write/story/{story.pk}/plan/dates/", given)
    assert (answer.status_code, "“Part 3” would appear before “Part 2”." in answer.content.decode()) == (422, True)
    desk.post(f"/write/story/{story.pk}/plan/dates/", given | {"ahead": "1"})
    assert list(times(story)) == ["Part 3", "Part 2"]


# Who may.


def test_an_editor_is_told_that_planning_is_the_authors(
    ana: User, ben: User, client_of: ClientOf, clock: Clock
) -> None:
    story = serial_by(ana, parts=1)
    assert ben.pen_name is not None
    Contributor.objects.create(story=story, pen_name=ben.pen_name, role=Role.EDITOR)
    assert client_of(ben).get(f"/write/story/{story.pk}/plan/").status_code == 403


def test_another_storys_slot_is_not_found(desk: Client, ana: User, ben: User, clock: Clock) -> None:
    mine, theirs = serial_by(ana), serial_by(ben)
    slot = theirs.slots.all()[0]
    assert desk.post(f"/write/story/{mine.pk}/plan/slots/{slot.pk}/remove/").status_code == 404
    assert theirs.slots.count() == 2


def test_titles_are_shown_as_text(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana)
    part = make_part(story, "<b>Bold</b> & “quoted”", state="draft")  # type: ignore[arg-type]
    actions.put_in_queue(story, [part], by=ana)
    html = page(desk, f"/write/story/{story.pk}/plan/")
    assert "<b>Bold</b>" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; “quoted”" in html


def test_the_list_of_parts_puts_ticked_ones_into_the_queue(desk: Client, ana: User, clock: Clock) -> None:
    story = serial_by(ana, parts=2)
    html = page(desk, f"/write/story/{story.pk}/")
    assert html.count(f'formaction="/write/story/{story.pk}/plan/choose/"') == 2
