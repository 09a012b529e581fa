"""What people without an account say."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pytest_django import Settings

from inkstead.discussion import actions
from inkstead.discussion.actions import GuestSaid
from inkstead.discussion.guests import words
from inkstead.discussion.guests.proofs import challenge_for, solve
from inkstead.discussion.guests.traces import are_alike, network_of, plain
from inkstead.discussion.models import Comment, Standing, Trace, Word
from inkstead.lib.refusals import Refused
from inkstead.reading.actions import recount
from inkstead.stories.models import PartCounts
from tests.world import World


@pytest.fixture(autouse=True)
def _easy(settings: Settings) -> None:
    settings.PROOF_BITS = 4


def say(world: World, body: str = "A fine lamp.", *, proven: bool = True, **more: Any) -> GuestSaid:
    proof = solve(challenge_for(world.part.pk)) if proven else ""
    given = {"name": "Gus", "address": "192.0.2.7", "proof": proof} | more
    return actions.post_guest_comment(world.part, body=body, **given)


def counted(world: World) -> int:
    return PartCounts.objects.values_list("comments", flat=True).get(part=world.part)


def test_the_first_comment_waits_and_after_it_was_approved_the_next_stands_at_once(world: World) -> None:
    first = say(world)
    assert (first.comment.state, first.comment.held_for, counted(world)) == (Standing.WAITING, "first", 1)
    assert first.guest_pass
    second = say(world, guest_pass=first.guest_pass)
    assert (second.comment.held_for, second.guest_pass) == ("first", "")
    actions.approve_comment(first.comment, by=world.ana)
    assert counted(world) == 2
    third = say(world, guest_pass=first.guest_pass)
    assert (third.comment.state, counted(world)) == (Standing.SHOWN, 3)
    assert say(world, guest_pass="made up").comment.held_for == "first"
    assert recount() == []


@pytest.mark.parametrize(
    ("body", "proven", "reason"),
    [("Hm.", False, "no_proof"), ("See https://a.example/x", True, "links")],
)
def test_even_a_known_guest_waits_without_a_proof_or_with_a_link(
    world: World, body: str, proven: bool, reason: str
) -> None:
    first = say(world)
    actions.approve_comment(first.comment, by=world.ana)
    assert say(world, body, proven=proven, guest_pass=first.guest_pass).comment.held_for == reason


def test_three_links_are_too_many_and_no_name_is_too_little(world: World) -> None:
    with pytest.raises(Refused, match="2 links at most"):
        say(world, "https://a.example http://b.example www.c.example")
    with pytest.raises(Refused, match="Say what you are called here"):
        say(world, name=" ")
    assert Comment.objects.filter(author=None).count() == 0


@pytest.mark.parametrize("forged", ["", "x", "1.4.0.00:1", "{}:12345", "{}0:1", "a" * 500])
def test_a_forged_proof_is_refused_in_one_sentence(world: World, forged: str) -> None:
    from inkstead.discussion.guests.proofs import spend

    with pytest.raises(Refused, match=r"does not fit|Send it once more"):
        spend(world.part.pk, forged.format(challenge_for(world.part.pk, harder=6)))


def test_a_proof_is_for_one_part_once_and_for_some_hours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = solve(challenge_for(world.part.pk))
    with pytest.raises(Refused, match="does not fit"):
        actions.post_guest_comment(world.second, body="Hm.", name="Gus", address="", proof=proof)
    say(world, proof=proof)
    with pytest.raises(Refused, match="sent already"):
        say(world, proof=proof)
    old = solve(challenge_for(world.part.pk))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 5 * 3600)
    with pytest.raises(Refused, match="open for too long"):
        say(world, proof=old)
    assert Comment.objects.filter(author=None).count() == 1


@pytest.mark.parametrize("name", ["", "Ben", "b e n", "BEN", "Administrator", "x" * 61, "\u200b"])
def test_a_guest_takes_nobodys_name(world: World, name: str) -> None:
    if name == "b e n":
        assert say(world, name=name).comment.guest_name == name
        return
    with pytest.raises(Refused) as refused:
        say(world, name=name)
    assert "pen name" not in refused.value.message.lower()
    assert set(refused.value.fields) == {"name"}


def test_one_network_has_so_many_comments_in_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.discussion.actions.guests.FROM_ONE_NETWORK", 2)
    for number in (1, 2):
        say(world, address=f"192.0.2.{number}")
    with pytest.raises(Refused, match="from your network"):
        say(world, address="192.0.2.99")
    assert say(world, address="198.51.100.1").comment.pk


def test_the_filter_learns_from_decisions_and_forgets_them_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.discussion.actions.guests.FROM_ONE_NETWORK", 99)
    monkeypatch.setattr("inkstead.discussion.actions.guests.WAITING", 99)
    spam = [say(world, f"Cheap watches and pills here, number {number}").comment for number in range(5)]
    good = [say(world, f"The lamp scene made me cry, chapter {number}").comment for number in range(5)]
    for comment in spam:
        actions.hide_comment(comment, by=world.ana, spam=True)
        actions.hide_comment(comment, by=world.ana, spam=True)
    for comment in good:
        actions.approve_comment(comment, by=world.ana)
    total = Word.objects.get(word="")
    assert (total.good, total.spam) == (5, 5)
    assert say(world, "Pills! Cheap watches!").comment.held_for == "spam"
    assert say(world, "I cried at the lamp scene").comment.held_for == "first"
    for comment in spam:
        actions.show_comment(comment, by=world.ana)
    assert (Word.objects.get(word="").spam, Word.objects.get(word="pills").spam) == (0, 0)
    assert words.likelihood(["pills", "watches"]) == 0.5
    assert recount() == []


def test_a_wave_is_hidden_in_one_step_and_comes_back_as_it_stood(world: World) -> None:
    first = say(world, "Buy the finest watches at our little shop today and be glad")
    actions.approve_comment(first.comment, by=world.ana)
    for number in range(3):
        say(
            world, f"Buy the finest watches at our little shop today and be glad {number}", address=f"198.51.{number}.1"
        )
    other = say(world, "What a lovely ending, I did not see it coming at all.").comment
    assert counted(world) == 2
    wave = actions.hide_wave(first.comment, "text", by=world.ana)
    assert (wave.comments.count(), counted(world)) == (4, 1)
    assert Comment.objects.get(pk=other.pk).state == Standing.WAITING
    assert Word.objects.get(word="watches").spam == 4
    with pytest.raises(Refused, match="nothing to hide"):
        actions.hide_wave(first.comment, "text", by=world.ana)
    for _ in range(2):
        actions.undo_wave(wave, by=world.ana)
    states = Comment.objects.filter(guest_name="Gus").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["shown", "waiting", "waiting", "waiting", "waiting"]
    assert (counted(world), Word.objects.get(word="watches").spam) == (2, 0)
    assert recount() == []
    for person in (world.ben, world.cleo):
        with pytest.raises(Refused, match="Only those who write"):
            actions.hide_wave(first.comment, "network", by=person)


def test_networks_and_likeness() -> None:
    assert network_of("192.0.2.1") == network_of("192.0.2.200") != network_of("192.0.3.1")
    assert network_of("2001:db8:1::1") == network_of("2001:db8:1:ffff::2") != network_of("2001:db8:2::1")
    assert network_of("::ffff:192.0.2.9") == network_of("192.0.2.1")
    assert network_of("nothing") == ""


WAVE = (
    "Buy cheap watches for your friends at http://p1.example yes",
    "Buy cheap watches for your friends at https://www.p7.example/x?y=2 yes!!!",
    "BUY CHEAP WATCHES 4 your friends at http://p2.example, yes 100%",
    "Buy really cheap watches for all your friends at http://p3.example \u200byes",
    "yes: at http://p4.example, buy cheap watches for your friends",
    "Buy cheap watches for your family at http://p5.example yes",
)
HONEST = (
    "I really loved this chapter, and the storm most of all.",
    "I really hoped the keeper would stay. What a storm that was!",
    "Thank you for this chapter, I could see the lighthouse.",
    "The lamp again! Did she buy it from the watchmaker’s friends?",
    "I bought my own watch for a friend at a shop just like this one, and yes, it was cheap.",
    "Great chapter!",
    "Great chapter, thanks!",
    "Love it",
    "Loved it so much",
    "Wow",
)
PRAISE = (
    "Thank you for this chapter",
    "Thank you for the chapter!",
    "Love this",
    "Loved this",
    "Thank you so much for sharing this chapter with us",
    "Thank you so much for sharing this story with us!",
    "I can't wait for the next chapter, thank you for writing this",
    "Can't wait for the next chapter! Thank you for writing this story",
    "I just found this story and I love it, I read it all in one sitting",
    "I just found this story and I loved it so much, I read it all in one night",
)


@pytest.mark.parametrize("one", WAVE)
def test_small_changes_do_not_hide_a_wave(one: str) -> None:
    assert [other for other in WAVE if not are_alike(plain(one), plain(other))] == []
    assert [other for other in HONEST if are_alike(plain(one), plain(other))] == []


def test_what_different_people_say_is_no_wave() -> None:
    said = (*HONEST, *PRAISE)
    alike = [(a, b) for at, a in enumerate(said) for b in said[at + 1 :] if are_alike(plain(a), plain(b))]
    assert alike == []
    assert are_alike(plain("Great chapter!"), plain("great chapter :)"))


def test_all_of_a_wave_is_found_and_nothing_else(world: World) -> None:
    spam = [say(world, body.replace("http", "hxxp"), address=f"198.51.{at}.1") for at, body in enumerate(WAVE)]
    for at, body in enumerate(HONEST):
        say(world, body, address=f"203.0.{at}.1")
    found = actions.wave_around(spam[2].comment, "text", by=world.ana)
    assert {row.pk for row in found} == {said.comment.pk for said in spam}


def test_traces_are_forgotten(world: World) -> None:
    from datetime import timedelta

    from django.utils import timezone

    said = say(world)
    assert actions.forget_guests() == 0
    Trace.objects.filter(comment=said.comment).update(at=timezone.now() - timedelta(days=31))
    assert actions.forget_guests() == 1
