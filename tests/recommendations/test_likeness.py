"""Who finished what, and what goes together: the same by both ways of counting, and never told of too few."""

from __future__ import annotations

from datetime import timedelta
from math import sqrt

import pytest
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.library.actions import ensure_shelves, put_on_shelf
from inkstead.library.models import HistoryChoice, ReadMark, Shelf, ShelfKind
from inkstead.recommendations import likeness
from inkstead.recommendations.gathering import gather_finished
from inkstead.recommendations.models import Finished, Related
from inkstead.stories.actions import withdraw_part
from inkstead.stories.models import Part, Story
from tests.factories import make_part, make_story, make_user

pytestmark = pytest.mark.django_db


def told_story(title: str = "") -> Story:
    story = make_story(make_user(), title)
    make_part(story)
    return story


def finish(story: Story, people: list[User]) -> None:
    Finished.objects.bulk_create([Finished(user=user, story=story) for user in people])


@pytest.fixture(params=[True, False], ids=["scipy", "sql"])
def with_scipy(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_likeness_is_the_cosine_computed_by_hand(with_scipy: bool) -> None:
    lamp, tide, ash = told_story(), told_story(), told_story()
    people = [make_user() for _ in range(16)]
    finish(lamp, people[:12])
    finish(tide, people[2:16])
    finish(ash, people[:3])
    assert likeness.relate_stories(with_scipy=with_scipy) == 2
    # Ten finished both, of twelve and fourteen: 10 / sqrt(168). Three are too few to say anything.
    found = {(row.story_id, row.other_id): row.likeness for row in Related.objects.all()}
    expected = pytest.approx(10 / sqrt(12 * 14), abs=1e-6)
    assert found == {(lamp.pk, tide.pk): expected, (tide.pk, lamp.pk): expected}
    assert likeness.relate_stories(with_scipy=with_scipy) == 0
    Finished.objects.filter(story=tide).delete()
    likeness.relate_stories(with_scipy=with_scipy)
    assert not Related.objects.exists()


def test_nobody_is_told_of_by_a_list(with_scipy: bool) -> None:
    """Below the support of a pair nothing is related; one more, and it is: so the border is where it should be."""
    lamp, tide = told_story(), told_story()
    least = likeness.support_of(lamp.pk, tide.pk)
    assert likeness.SUPPORT <= least < likeness.SUPPORT + likeness.SPREAD
    people = [make_user() for _ in range(least)]
    finish(lamp, people)
    finish(tide, people[1:])
    likeness.relate_stories(with_scipy=with_scipy)
    assert not Related.objects.exists()
    finish(tide, people[:1])
    likeness.relate_stories(with_scipy=with_scipy)
    assert Related.objects.count() == 2


def test_the_support_of_pairs_differs_and_is_the_same_both_ways() -> None:
    drawn = {likeness.support_of(one, other) for one in range(20) for other in range(20)}
    assert drawn == {5, 6, 7, 8, 9}
    assert likeness.support_of(3, 4) == likeness.support_of(4, 3)


def test_whoever_finished_everything_says_nothing(with_scipy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "MOST", 2)
    stories = [told_story() for _ in range(3)]
    people = [make_user() for _ in range(12)]
    for story in stories:
        finish(story, people)
    likeness.relate_stories(with_scipy=with_scipy)
    assert not Related.objects.exists()


def test_finished_is_four_of_five_parts_or_the_shelf() -> None:
    story = told_story()
    parts = [story.parts.get(), *(make_part(story) for _ in range(4))]
    almost, barely, shelved, paused = (make_user() for _ in range(4))
    now = timezone.now()
    for user, number in ((almost, 4), (barely, 3), (paused, 5), (story.author.user, 5)):
        for part in parts[:number]:
            ReadMark.objects.create(user=user, part=part, reached=0.95, at=now)
    HistoryChoice.objects.create(user=paused, paused_at=now - timedelta(days=1))
    ensure_shelves(shelved)
    put_on_shelf(Shelf.objects.get(user=shelved, kind=ShelfKind.FINISHED), story, by=shelved)
    gather_finished()
    assert set(Finished.objects.values_list("user", flat=True)) == {almost.pk, shelved.pk}
    ReadMark.objects.filter(user=almost).delete()  # they forget their history
    gather_finished()
    assert set(Finished.objects.values_list("user", flat=True)) == {shelved.pk}
    for part in Part.objects.filter(story=story):
        withdraw_part(part, by=story.author.user)
    gather_finished()
    assert not Finished.objects.exists()
