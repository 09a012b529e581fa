"""Threads as a page shows them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from pytest_django import DjangoAssertNumQueries

from inkstead.discussion.actions import delete_comment, post_comment
from inkstead.discussion.models import Comment
from inkstead.discussion.queries import (
    comment_html,
    margin_page,
    thread_of,
    thread_page,
    threads,
    threads_after,
    threads_below,
)
from inkstead.lib.prose import split_blocks
from tests.shared_data import shared_file
from tests.world import World


class Talk:
    """Ben talks to himself on the second part, a minute between his words."""

    def __init__(self, world: World) -> None:
        self.world, self.part = world, world.second
        self.minutes: Iterator[int] = count()

    def say(self, body: str, parent: Comment | None = None, block: str = "") -> Comment:
        ben = self.world.ben
        assert ben.pen_name is not None
        at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=next(self.minutes))
        return post_comment(self.part, body=body, by=ben, pen_name=ben.pen_name, parent=parent, block=block, at=at)

    def unsay(self, comment: Comment) -> None:
        delete_comment(comment, by=self.world.ben)

    def shown(self, page: int = 1) -> list[tuple[str, int]]:
        return [(comment.body, comment.depth) for comment in thread_page(self.part, page).comments]


@pytest.fixture
def talk(world: World) -> Talk:
    return Talk(world)


def test_each_answer_follows_what_it_answers_oldest_first(talk: Talk) -> None:
    first, second = talk.say("1"), talk.say("2")
    talk.say("2.1", second)
    inner = talk.say("1.1", first)
    talk.say("1.2", first)
    talk.say("1.1.1", inner)
    assert talk.shown() == [("1", 0), ("1.1", 1), ("1.1.1", 2), ("1.2", 1), ("2", 0), ("2.1", 1)]
    assert [comment.body for comment in thread_of(inner).comments] == ["1", "1.1", "1.1.1", "1.2"]


def test_deep_threads_are_shown_no_deeper_than_six(talk: Talk) -> None:
    last = None
    for number in range(9):
        last = talk.say(str(number), last)
    assert [depth for _, depth in talk.shown()] == [0, 1, 2, 3, 4, 5, 6, 6, 6]


def test_a_deleted_comment_stands_while_somebody_answers_it(talk: Talk) -> None:
    first = talk.say("1")
    answer = talk.say("1.1", first)
    inner = talk.say("1.1.1", answer)
    lonely = talk.say("2")
    for gone in (first, answer, lonely):
        talk.unsay(gone)
    assert talk.shown() == [("", 0), ("", 1), ("1.1.1", 2)]
    told = thread_page(talk.part).comments[0]
    assert (told.deleted, told.html, told.author_name, told.author_url) == (True, "", "", "")
    talk.unsay(inner)
    assert talk.shown() == []
    assert list(thread_of(first).comments) == []


def test_pages_hold_whole_threads(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "THREADS_PER_PAGE", 2)
    roots = [talk.say(str(number)) for number in range(5)]
    talk.say("0.1", roots[0])
    talk.say("4.1", roots[4])
    pages = [talk.shown(number) for number in (1, 2, 3, 4)]
    assert pages == [[("0", 0), ("0.1", 1), ("1", 0)], [("2", 0), ("3", 0)], [("4", 0), ("4.1", 1)], []]
    assert [thread_page(talk.part, number).has_more for number in (1, 2, 3, 4)] == [True, True, False, False]
    assert thread_page(talk.part, -3).page == 1


def test_a_cursor_walks_through_all_threads_also_those_of_one_moment(talk: Talk) -> None:
    for number in range(5):
        talk.say(str(number))
    Comment.objects.filter(part=talk.part).update(created_at=datetime(2026, 3, 1, tzinfo=UTC))
    after, seen = None, []
    for _ in range(9):
        comments, after = threads_after(talk.part, after, 2)
        seen += [comment.body for comment in comments]
        if after is None:
            break
    assert seen == ["0", "1", "2", "3", "4"]


def test_three_comments_cost_as_many_queries_as_one(
    talk: Talk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        talk.say(str(number))
        with django_assert_num_queries(3):
            assert len(talk.shown()) == number + 1


def test_comments_of_another_part_are_not_among_them(talk: Talk) -> None:
    talk.say("Here.")
    assert talk.shown() == [("Here.", 0)]
    assert [comment.body for comment in thread_page(talk.world.part).comments] == ["I held my breath."]


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("One.\n\nTwo,\nthree.", "<p>One.</p><p>Two,<br>three.</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        (
            "See https://a.example/?q=1&r=<script>.",
            (
                '<p>See <a href="https://a.example/?q=1&amp;r=" rel="nofollow">https://a.example/?q=1&amp;r=</a>'
                "&lt;script&gt;.</p>"
            ),
        ),
        ("javascript:alert(1)//", "<p>javascript:alert(1)//</p>"),
    ],
)
def test_words_are_shown_as_typed_and_only_addresses_become_links(body: str, html: str) -> None:
    assert comment_html(body) == html


@pytest.mark.parametrize("few", [threads.FEW, 0])
def test_below_a_part_stands_what_is_on_the_whole_of_it_and_the_margins_are_counted(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """With few comments all are fetched at once; with many, the threads of a page. It must not show."""
    monkeypatch.setattr(threads, "THREADS_PER_PAGE", 2)
    threads.FIRST_OF_PART.all(0)  # its SQL is made once, with the number that stands there first
    monkeypatch.setattr(threads, "FEW", few)
    assert talk.part.live is not None
    block, other = (row.id for row in split_blocks(talk.part.live.html)[:2])
    beside = talk.say("Beside.", block=block)
    talk.say("Beside, too.", beside)
    talk.say("Whole.")
    adrift = talk.say("Adrift.", block=other)
    Comment.objects.filter(pk=adrift.pk).update(block="b-gone")
    below = threads_below(talk.part)
    assert ([comment.body for comment in below.comments], below.has_more) == (["Whole.", "Adrift."], False)
    assert dict(below.margins) == {block: 2}
    talk.say("Third.")
    assert threads_below(talk.part).has_more
    assert [comment.body for comment in margin_page(talk.part, block).comments] == ["Beside.", "Beside, too."]


def test_what_waits_or_was_hidden_is_in_no_list(talk: Talk) -> None:
    first, _answer = talk.say("Hidden."), None
    talk.say("An answer.", first)
    waiting = talk.say("Waits.")
    assert {comment.body for comment in thread_page(talk.part).comments} == {"Hidden.", "An answer.", "Waits."}
    Comment.objects.filter(pk=first.pk).update(state="hidden")
    Comment.objects.filter(pk=waiting.pk).update(state="waiting")
    for shown in (threads_below(talk.part).comments, thread_page(talk.part).comments, thread_of(first).comments):
        assert [(comment.body, comment.author_name, comment.hidden) for comment in shown] == [
            ("", "", True),
            ("An answer.", "Ben", False),
        ]
    assert [comment.body for comment in threads_after(talk.part, None, 9)[0]] == ["", "An answer."]


def test_long_threads_go_on_on_pages_of_their_own(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "ANSWERS", 2)
    monkeypatch.setattr(threads, "ON_THREAD", 2)
    first = talk.say("0")
    answers = [talk.say(str(number), first) for number in range(1, 6)]
    shown = thread_page(talk.part).comments
    assert [(comment.body, comment.replies_hidden) for comment in shown] == [("0", False), ("1", False), ("2", True)]
    assert shown[-1].thread_url == f"/comment/{first.pk}/"
    pages = [[comment.body for comment in thread_of(first, number).comments] for number in (1, 2, 3)]
    assert pages == [["0", "1", "2"], ["0", "3", "4"], ["0", "5"]]
    found = thread_of(answers[3])
    assert (found.page, found.pages, found.answers) == (2, 3, 5)


def test_pinned_threads_stand_first(talk: Talk) -> None:
    talk.say("1")
    Comment.objects.filter(pk=talk.say("2").pk).update(pinned=True)
    assert talk.shown() == [("2", 0), ("1", 0)]
    assert [comment.body for comment in threads_below(talk.part).comments] == ["2", "1"]


def test_no_payload_is_anything_but_words(talk: Talk) -> None:
    cases = json.loads(shared_file("sanitiser-cases.json").read_text(encoding="utf-8"))
    allowed = re.compile(
        r'</?p>|<br>|<a href="(?:https?:|mailto:)[^"<>]*" rel="nofollow">|<a href="mailto:[^"<>]*">|</a>'
    )
    for case in cases:
        payload = case["payload"]
        html = comment_html(payload, [("Ben", "/by/ben/")])
        assert "<" not in allowed.sub("", html), payload
    assert "<script" in allowed.sub("", "<p><script>"), "the control"
