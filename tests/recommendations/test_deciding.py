"""What somebody learns who adds and takes away accounts of their own, night after night."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import pytest

from inkstead.accounts.models import User
from inkstead.recommendations import deciding
from inkstead.recommendations.deciding import DRAWS, LEAST, MOST, ROUND, Nights, asked_of, round_of
from inkstead.recommendations.likeness import relate_stories
from inkstead.recommendations.models import Finished, Related
from inkstead.stories.models import Story
from tests.factories import make_part, make_story, make_user

FIRST = date(2026, 5, 20)
ACCOUNTS, NIGHTS = 20, 60
Night = Callable[[int, bool], bool]  # so many accounts finish both, and the victim or not: are the two related?


def old_site(pair: int) -> Night:
    """As it was: a number drawn once for each pair, and every night is looked anew."""
    asked = 5 + deciding._drawn("asked", pair) % 5
    return lambda accounts, victim: accounts + victim >= asked


def new_site(pair: int) -> Night:
    nights = iter(range(NIGHTS))
    told = {"since": FIRST - timedelta(days=1), "shown": False}

    def night(accounts: int, victim: bool) -> bool:
        now = Nights(told["since"], FIRST + timedelta(days=next(nights)))  # type: ignore[arg-type]
        if now.decide(pair, -pair):
            told["shown"] = now.counted(pair, -pair, accounts + victim) is not None
        told["since"] = now.until
        return bool(told["shown"])

    return night


def by_trial(night: Night, victim: bool) -> bool | None:
    """Add accounts until the pair appears, take one away, wait for the victim. None: it never came to that."""
    accounts = next((number for number in range(1, ACCOUNTS + 1) if night(number, False)), None)
    if accounts is None:
        return None
    for _ in range(NIGHTS - 2 * ACCOUNTS):
        if not night(accounts - 1, False):
            break
    else:
        return None
    return any(night(accounts - 1, victim) for _ in range(ACCOUNTS - 1))


def at_the_middle(night: Night, victim: bool) -> bool:
    """For whoever knows how it is done: hold the number where one person tips most draws, and look at all nights."""
    return any(night(9, victim) for _ in range(NIGHTS))


def guessed_right(site: Callable[[int], Night], attack: Callable[[Night, bool], bool | None]) -> tuple[float, float]:
    """Of 2,000 attacks the share that came to a guess, and of those guesses the share that was right."""
    told = [(attack(site(pair), bool(pair % 2)), bool(pair % 2)) for pair in range(1, 2001)]
    guesses = [(guess, victim) for guess, victim in told if guess is not None]
    return len(guesses) / len(told), sum(guess == victim for guess, victim in guesses) / max(len(guesses), 1)


def test_a_number_that_was_found_by_trial_says_nothing_any_more(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SECRET_KEY = "the draws of this test are always the same"
    assert guessed_right(old_site, by_trial) == (1.0, 1.0)  # the control: each time, and always right
    came_to_it, right = guessed_right(new_site, by_trial)
    assert came_to_it < 0.25  # sixty nights are one look or two
    assert right < 0.75
    # Sixty nights hold two looks at most, and each makes an answer at most twice as likely: four to one, 0.8.
    assert guessed_right(new_site, at_the_middle)[1] < 0.75


def test_one_person_makes_either_answer_at_most_twice_as_likely() -> None:
    """But for one draw in ninety-four. Whatever an attacker does around it, one look cannot tell more than this."""
    shown = [sum(asked <= people for asked in DRAWS) / len(DRAWS) for people in range(MOST + 2)]
    rare = 1 / 94 + 1e-12
    for fewer, more in itertools.pairwise(shown):
        assert fewer <= more <= 2 * fewer + rare
        assert 1 - fewer <= 2 * (1 - more) + rare
    assert shown[LEAST - 1] == 0
    assert shown[MOST] == 1


def test_a_pair_is_looked_at_once_in_a_round_on_a_night_of_its_own_and_with_another_draw() -> None:
    days = [FIRST + timedelta(days=number) for number in range(1, 4 * ROUND + 1)]
    for pair in range(20):
        looks = [day for day in days if Nights(day - timedelta(days=1), day).decide(pair, 500)]
        assert {(later - earlier).days for earlier, later in itertools.pairwise(looks)} == {ROUND}
        assert round_of(pair, 500, FIRST) == round_of(500, pair, FIRST)
    begins = {next(day for day in days if Nights(FIRST, day).decide(pair, 500)) for pair in range(1000)}
    assert len(begins) == ROUND
    assert {asked_of(3, 500, number) for number in range(2000)} == set(range(LEAST, MOST + 1))
    assert asked_of(3, 500, 7) == asked_of(500, 3, 7)


def test_nights_in_which_nothing_ran_are_made_up_for_once() -> None:
    missed = Nights(FIRST, FIRST + timedelta(days=3 * ROUND))
    assert all(missed.decide(pair, 500) for pair in range(300))
    assert not any(Nights(missed.until, missed.until).decide(pair, 500) for pair in range(300))


@pytest.mark.django_db
def test_a_list_moves_twice_in_sixty_nights_whatever_accounts_do() -> None:
    """The same through the rows and lists themselves: accounts come and go every night, only two nights count."""
    bait, target = (_told_story() for _ in range(2))
    accounts = [make_user() for _ in range(16)]
    relate_stories(today=FIRST)
    seen = []
    for number in range(1, NIGHTS + 1):
        _finish((bait, target), accounts if number % 2 else [])
        relate_stories(today=FIRST + timedelta(days=number))
        seen.append(Related.objects.filter(story=bait).exists())
    assert sum(earlier != later for earlier, later in zip([False, *seen], seen, strict=False)) <= 2
    for _ in range(2):  # and no second look on the same night
        _finish((bait, target), [] if seen[-1] else accounts)
        relate_stories(today=FIRST + timedelta(days=NIGHTS))
    assert Related.objects.filter(story=bait).exists() == seen[-1]


def _told_story() -> Story:
    return make_part(make_story(make_user())).story


def _finish(stories: Iterable[Story], people: list[User]) -> None:
    Finished.objects.all().delete()
    Finished.objects.bulk_create(Finished(user=user, story=story) for story in stories for user in people)
