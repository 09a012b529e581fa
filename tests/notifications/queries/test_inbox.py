from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inkstead.lib.refusals import Refused
from inkstead.notifications import actions
from inkstead.notifications.actions import News
from inkstead.notifications.models import Notice
from inkstead.notifications.queries import inbox_page, sentences, unread_count
from inkstead.stories.models import Visibility
from tests.factories import make_part, make_story
from tests.world import World


def tell_of_parts(world: World, many: int) -> None:
    for _ in range(many):
        part = make_part(make_story(world.ana))
        actions.tell([world.ben.pk], News("part", f"part:{part.pk}", part.story_id, part.pk))


def test_an_inbox_is_told_in_pages_without_gap_or_repetition(world: World) -> None:
    tell_of_parts(world, 7)
    Notice.objects.filter(pk__in=Notice.objects.values("pk")[:4]).update(at=timezone.now())
    whole = [line.told.text for line in inbox_page(world.ben).lines]
    found, cursor = [], ""
    for _ in range(9):
        page = inbox_page(world.ben, cursor=cursor, size=2)
        found += [line.told.text for line in page.lines]
        cursor = page.next
        if not cursor:
            break
    assert (found, len(whole)) == (whole, 7)
    with pytest.raises(Refused):
        inbox_page(world.ben, cursor="forged")


def test_what_comes_together_is_one_line(world: World) -> None:
    for part in (world.part, world.second):
        actions.tell([world.ben.pk], News("part", f"part:{part.pk}", part.story_id, part.pk))
    [line] = inbox_page(world.ben).lines
    assert (line.many, len(line.ids)) == (2, 2)
    actions.mark_read([line.ids[0]], by=world.ben)
    assert [line.many for line in inbox_page(world.ben).lines] == [1, 1]
    assert [line.many for line in inbox_page(world.ben, only_new=True).lines] == [1]


def test_nothing_is_told_of_what_may_not_be_seen(world: World) -> None:
    for visibility in Visibility:
        for part in world.stories[visibility].parts.all():
            actions.tell([world.cleo.pk], News("part", f"part:{part.pk}", part.story_id, part.pk))
    texts = [told.text for told in sentences(list(Notice.objects.filter(user=world.cleo)), world.cleo).values()]
    assert sorted(texts) == [
        "A new part of “Letters Kept”: Letters Kept published",
        "A new part of “The Lighthouse”: The Lighthouse published",
        "A new part of “The Lighthouse”: The Second Night",
    ]


def test_a_page_asks_as_much_for_twenty_notices_as_for_one(world: World) -> None:
    counts = []
    for many in (1, 19):
        tell_of_parts(world, many)
        with CaptureQueriesContext(connection) as queries:
            inbox_page(world.ben)
        counts.append(len(queries))
    assert counts == [4, 4]


def test_more_than_a_hundred_are_not_counted(world: World) -> None:
    Notice.objects.bulk_create(Notice(user=world.ben, kind="part", key=f"x:{number}") for number in range(150))
    assert unread_count(world.ben) == 100
    actions.mark_all_read(by=world.ben, until=Notice.objects.latest("pk").pk)
    assert unread_count(world.ben) == 0


def test_old_notices_are_forgotten(world: World) -> None:
    now = timezone.now()
    for key, days, read in (("new", 1, True), ("read", 200, True), ("unread", 200, False), ("older", 600, False)):
        at = now - timedelta(days=days)
        Notice.objects.create(user=world.ben, kind="part", key=key, at=at, read_at=now if read else None)
    actions.forget_old_notices()
    assert set(Notice.objects.values_list("key", flat=True)) == {"new", "unread"}
