"""Who a reader is, what counts, and the buffer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

import pytest

from inkstead.reading import counting
from inkstead.reading.counting import ReadBuffer, counts_as_read, guest_reader, is_robot
from inkstead.reading.models import CountingKey, Read
from inkstead.reading.tally import Heard
from inkstead.stories.models import PartCounts, StoryCounts
from tests.threads import at_once
from tests.through_front import BROWSER
from tests.world import build_world

TODAY = date(2026, 3, 1)


@contextmanager
def written_to(rows: dict[object, Heard]) -> Iterator[list[int]]:
    """Instead of the database, a dictionary; answers how many were new, as `write_reads` does."""
    sizes: list[int] = []

    def write(heard: dict[object, Heard]) -> int:
        new = len(heard.keys() - rows.keys())
        rows.update(heard)
        sizes.append(len(heard))
        return new

    with patch.object(counting, "write_reads", write):
        yield sizes


def buffer() -> ReadBuffer:
    quiet = ReadBuffer()
    quiet._start = lambda: None  # type: ignore[method-assign]
    return quiet


@pytest.mark.parametrize(
    ("reached", "seconds", "counts"),
    [(0, 0, False), (0, 9, False), (0, 9.99, False), (0, 10, True), (0.01, 0, True), (1, 60, True)],
)
def test_scrolled_or_ten_seconds(reached: float, seconds: float, counts: bool) -> None:
    assert counts_as_read(reached, seconds) is counts


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "facebookexternalhit/1.1",
        "Twitterbot/1.0",
        "curl/8.5.0",
        "Wget/1.21",
        "python-requests/2.32",
        "Python-urllib/3.11",
        "Go-http-client/2.0",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/156.0.0.0 Safari/537.36",
    ],
)
def test_programs_that_say_so_are_no_readers(agent: str) -> None:
    assert is_robot(agent)


@pytest.mark.parametrize(
    "agent",
    [
        BROWSER,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 Version/19.1 Mobile Safari/604.1",
        "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/156.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (X11; U; Linux armv7l like Android; en-us) AppleWebKit/531.2+ Version/5.0 Kindle/3.0+",
    ],
)
def test_people_are_readers(agent: str) -> None:
    assert not is_robot(agent)


@pytest.mark.django_db
class TestGuests:
    def test_the_same_visitor_of_a_day_is_one_reader(self) -> None:
        assert guest_reader("203.0.113.7", BROWSER, TODAY) == guest_reader("203.0.113.7", BROWSER, TODAY)

    def test_another_address_or_browser_is_another_reader(self) -> None:
        readers = {guest_reader(a, b, TODAY) for a in ("203.0.113.7", "203.0.113.8") for b in (BROWSER, "other")}
        assert len(readers) == 4

    def test_no_two_days_can_be_joined(self) -> None:
        days = [TODAY + timedelta(days=number) for number in range(5)]
        assert len({guest_reader("203.0.113.7", BROWSER, day) for day in days}) == 5

    def test_a_reader_says_nothing_about_the_visitor(self) -> None:
        reader = guest_reader("203.0.113.7", BROWSER, TODAY)
        assert reader.startswith("g:")
        assert len(reader) == 18
        assert "203" not in reader.replace("g:", "") or "113" not in reader

    def test_all_processes_use_one_key(self) -> None:
        here = guest_reader("203.0.113.7", BROWSER, TODAY)
        counting._keys._known = {}  # another process knows nothing but the row
        assert guest_reader("203.0.113.7", BROWSER, TODAY) == here
        assert CountingKey.objects.filter(day=TODAY).count() == 1

    def test_when_the_day_is_over_its_key_is_gone(self) -> None:
        today = counting.today()
        yesterday = today - timedelta(days=1)
        before = guest_reader("203.0.113.7", BROWSER, yesterday)
        guest_reader("203.0.113.7", BROWSER, today)
        assert counting.throw_away_old_keys() == 1
        assert list(CountingKey.objects.values_list("day", flat=True)) == [today]
        counting._keys._known = {}
        assert guest_reader("203.0.113.7", BROWSER, yesterday) != before

    def test_keys_are_thrown_away_by_the_clock(self) -> None:
        from inkstead.operations.schedule import SCHEDULE

        assert "throw away counting keys" in {entry.name for entry in SCHEDULE}


def test_days_are_utc_days() -> None:
    class Late(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            assert tz is UTC
            return datetime(2026, 3, 1, 23, 59, tzinfo=UTC)

    with patch.object(counting, "datetime", Late):
        assert counting.today() == date(2026, 3, 1)


class TestBuffer:
    def test_the_same_read_told_twice_is_one_and_keeps_the_farther(self) -> None:
        waiting, rows = buffer(), dict[object, Heard]()
        for reached, seconds in ((0.2, 30), (0.9, 5), (0.5, 10)):
            waiting.add(1, 1, "g:a", reached, seconds, TODAY)
        with written_to(rows):
            assert waiting.flush() == 1
        assert list(rows.values()) == [Heard(1, 0.9, 30)]

    def test_what_was_written_is_not_written_again(self) -> None:
        waiting, rows = buffer(), dict[object, Heard]()
        waiting.add(1, 1, "g:a", 1, 10, TODAY)
        with written_to(rows) as sizes:
            waiting.flush()
            waiting.flush()
        assert sizes == [1]

    def test_a_failed_flush_keeps_everything_and_the_farthest(self) -> None:
        waiting, rows = buffer(), dict[object, Heard]()
        waiting.add(1, 1, "g:a", 0.9, 40, TODAY)

        def fail(heard: object) -> int:
            waiting.add(1, 1, "g:a", 0.1, 50, TODAY)  # heard again while the database was failing
            waiting.add(1, 1, "g:b", 0.3, 1, TODAY)
            raise RuntimeError("disk full")

        with patch.object(counting, "write_reads", fail):
            assert waiting.flush() == 0
        with written_to(rows):
            assert waiting.flush() == 2
        assert sorted(rows.values()) == [Heard(1, 0.3, 1), Heard(1, 0.9, 50)]

    def test_it_is_bounded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(counting, "BUFFER_LIMIT", 3)
        waiting = buffer()
        assert [waiting.add(1, 1, f"g:{n}", 1, 1, TODAY) for n in range(5)] == [True] * 3 + [False] * 2
        assert waiting.add(1, 1, "g:0", 1, 99, TODAY)  # known ones are still heard
        assert waiting.waiting == 3

    def test_exact_under_threads_that_add_and_flush(self) -> None:
        """8 threads tell 4,000 reads of 1,000 readers while two flush all the time: each is counted once."""
        waiting, rows, new = buffer(), dict[object, Heard](), list[int]()
        done = threading.Event()

        def tell(seed: int) -> int:
            for number in range(500):
                waiting.add(1 + number % 2, 1, f"g:{(number * 7 + seed) % 500}", 0.5, seed, TODAY)
            return 0

        def flush() -> int:
            while not done.is_set():
                new.append(waiting.flush())
            return 0

        def tell_all() -> int:
            at_once([lambda s=seed: tell(s) for seed in range(8)])  # type: ignore[misc]
            done.set()
            return 0

        with written_to(rows):
            at_once([tell_all, flush, flush])
            new.append(waiting.flush())
        told = {(1 + n % 2, TODAY, f"g:{(n * 7 + seed) % 500}") for seed in range(8) for n in range(500)}
        assert rows.keys() == told
        assert sum(new) == len(told)

    def test_its_thread_writes_within_a_second(self) -> None:
        rows = dict[object, Heard]()
        with written_to(rows):
            ReadBuffer(every=0.05).add(1, 1, "g:a", 1, 10, TODAY)
            end = time.monotonic() + 5
            while not rows and time.monotonic() < end:
                time.sleep(0.01)
        assert len(rows) == 1
        assert counting.FLUSH_EVERY < 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_telling_the_same_reads_count_them_once() -> None:
    """Several buffers, one database: the constraint decides, and the counters are what the rows say."""
    world = build_world()
    buffers = [buffer() for _ in range(4)]
    for number in range(200):
        for waiting in buffers[number % 4 :: 2]:
            waiting.add(world.part.pk, world.story.pk, f"g:{number}", 0.5, 10, TODAY)
    told = {key for waiting in buffers for key in waiting._heard}
    counted = at_once([waiting.flush for waiting in buffers])
    assert sum(counted) == len(told) == Read.objects.count()
    assert PartCounts.objects.get(part=world.part).reads == len(told)
    assert StoryCounts.objects.get(story=world.story).reads == len(told)
