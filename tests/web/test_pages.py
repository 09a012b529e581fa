"""The store of shared pages: one builder, nothing stale, memory bounded."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkstead.lib import stamps
from inkstead.web.pages import Page, Pages, make_page
from tests.threads import at_once


def page_of(text: str, *names: str) -> Page:
    return make_page("test", text, names, {})


def test_a_page_is_made_once_and_kept() -> None:
    store, built = Pages(10**6), Counter[str]()

    def build() -> Page:
        built["x"] += 1
        return page_of("hello", "story:1")

    pages = {id(store.obtain("/x/", build)) for _ in range(5)}
    assert (len(pages), built["x"]) == (1, 1)


@pytest.mark.parametrize("name", ["story:1", "part:2", "site"])
def test_a_change_of_what_it_was_made_of_makes_it_again(name: str) -> None:
    store = Pages(10**6)
    first = store.obtain("/x/", lambda: page_of("one", "story:1", "part:2"))
    stamps.current().touch([name])
    assert not first.is_fresh()
    assert store.obtain("/x/", lambda: page_of("two", "story:1", "part:2")).shared_body() == b"two"


def test_a_page_made_again_with_the_same_bytes_keeps_its_day() -> None:
    """Else everybody could see when a writer does something that is not for everybody."""
    store, days = Pages(10**6), []
    for text, kind in (("one", "text/html"), ("one", "text/html"), ("two", "text/html"), ("two", "text/plain")):
        page = make_page("test", text, ("story:1",), {}, content_type=kind, modified=1000.0 * (len(days) + 1))
        headers, body, _ = store.obtain("/x/", lambda page=page: page).answer("identity")  # type: ignore[misc]
        days.append(dict(headers)["Last-Modified"][17:25])
        assert (body.decode(), dict(headers)["Content-Type"]) == (text, kind)
        stamps.current().touch(["story:1"])
    assert days == ["00:16:40", "00:16:40", "00:50:00", "01:06:40"]


def test_a_change_of_something_else_leaves_it() -> None:
    store = Pages(10**6)
    first = store.obtain("/x/", lambda: page_of("one", "story:1"))
    stamps.current().touch(["story:2", "part:1", "library"])
    assert first.is_fresh()


def test_a_change_while_it_is_made_makes_it_stale_at_once() -> None:
    """The builder may have read the old rows: such a page is answered once, and never again."""
    store = Pages(10**6)

    def build() -> Page:
        stamps.current().touch(["story:1"])
        return page_of("half old", "story:1")

    assert not store.obtain("/x/", build).is_fresh()
    assert store.obtain("/x/", lambda: page_of("new", "story:1")).shared_body() == b"new"


def test_a_crowd_waits_for_one_builder() -> None:
    store, built = Pages(10**6), []

    def build() -> Page:
        built.append(threading.get_ident())
        time.sleep(0.05)
        return page_of("slow", "story:1")

    got = at_once([lambda: store.obtain("/x/", build)] * 16)
    assert len(built) == 1
    assert {page.shared_body() for page in got} == {b"slow"}
    assert store._building == {}


def test_two_addresses_do_not_wait_for_each_other() -> None:
    store, met = Pages(10**6), threading.Barrier(2, timeout=10)

    def build() -> Page:
        met.wait()  # both must be building at the same time to get past this
        return page_of("x")

    at_once([lambda: store.obtain("/a/", build), lambda: store.obtain("/b/", build)])
    assert len(store) == 2


def test_a_builder_that_fails_fails_alone() -> None:
    store, attempts = Pages(10**6), Counter[str]()

    def build() -> Page:
        attempts["x"] += 1
        if attempts["x"] == 1:
            raise LookupError("not this time")
        return page_of("at last")

    with pytest.raises(LookupError):
        store.obtain("/x/", build)
    assert len(store) == 0
    assert store.obtain("/x/", build).shared_body() == b"at last"
    assert store._building == {}


def size_of(page: Page) -> int:
    return sum(map(len, page.segments)) + sum(len(body) for _, body, _ in page.answers.values())


def test_memory_is_bounded_whatever_is_asked_for() -> None:
    limit = 400_000
    store = Pages(limit)
    text = "The lamp went out at nine and nobody on the island saw who. " * 100
    for number in range(500):
        page = store.obtain(f"/part/{number % 170}/", lambda n=number: page_of(text + str(n), f"part:{n % 170}"))  # type: ignore[misc]
        for encoding in ("gzip", "br", "zstd"):
            page.answer(encoding)
        if number % 3 == 0:
            stamps.current().touch([f"part:{number % 170}"])
        assert sum(map(size_of, store._pages.values())) <= limit
        assert store.size == sum(kept.size() for kept in store._pages.values()) <= limit
    assert len(store) > 10


def test_the_size_never_drifts_when_pages_are_made_again() -> None:
    store = Pages(10**6)
    for number in range(200):
        page = store.obtain("/x/", lambda n=number: page_of("text " * 200 + str(n), "story:1"))  # type: ignore[misc]
        page.answer("gzip")
        page.answer("br")
        stamps.current().touch(["story:1"])
    assert store.size == next(iter(store._pages.values())).size()
    store.forget("/x/")
    assert store.size == 0


def test_a_page_larger_than_the_memory_is_answered_and_not_kept() -> None:
    store = Pages(50_000)
    kept = store.obtain("/small/", lambda: page_of("small"))
    assert store.obtain("/large/", lambda: page_of("x" * 60_000)).shared_body() == b"x" * 60_000
    assert store._pages == {"/small/": kept}


def test_what_is_read_stays_when_room_is_made() -> None:
    store = Pages(100_000)
    text = "x" * 1500
    store.obtain("/read/", lambda: page_of(text))
    for number in range(60):
        store.obtain("/read/", lambda: page_of("made again"))
        store.obtain(f"/once/{number}/", lambda: page_of(text))
    assert store.obtain("/read/", lambda: page_of("made again")).shared_body() == text.encode()


def test_no_memory_at_all_keeps_nothing() -> None:
    store, built = Pages(0), Counter[str]()

    def build() -> Page:
        built["x"] += 1
        return page_of("hello")

    for _ in range(3):
        assert store.obtain("/x/", build).shared_body() == b"hello"
    assert (built["x"], len(store), store.size) == (3, 0, 0)


def test_under_threads_every_answer_is_as_new_as_the_change_before_it() -> None:
    """Readers and a writer at once: nobody is shown a state older than the one that stood when they asked."""
    store, state, done = Pages(10**6), [0], threading.Event()

    def build() -> Page:
        number = state[0]
        time.sleep(0.0005)
        return page_of(str(number), "story:1")

    def write() -> list[bool]:
        for _ in range(150):
            state[0] += 1  # the commit
            stamps.current().touch(["story:1"])
            time.sleep(0.0005)
        done.set()
        return []

    def read() -> list[bool]:
        seen = []
        while not done.is_set():
            stood = state[0]
            page = store._pages.get("/x/")
            if page is None or not page.is_fresh():
                page = store.obtain("/x/", build)
            # A change that had touched its names before we asked must be in it; one still between the two need not.
            seen.append(int(page.shared_body()) >= stood - 1)
        return seen

    results = at_once([write, *[read] * 4])
    assert all(all(seen) for seen in results)
    assert sum(map(len, results)) > 100


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(["get", "touch", "forget"])), max_size=60))
@settings(max_examples=60, deadline=None)
def test_it_behaves_like_no_store_at_all(steps: list[tuple[str, str]]) -> None:
    """Whatever the order of asking, changing and forgetting, an answer is what building it now would give."""
    store = Pages(20_000)
    version = Counter[str]()
    for key, step in steps:
        if step == "touch":
            version[key] += 1
            stamps.current().touch([f"thing:{key}"])
        elif step == "forget":
            store.forget(key)
        else:
            body = (f"{key}{version[key]} " * 400).encode()
            made = store.obtain(key, lambda k=key: page_of(f"{k}{version[k]} " * 400, f"thing:{k}"))  # type: ignore[misc]
            assert made.shared_body() == body
        assert 0 <= store.size <= 20_000
