"""Who finished what, and what goes together: the same by both ways of counting, and never told of too few."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt

import pytest
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.library.actions import ensure_shelves, put_on_shelf
from inkstead.library.models import HistoryChoice, ReadMark, Shelf, ShelfKind
from inkstead.recommendations import deciding, likeness
from inkstead.recommendations.gathering import gather_finished
from inkstead.recommendations.models import Finished, Ledger, Related
from inkstead.stories.actions import withdraw_part
from inkstead.stories.models import Part, Story
from tests.factories import make_part, make_story, make_user

pytestmark = pytest.mark.django_db
NIGHT = date(2026, 5, 20)


def told_story(title: str = "") -> Story:
    story = make_story(make_user(), title)
    make_part(story)
    return story


def finish(story: Story, people: list[User]) -> None:
    Finished.objects.bulk_create([Finished(user=user, story=story) for user in people])


@pytest.fixture(params=[True, False], ids=["scipy", "sql"])
def with_scipy(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_likeness_is_the_cosine_computed_by_hand(with_scipy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    lamp, tide, ash = told_story(), told_story(), told_story()
    people = [make_user() for _ in range(16)]
    finish(lamp, people[:12])
    finish(tide, people[2:16])
    finish(ash, people[:3])
    monkeypatch.setattr(deciding, "asked_of", lambda *_: 8)
    assert likeness.relate_stories(with_scipy=with_scipy, today=NIGHT) == 2
    # Ten finished both, two more than asked, so twelve go on: 12 / sqrt(12 * 14). Three are too few.
    found = {(row.story_id, row.other_id): row.likeness for row in Related.objects.all()}
    expected = pytest.approx(12 / sqrt(12 * 14), abs=1e-6)
    assert found == {(lamp.pk, tide.pk): expected, (tide.pk, lamp.pk): expected}
    assert likeness.relate_stories(with_scipy=with_scipy, today=NIGHT) == 0
    Finished.objects.filter(story=tide).delete()
    likeness.relate_stories(with_scipy=with_scipy, today=NIGHT + timedelta(days=deciding.ROUND))
    assert not Related.objects.exists()


def test_below_what_is_asked_nothing_is_related(with_scipy: bool) -> None:
    """One more, and it is: so the border is where it should be."""
    lamp, tide = told_story(), told_story()
    asked = deciding.asked_of(lamp.pk, tide.pk, deciding.round_of(lamp.pk, tide.pk, NIGHT))
    people = [make_user() for _ in range(asked)]
    finish(lamp, people)
    finish(tide, people[1:])
    likeness.relate_stories(with_scipy=with_scipy, today=NIGHT)
    assert not Related.objects.exists()
    finish(tide, people[:1])
    Ledger.objects.all().delete()
    likeness.relate_stories(with_scipy=with_scipy, today=NIGHT)
    assert Related.objects.count() == 2


def test_what_is_not_decided_tonight_stays_as_it_was(with_scipy: bool) -> None:
    lamp, tide, ash = told_story(), told_story(), told_story()
    people = [make_user() for _ in range(15)]
    for story in (lamp, tide, ash):
        finish(story, people)
    likeness.relate_stories(with_scipy=with_scipy, today=NIGHT)
    assert Related.objects.count() == 6
    Finished.objects.all().delete()
    gone = []
    for number in range(1, deciding.ROUND + 1):
        likeness.relate_stories(with_scipy=with_scipy, today=NIGHT + timedelta(days=number))
        gone.append(6 - Related.objects.count())
    assert sorted(gone) == gone
    assert set(gone) <= {0, 2, 4, 6}
    assert gone[-1] == 6


def test_whoever_finished_everything_says_nothing(with_scipy: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "MOST", 2)
    stories = [told_story() for _ in range(3)]
    people = [make_user() for _ in range(15)]
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
