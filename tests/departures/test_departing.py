"""Somebody leaves: every story goes as they chose, and no trace of them is left in rows or files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from inkstead.accounts.actions import block_name, unblock_name
from inkstead.accounts.models import PenName, User
from inkstead.api.endpoints import api
from inkstead.api.openapi import document
from inkstead.background.worker import run_waiting_jobs
from inkstead.collaboration.actions import accept_invitation, invite
from inkstead.departures import actions, departing
from inkstead.departures.models import Departure, Heir
from inkstead.discovery.queries import Wish, find
from inkstead.discussion.actions import cast_vote, post_comment
from inkstead.discussion.models import Comment
from inkstead.events.models import FactRow
from inkstead.exchange.archives import ask_for_archive, make_archive
from inkstead.lib.refusals import Refused
from inkstead.library.actions import follow_pen_name, keep_place, make_shelf, put_on_shelf
from inkstead.notifications.models import Notice
from inkstead.notifications.queries import inbox_page
from inkstead.reading.actions import recount
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories.actions import create_series, follow_story
from inkstead.stories.models import Invitation, State, Story
from tests.copies import all_rows
from tests.factories import make_part, make_pen_name, make_story, make_user

pytestmark = pytest.mark.django_db
CANARY = "Quillwrack"  # in everything that is theirs and in nothing else


class Leaver:
    """Somebody who has been everywhere."""

    def __init__(self) -> None:
        self.user = make_user(f"{CANARY} One")
        User.objects.filter(pk=self.user.pk).update(email=f"{CANARY.lower()}@reader.example")
        self.user.refresh_from_db()
        self.second = make_pen_name(self.user, f"{CANARY} Two")
        self.other = make_user("Otto Other")
        self.theirs = make_part(make_story(self.other, "Of somebody else"))
        self.stories = {
            title: make_story(self.user, f"{CANARY} {title}") for title in ("orphan", "tombstone", "delete", "hand")
        }
        for story in self.stories.values():
            make_part(story, f"{CANARY} part", text=f"{CANARY} says what nobody else says.")
            make_part(story, f"{CANARY} draft", text=f"{CANARY} keeps this.", state=State.DRAFT)
        hand = self.stories["hand"]
        accept_invitation(invite(hand, name="Otto Other", role="coauthor", by=self.user), by=self.other)
        self._be_everywhere()

    def _be_everywhere(self) -> None:
        cast_vote(self.theirs, by=self.user)
        follow_story(self.theirs.story, by=self.user)
        follow_pen_name(self.other.pen_name, by=self.user)  # type: ignore[arg-type]
        keep_place(self.theirs, block="", reached=1.0, by=self.user)
        self.said = post_comment(self.theirs, body="I read this twice.", by=self.user, pen_name=self.second)
        shelf = make_shelf(title=f"{CANARY} shelf", by=self.user)
        put_on_shelf(shelf, self.theirs.story, by=self.user, note=f"{CANARY} note")
        create_series(self.user.pen_name, title=f"{CANARY} series", by=self.user)  # type: ignore[arg-type]
        day = timezone.now().date()
        write_reads({(self.theirs.pk, day, f"a:{self.user.pk}"): Heard(self.theirs.story_id, 1.0, 60)})
        archive = ask_for_archive(self.second, by=self.user)
        make_archive(archive.pk, archive.turn)

    def leave(self, *, keeps_comments: bool = True) -> None:
        ways = {
            "orphan": "orphan",
            "tombstone": "tombstone",
            "delete": "delete",
            "hand": f"to:{self.other.pen_name_id}",  # type: ignore[attr-defined]
        }
        chosen = {str(story.pk): ways[title] for title, story in self.stories.items()}
        actions.ask_to_leave(self.user, stories=chosen, keeps_comments=keeps_comments)
        Departure.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        assert departing.depart_due() == 1


@pytest.fixture
def leaver() -> Leaver:
    return Leaver()


def traces(word: str) -> list[str]:
    """Tables and files in which a word stands; facts and jobs are notes of what happened, pruned after a week."""
    passed_over = ("events_", "background_")
    rows = [
        table
        for table, standing in all_rows().items()
        if not table.startswith(passed_over) and any(word.lower() in str(row).lower() for row in standing)
    ]
    files = [str(path) for path in Path(default_storage.path("")).rglob("*") if path.is_file() and word in path.name]
    return sorted({*rows, *files})


def test_no_trace_of_a_person_is_left(leaver: Leaver) -> None:
    assert len(traces(CANARY)) >= 8  # the control: they were everywhere
    for story in leaver.stories.values():
        Story.objects.filter(pk=story.pk).exclude(pk=leaver.stories["delete"].pk).update(title="Neutral")
    actions.ask_to_leave(
        leaver.user, stories={str(story.pk): "delete" for story in leaver.stories.values()}, keeps_comments=False
    )
    Departure.objects.update(due_at=timezone.now())
    departing.depart_due()
    assert traces(CANARY) == []
    assert not any(f"a:{leaver.user.pk}" in str(row) for row in all_rows()["reading_read"])
    assert recount() == []


def test_each_story_goes_as_it_was_chosen(leaver: Leaver, client: Client) -> None:
    part = {title: story.parts.order_by("pk")[0] for title, story in leaver.stories.items()}
    address = {title: story.get_absolute_url() for title, story in leaver.stories.items()}
    leaver.leave()
    orphan = client.get(address["orphan"]).content.decode()
    assert "An orphan account" in orphan
    assert f"{CANARY} One" not in orphan
    assert client.get(part["orphan"].get_absolute_url()).status_code == 200
    assert client.get("/by/an-orphan-account/").status_code == 200
    client.force_login(leaver.other)
    assert "Nobody is behind An orphan account" in client.get("/by/an-orphan-account/wall/").content.decode()
    assert client.post("/by/an-orphan-account/wall/", {"body": "Hello?"}).status_code == 422
    client.logout()

    stone = client.get(address["tombstone"])
    assert stone.status_code == 410
    assert f"{CANARY} part" in stone.content.decode()
    assert f"{CANARY} draft" not in stone.content.decode()
    assert client.get(part["tombstone"].get_absolute_url()).status_code == 410
    assert "says what nobody else says" not in client.get(part["tombstone"].get_absolute_url()).content.decode()
    stone, gone = leaver.stories["tombstone"].pk, part["tombstone"].pk
    for path in (
        "/api/v1/stories/{story}",
        "/api/v1/parts/{part}",
        "/api/v1/parts/{part}/comments",
        "/feeds/story/{story}.atom",
        "/feeds/story/{story}.json",
        "/opds/book/{story}/",
        "/opds/cover/{story}.jpg",
        "/download/{story}/",
        "/download/{story}/part/{part}/anything.epub",
        "/download/{story}/volume/1/anything.epub",
    ):
        answer = client.get(path.format(story=stone, part=gone))
        assert (path, answer.status_code, "A story stood here" in answer.content.decode()) == (path, 410, True)
        assert client.get(path.format(story=99_999, part=99_999)).status_code == 404

    described = document(api)["paths"]
    for path, calls in described.items():
        if "get" in calls and re.findall(r"{(\w+)}", path) in (["story_id"], ["part_id"]):
            answer = client.get(path.format(story_id=stone, part_id=gone))
            assert answer.status_code != 410 or "410" in str(calls["get"]["responses"]), path

    assert client.get(address["delete"]).status_code == 404
    assert Story.objects.get(pk=leaver.stories["hand"].pk).author == leaver.other.pen_name
    assert not User.objects.filter(pk=leaver.user.pk).exists()
    assert {story.pk for story in find(Wish(q=f"by:{CANARY.lower()}-one")).stories} == set()


def test_what_they_said_stands_as_by_a_reader(leaver: Leaver, client: Client) -> None:
    page = leaver.theirs.get_absolute_url()
    assert f"{CANARY} Two" in client.get(page).content.decode()
    leaver.leave()
    shown = client.get(page).content.decode()
    assert f"{CANARY} Two" not in shown
    assert "I read this twice." in shown
    assert "A reader" in shown or "a reader" in shown
    assert recount() == []


def test_or_it_goes_too(leaver: Leaver, client: Client) -> None:
    leaver.leave(keeps_comments=False)
    assert "I read this twice." not in client.get(leaver.theirs.get_absolute_url()).content.decode()
    assert not Comment.objects.visible().filter(pk=leaver.said.pk).exists()


def test_being_stopped_in_the_middle_loses_nothing_and_goes_on(leaver: Leaver, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.ask_to_leave(leaver.user, stories={}, keeps_comments=True)
    Departure.objects.update(due_at=timezone.now())
    monkeypatch.setattr(departing, "_library_goes", lambda user: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        departing.depart_due()
    assert User.objects.filter(pk=leaver.user.pk).exists()
    monkeypatch.undo()
    assert departing.depart_due() == 1
    assert not User.objects.filter(pk=leaver.user.pk).exists()


def test_whoever_was_to_have_a_story_may_be_gone_by_then(leaver: Leaver, client: Client) -> None:
    hand = leaver.stories["hand"]
    actions.ask_to_leave(
        leaver.user,
        stories={str(hand.pk): f"to:{leaver.other.pen_name.pk}"},
        keeps_comments=True,  # type: ignore[union-attr]
    )
    User.objects.filter(pk=leaver.other.pk).update(is_active=False)
    Departure.objects.update(due_at=timezone.now())
    departing.depart_due()
    assert client.get(hand.get_absolute_url()).status_code == 410


def test_ways_that_are_not_open_are_refused() -> None:
    user, stranger = make_user(), make_user()
    draft = make_story(user)
    make_part(draft, state=State.DRAFT)
    for way in ("orphan", "tombstone", f"to:{stranger.pen_name_id}", "nonsense"):  # type: ignore[attr-defined]
        with pytest.raises(Refused, match="cannot be done"):
            actions.ask_to_leave(user, stories={str(draft.pk): way}, keeps_comments=True)
    user.refresh_from_db()
    assert user.is_active


def test_staying_is_as_if_nothing_had_been_asked(leaver: Leaver) -> None:
    actions.ask_to_leave(leaver.user, stories={}, keeps_comments=True)
    leaver.user.refresh_from_db()
    assert not leaver.user.is_active
    assert actions.stay(leaver.user)
    leaver.user.refresh_from_db()
    assert leaver.user.is_active
    Departure.objects.update(due_at=timezone.now())
    assert departing.depart_due() == 0
    assert not actions.stay(leaver.user)


def test_a_name_that_is_taken_gets_another(leaver: Leaver) -> None:
    make_user("An orphan account")
    leaver.leave()
    assert Story.objects.get(pk=leaver.stories["orphan"].pk).author.name == "An orphan account 2"


def away(user: User, days: int) -> None:
    long_ago = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=user.pk).update(last_login=long_ago, created_at=long_ago)


def test_an_heir_gets_nothing_while_somebody_comes_now_and_then() -> None:
    user, friend = make_user(), make_user("Faithful Friend")
    story = make_story(user)
    make_part(story)
    heir = actions.name_heir(user, name="Faithful Friend", months=6)
    with pytest.raises(Refused, match="not accepted"):
        actions.claim(heir)
    actions.accept(heir)
    with pytest.raises(Refused, match="not long ago"):
        actions.claim(heir)
    away(user, 200)
    actions.claim(Heir.objects.get())
    assert departing.inherit_due() == 0  # thirty days have not passed
    Heir.objects.update(claimed_at=timezone.now() - timedelta(days=31))
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    assert departing.inherit_due() == 0
    assert Heir.objects.get().claimed_at is None  # they came back
    away(user, 200)
    actions.claim(Heir.objects.get())
    Heir.objects.update(claimed_at=timezone.now() - timedelta(days=31))
    assert departing.inherit_due() == 1
    story.refresh_from_db()
    assert story.author == friend.pen_name


def told(user: User) -> list[str]:
    run_waiting_jobs()
    return [line.told.text for line in inbox_page(user).lines]


def test_an_heir_is_told_when_they_are_asked_and_when_stories_are_theirs() -> None:
    user, friend, second = make_user("Una Away"), make_user("Faithful Friend"), make_user("Second Friend")
    for title in ("One", "Two"):
        make_part(make_story(user, title))
    asked = "Una Away asks you to look after their stories if they are gone"
    actions.name_heir(user, name="Faithful Friend", months=6)
    assert (told(friend), told(second)) == ([asked], [])
    assert Notice.objects.get(user=friend).mail_due_at is not None
    actions.name_heir(user, name="Faithful Friend", months=12)  # the same question
    assert told(friend) == [asked]
    heir = actions.name_heir(user, name="Second Friend", months=6)
    assert (told(friend), told(second)) == ([], [asked])  # taken back
    actions.refuse(heir)
    assert told(second) == []
    heir = actions.name_heir(user, name="Second Friend", months=6)
    make_pen_name(user, "Una Otherwise")
    User.objects.filter(pk=user.pk).update(pen_name=user.pen_names.get(name="Una Otherwise"))
    assert told(second) == [asked]
    actions.accept(heir)
    assert told(second) == []
    Heir.objects.update(claimed_at=timezone.now() - timedelta(days=31))
    away(user, 300)
    assert departing.inherit_due() == 2
    assert told(second) == ["Stories of Una Away are yours now"]  # once for both
    assert told(user).count("You were away, and stories of yours belong to Second Friend now") == 1
    assert Notice.objects.get(user=second, key__startswith="heir:given:").mail_due_at is not None  # the control
    assert Notice.objects.get(user=user, key__startswith="heir:taken:").mail_due_at is None  # they had a letter


def _go_over(user: User) -> None:
    Heir.objects.update(claimed_at=timezone.now() - timedelta(days=31))
    away(user, 300)


def test_nobody_writes_to_many_by_naming_heirs() -> None:
    user = make_user("Una Away")
    for number in range(actions.DAILY):
        make_user(f"Friend {number}")
        actions.name_heir(user, name=f"Friend {number}", months=6)
        actions.name_nobody(user)
    make_user("One Too Many")
    with pytest.raises(Refused, match="go on tomorrow"):
        actions.name_heir(user, name="One Too Many", months=6)
    other = make_user("Somebody Else")
    actions.name_heir(other, name="One Too Many", months=6)  # others may
    FactRow.objects.update(created_at=timezone.now() - timedelta(days=2))
    actions.name_heir(user, name="One Too Many", months=6)


def test_an_heir_gets_what_stands_under_the_name_that_asked_and_learns_of_no_other(
    mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    user, friend = make_user("Una Away"), make_user("Faithful Friend")
    shown, hidden = make_story(user, "Shown"), make_story(user, "Hidden", author=make_pen_name(user, "Nightly Una"))
    for story in (shown, hidden):
        make_part(story)
    actions.accept(actions.name_heir(user, name="Faithful Friend", months=6))
    _go_over(user)
    with django_capture_on_commit_callbacks(execute=True):
        assert departing.inherit_due() == 1
    shown.refresh_from_db()
    hidden.refresh_from_db()
    assert (shown.author, str(hidden.author)) == (friend.pen_name, "Nightly Una")
    letter = mailoutbox[-1]
    assert letter.subject.endswith("Your stories have gone over")
    assert "your stories under Una Away are in their care" in letter.body

    actions.accept(actions.name_heir(user, name="Faithful Friend", months=6, all_names=True))
    _go_over(user)
    assert departing.inherit_due() == 1
    hidden.refresh_from_db()
    assert hidden.author == friend.pen_name


def test_whoever_named_an_heir_is_told_the_answer() -> None:
    user, friend = make_user("Una Away"), make_user("Faithful Friend")
    rest = "look after your stories if you are gone"
    will, will_not = f"Faithful Friend will {rest}", f"Faithful Friend will not {rest}"
    heir = actions.name_heir(user, name="Faithful Friend", months=6)
    assert told(user) == []
    actions.accept(heir)
    actions.accept(heir)
    assert told(user) == [will]
    actions.refuse(heir)  # given back: the first answer holds no longer
    assert told(user) == [will_not]
    heir = actions.name_heir(user, name="Faithful Friend", months=6)
    actions.refuse(heir)
    assert told(user) == [will_not]
    heir = actions.name_heir(user, name="Faithful Friend", months=6)
    actions.accept(heir)
    assert told(user) == [will]
    actions.name_nobody(user)  # what one did oneself is no news, and what was answered holds no longer
    assert (told(user), told(friend)) == ([], [])


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("blocks", ["asker", "heir"])
def test_an_answer_is_not_told_across_a_block(before: bool, blocks: str) -> None:
    user, friend = make_user("Una Away"), make_user("Faithful Friend")
    assert user.pen_name is not None
    assert friend.pen_name is not None
    actions.accept(actions.name_heir(user, name="Faithful Friend", months=6))
    if before:
        assert len(told(user)) == 1
    by, name = (user, friend.pen_name) if blocks == "asker" else (friend, user.pen_name)
    block_name(name, by=by)
    assert told(user) == []


def test_whoever_a_leaver_hands_a_story_is_told(leaver: Leaver) -> None:
    leaver.leave()
    assert "Stories of somebody who left are yours now" in told(leaver.other)


def test_naming_an_heir_tells_a_blocked_person_nothing() -> None:
    asker, closing = make_user("Bea Blocked"), make_user("Carl Closing")
    assert asker.pen_name is not None

    def answer(name: str) -> str:
        with pytest.raises(Refused) as refused:
            actions.name_heir(asker, name=name, months=12)
        return refused.value.message

    actions.name_heir(asker, name="Carl Closing", months=12)  # the control
    block_name(asker.pen_name, by=closing)
    assert answer("Carl Closing") == answer("Never Was")
    assert not Heir.objects.exists()
    assert told(closing) == []


@pytest.mark.parametrize("accepted", [False, True])
def test_a_block_ends_what_was_asked_or_agreed_between_the_names_that_they_know(accepted: bool) -> None:
    asker, heir = make_user("Ada Asks"), make_user("Hal Heir")
    hidden = {user: make_pen_name(user, f"{user.pen_name} hidden") for user in (asker, heir)}
    shown = {user: user.pen_name for user in (asker, heir) if user.pen_name is not None}
    for by, other in ((asker, heir), (heir, asker)):
        made = actions.name_heir(asker, name="Hal Heir", months=12)
        if accepted:
            actions.accept(made)
        block_name(hidden[other], by=by)  # by a name of theirs that has nothing to do with it
        assert Heir.objects.exists()  # else it would tell whose that is
        block_name(shown[other], by=by)
        assert not Heir.objects.exists()
        for name in (hidden[other], shown[other]):
            unblock_name(name, by=by)
    block_name(shown[heir], by=asker)
    with pytest.raises(Refused, match="You block Hal Heir"):
        actions.name_heir(asker, name="Hal Heir", months=12)


def test_names_that_cannot_be_heirs() -> None:
    user = make_user("Myself Alone")
    for name, months in (("Nobody", 12), ("Myself Alone", 12)):
        with pytest.raises(Refused):
            actions.name_heir(user, name=name, months=months)
    make_user("Some One")
    with pytest.raises(Refused):
        actions.name_heir(user, name="Some One", months=1)
    assert PenName.objects.filter(inheritances__isnull=False).count() == 0
    assert Invitation.objects.count() == 0
