from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from inkstead.collaboration.actions import (
    Wish,
    accept_all,
    accept_suggestion,
    refuse_suggestion,
    suggest,
    take_back_suggestion,
)
from inkstead.collaboration.actions import suggestions as limits
from inkstead.collaboration.models import Suggestion
from inkstead.collaboration.passages import standing
from inkstead.lib.prose import split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import revise_part
from inkstead.stories.models import Part, Revision, Role
from tests.collaboration.conftest import name_of, works_on
from tests.factories import make_part
from tests.threads import at_once
from tests.world import World, build_world

TEXT = "The lamp went out at nine, and nobody saw it.\n\nThe sea was loud.\n\n* * *\n\nIn the morning they came."


@pytest.fixture
def part(world: World) -> Part:
    works_on(world.story, world.ben, Role.BETA)
    return make_part(world.story, "Draft", text=TEXT, state="draft")  # type: ignore[arg-type]


def ids(part: Part) -> list[str]:
    part.refresh_from_db()
    assert part.head is not None
    return [block.id for block in split_blocks(part.head.html)]


def text_of(part: Part) -> str:
    part.refresh_from_db()
    assert part.head is not None
    return part.head.text


def propose(part: Part, by: User, at: int, text: str, kind: str = "replace", note: str = "") -> Suggestion:
    block = ids(part)[at] if at >= 0 else ""
    assert part.head is not None
    return suggest(part, Wish(kind, block, text, "markdown", note, part.head.number), by=by)


def state_of(suggestion: Suggestion) -> str:
    head = Part.objects.select_related("head").get(pk=suggestion.part_id).head
    assert head is not None
    return standing(suggestion, split_blocks(head.html)).state


def test_accepted_words_become_a_revision_that_names_both(world: World, part: Part) -> None:
    before = ids(part)
    made = propose(part, world.ben, 1, "The sea was *quiet*.", note="Louder would wake them.")
    assert text_of(part) == TEXT
    accept_suggestion(made, by=world.ana)
    accept_suggestion(made, by=world.ana)
    assert text_of(part) == TEXT.replace("loud", "quiet")
    assert ids(part) == before
    made.refresh_from_db()
    head = Revision.objects.select_related("by").get(part=part, number=2)
    assert (head.by, head.name) == (name_of(world.ana), "Suggested by Ben")
    assert (made.answer, made.result, made.answered_by) == ("accepted", 2, name_of(world.ana))


def test_nobody_reads_it_before_it_is_published(world: World) -> None:
    works_on(world.story, world.ben, Role.BETA)
    made = propose(world.part, world.ben, 0, "Another beginning.")
    accept_suggestion(made, by=world.ana)
    world.part.refresh_from_db()
    assert world.part.live is not None
    assert world.part.head is not None
    assert world.part.head.number == world.part.live.number + 1


def test_removing_adding_and_splitting(world: World, part: Part) -> None:
    first, second, _, last = ids(part)
    assert propose(part, world.ben, 1, "", note="Too much sea.").kind == "remove"
    propose(part, world.ben, 3, "They had a dog.\n\nIt was wet.", kind="add")
    propose(part, world.ben, -1, "Before all this.", kind="add")
    propose(part, world.ben, 0, "The lamp went out at nine.\n\nNobody saw it.")
    assert accept_all(part, of=name_of(world.ben), by=world.ana) == (4, 0)
    assert text_of(part) == (
        "Before all this.\n\nThe lamp went out at nine.\n\nNobody saw it.\n\n* * *\n\n"
        "In the morning they came.\n\nThey had a dog.\n\nIt was wet."
    )
    kept = ids(part)
    assert (kept[1], kept[4], second in kept) == (first, last, False)
    assert part.revisions.count() == 2


def test_two_changes_of_one_passage_come_together_when_they_can(world: World, part: Part) -> None:
    works_on(world.story, world.cleo, Role.EDITOR)
    one = propose(part, world.ben, 0, "The lamp went out at ten, and nobody saw it.")
    other = propose(part, world.cleo, 0, "The lamp went out at nine, and nobody had seen it.")
    third = propose(part, world.ben, 0, "The lamp went out at eleven, and nobody saw it.")
    accept_suggestion(one, by=world.ana)
    assert [state_of(row) for row in (other, third)] == ["open", "changed"]
    accept_suggestion(other, by=world.ana)
    assert text_of(part).startswith("The lamp went out at ten, and nobody had seen it.")
    with pytest.raises(Refused, match="has changed since, in the same words"):
        accept_suggestion(third, by=world.ana)
    accept_suggestion(third, by=world.ana, anyway=True)
    assert text_of(part).startswith("The lamp went out at eleven, and nobody saw it.")


def test_a_passage_that_is_gone_keeps_its_suggestion(world: World, part: Part) -> None:
    made = propose(part, world.ben, 1, "The sea was quiet.")
    added = propose(part, world.ben, 1, "It came closer.", kind="add")
    revise_part(part, by=world.ana, text="Something else altogether, with other words in it.", format="text")
    for suggestion in (made, added):
        assert state_of(suggestion) == "gone"
        with pytest.raises(Refused, match="The passage is gone from the draft"):
            accept_suggestion(suggestion, by=world.ana)
        suggestion.refresh_from_db()
        assert suggestion.answered_at is None
    assert made.then_html == "<p>The sea was loud.</p>"
    refuse_suggestion(made, reason="That scene is cut.", by=world.ana)


def test_suggesting_for_a_passage_that_went_meanwhile_loses_nothing(world: World, part: Part) -> None:
    block = ids(part)[1]
    revise_part(part, by=world.ana, text="Something else altogether, with other words in it.", format="text")
    made = suggest(part, Wish("replace", block, "The sea was quiet.", "markdown", "", 1), by=world.ben)
    assert (state_of(made), made.then_html) == ("gone", "<p>The sea was loud.</p>")
    with pytest.raises(Refused, match="no such passage"):
        suggest(part, Wish("replace", "b-never", "x", "markdown", "", 1), by=world.ben)


def test_what_the_text_says_already_makes_no_revision(world: World, part: Part) -> None:
    made = propose(part, world.ben, 1, "The sea was quiet.")
    revise_part(part, by=world.ana, text=TEXT.replace("loud", "quiet"), format="text")
    assert state_of(made) == "said"
    accept_suggestion(made, by=world.ana)
    assert part.revisions.count() == 2


def test_accept_all_leaves_what_needs_a_look(world: World, part: Part) -> None:
    propose(part, world.ben, 0, "The lamp went out at ten, and nobody saw it.")
    propose(part, world.ben, 0, "The lamp went out at eleven, and nobody saw it.")
    propose(part, world.ben, 1, "The sea was quiet.")
    assert accept_all(part, of=name_of(world.ben), by=world.ana) == (2, 1)
    assert accept_all(part, of=name_of(world.ben), by=world.ana) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("replace", "The sea was loud.", "Nothing is different yet. Change the words, and send it then."),
        ("add", " \n ", "Write what should stand there."),
        ("sing", "La", "This is no kind of suggestion."),
        ("replace", "x" * 40_001, "A suggestion has at most 40,000 characters; this one has 40,001."),
    ],
)
def test_what_is_no_suggestion_gets_a_sentence(world: World, part: Part, kind: str, text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        propose(part, world.ben, 1, text, kind=kind)
    assert refused.value.message == sentence


def test_who_may_suggest_and_who_may_answer(world: World, part: Part) -> None:
    made = propose(part, world.ben, 1, "The sea was quiet.")
    for by in (world.ben, world.cleo):  # a beta reader, a stranger
        for act in (accept_suggestion, refuse_suggestion):
            with pytest.raises(Refused):
                act(made, by=by)
    with pytest.raises(Refused):
        propose(part, world.cleo, 1, "I was here.")
    with pytest.raises(Refused):
        take_back_suggestion(made, by=world.ana)
    take_back_suggestion(made, by=world.ben)
    take_back_suggestion(made, by=world.ben)
    with pytest.raises(Refused, match="was taken back already"):
        accept_suggestion(made, by=world.ana)


def test_the_same_twice_is_one_and_there_is_an_end(world: World, part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WAITING", 2)
    assert propose(part, world.ben, 1, "The sea was quiet.") == propose(part, world.ben, 1, "The sea was quiet.")
    propose(part, world.ben, 1, "The sea was still.")
    with pytest.raises(Refused, match="wait here already"):
        propose(part, world.ben, 1, "The sea was mute.")


def test_the_last_words_of_a_part_are_not_suggested_away(world: World) -> None:
    works_on(world.story, world.ben, Role.BETA)
    part = make_part(world.story, "Short", text="Only this.", state="draft")  # type: ignore[arg-type]
    made = propose(part, world.ben, 0, "")
    with pytest.raises(Refused, match="Nothing would be left"):
        accept_suggestion(made, by=world.ana)


def test_what_is_suggested_is_cleaned(world: World, part: Part) -> None:
    made = propose(part, world.ben, 1, "The sea <script>alert(1)</script> was <b onclick=x>quiet</b>.")
    assert "<script" not in made.html
    assert "onclick=x>" not in made.html.replace("&lt;", "<") or "<b onclick" not in made.html


@pytest.mark.django_db(transaction=True)
def test_accepting_at_the_same_moment_takes_it_in_once() -> None:
    world = build_world()
    works_on(world.story, world.ben, Role.BETA)
    part = make_part(world.story, "Draft", text=TEXT, state="draft")  # type: ignore[arg-type]
    one = propose(part, world.ben, 3, "They had a dog.", kind="add")
    other = propose(part, world.ben, 1, "The sea was quiet.")
    at_once([lambda: accept_suggestion(one, by=world.ana)] * 2 + [lambda: accept_suggestion(other, by=world.ana)] * 2)
    assert text_of(part) == TEXT.replace("loud", "quiet") + "\n\nThey had a dog."
    assert part.revisions.count() == 3
