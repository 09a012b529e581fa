from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from inkstead.lib.prose.patching import Change
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.actions import Kept, Typed
from inkstead.stories.models import Contributor, Part, Role
from tests.factories import make_part
from tests.world import World

MINE, THEIRS = uuid4(), uuid4()


def draft(world: World) -> Part:
    return make_part(world.story, "Typed", text="One.\n\nTwo.\n\nThree.", state="draft")


def texts(part: Part) -> list[tuple[int, str, bool]]:
    return [(row.number, row.text, row.aside) for row in part.revisions.order_by("number")]


def ids(part: Part) -> list[str]:
    part.refresh_from_db()
    assert part.head is not None
    return [line.split('"')[1] for line in part.head.html.split("\n")]


def typing(world: World, part: Part, text: str, *, base: int, tab: UUID = MINE, turn: int = 1, **more: object) -> Kept:
    """Rewrites the second paragraph."""
    first, second, *_ = ids(part)
    change = Change(first, [second], [f'<p id="{second}">{text}</p>'])
    sent_as = f"{tab}-{base}-{text}-{turn}"[-32:]
    typed = Typed(base, tab, turn, sent_as, [change], **more)  # type: ignore[arg-type]
    return actions.keep_typed(part, typed, by=world.ana)


def test_what_is_typed_becomes_the_newest_text_and_readers_see_nothing(world: World) -> None:
    part = make_part(world.story, "Read", text="One.\n\nTwo.")
    live = part.live_id
    kept = typing(world, part, "Typed.", base=1)
    part.refresh_from_db()
    assert part.head is not None
    assert (part.head.number, part.head.text, part.head.by_itself, part.live_id) == (2, "One.\n\nTyped.", True, live)
    assert kept.ids == [[ids(part)[1]]]
    assert part.has_correction


def test_the_same_request_twice_is_saved_once(world: World) -> None:
    part = draft(world)
    first, again = (typing(world, part, "Typed.", base=1) for _ in range(2))
    assert first.revision == again.revision
    assert part.revisions.count() == 2


def test_a_window_goes_on_from_what_it_never_got_an_answer_to(world: World) -> None:
    part = draft(world)
    typing(world, part, "Ty", base=1, turn=1)
    kept = typing(world, part, "Typed", base=1, turn=2)
    assert (kept.revision.number, kept.revision.aside, kept.revision.follows) == (3, False, 2)


def test_what_was_overtaken_on_its_way_changes_nothing(world: World) -> None:
    part = draft(world)
    newer = typing(world, part, "Typed", base=1, turn=2)
    late = typing(world, part, "Ty", base=1, turn=1)
    assert late.revision == newer.revision
    assert part.revisions.count() == 2


def test_what_somebody_else_saved_meanwhile_is_never_overwritten(world: World) -> None:
    part = draft(world)
    typing(world, part, "Theirs.", base=1, tab=THEIRS)
    kept = typing(world, part, "Mine.", base=1)
    assert kept.revision.aside
    assert texts(part)[1:] == [(2, "One.\n\nTheirs.\n\nThree.", False), (3, "One.\n\nMine.\n\nThree.", True)]
    part.refresh_from_db()
    assert part.head is not None
    assert part.head.number == 2


def test_a_window_goes_on_beside_the_line_and_only_its_newest_waits(world: World) -> None:
    part = draft(world)
    typing(world, part, "Theirs.", base=1, tab=THEIRS)
    typing(world, part, "Mine.", base=1, turn=1)
    again = typing(world, part, "Mine too.", base=3, turn=2)
    lost_answer = typing(world, part, "Mine too, and more.", base=3, turn=3)
    assert [row.number for row in part.revisions.waiting_aside()] == [5]
    assert (again.revision.follows, lost_answer.revision.follows) == (3, 4)
    theirs = typing(world, part, "Theirs again.", base=2, tab=THEIRS, turn=2)
    assert not theirs.revision.aside


def test_the_same_words_are_no_conflict(world: World) -> None:
    part = draft(world)
    theirs = typing(world, part, "The same.", base=1, tab=THEIRS)
    mine = typing(world, part, "The same.", base=1)
    assert mine.revision == theirs.revision


def test_title_and_notes_of_a_published_part_wait_for_the_next_publishing(world: World) -> None:
    part = make_part(world.story, "Old title", text="One.\n\nTwo.")
    typing(world, part, "Two.", base=1, fields={"title": "New title", "notes_after": "Thanks!"})
    part.refresh_from_db()
    assert (part.title, part.newest["title"], part.has_correction) == ("Old title", "New title", True)
    part = actions.publish_part(part, by=world.ana)
    assert (part.title, part.notes_after, part.waiting) == ("New title", "Thanks!", {})


def test_a_title_that_will_not_do_never_holds_the_text_up(world: World) -> None:
    part = draft(world)
    kept = typing(world, part, "Typed.", base=1, fields={"title": " ", "notes_before": "x" * 20_001})
    part.refresh_from_db()
    assert (part.title, kept.revision.number, set(kept.wrong)) == ("Typed", 2, {"title", "notes_before"})


def test_a_title_changed_at_two_places_is_kept_twice(world: World) -> None:
    part = draft(world)
    actions.edit_part(part, title="By the API", by=world.ana)
    kept = typing(world, part, "Two.", base=1, fields={"title": "By hand"}, was={"title": "Typed"})
    part.refresh_from_db()
    assert (part.title, kept.revision.aside, kept.revision.fields) == ("By the API", True, {"title": "By hand"})


def test_whole_texts_in_every_format_are_kept_too(world: World) -> None:
    part = draft(world)
    names = ids(part)
    actions.keep_typed(part, Typed(1, MINE, 1, text="One.\n\n*Two.*\n\nThree.", format="markdown"), by=world.ana)
    part.refresh_from_db()
    assert part.head is not None
    assert part.head.html.split("\n")[1] == f'<p id="{names[1]}"><em>Two.</em></p>'


def test_a_base_that_never_was_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="no revision 99") as refused:
        actions.keep_typed(draft(world), Typed(99, MINE, text="x"), by=world.ana)
    assert refused.value.code == "unknown_base"


@pytest.mark.parametrize("role", [None, Role.BETA])
def test_only_those_who_may_change_texts_can_save(world: World, role: str | None) -> None:
    part = draft(world)
    if role:
        Contributor.objects.create(story=part.story, pen_name=world.ben.pen_name, role=role)
    with pytest.raises(Refused):
        actions.keep_typed(part, Typed(1, MINE, text="x"), by=world.ben)
    with pytest.raises(Refused):
        actions.keep_new_part(part.story, Typed(0, MINE, text="x"), key=uuid4(), by=world.ben)
    assert part.revisions.count() == 1


def test_a_new_part_is_made_once_and_goes_on(world: World) -> None:
    key, before = uuid4(), world.story.parts.count()
    first = actions.keep_new_part(world.story, Typed(0, MINE, 1, "a", text="<p>It</p>"), key=key, by=world.ana)
    again = actions.keep_new_part(world.story, Typed(0, MINE, 1, "a", text="<p>It</p>"), key=key, by=world.ana)
    more = actions.keep_new_part(
        world.story, Typed(0, MINE, 2, "b", text="<p>It began</p>", fields={"title": "First"}), key=key, by=world.ana
    )
    assert first.part == again.part == more.part
    assert world.story.parts.count() == before + 1
    assert (again.revision.number, more.revision.number) == (1, 2)
    more.part.refresh_from_db()
    assert (more.part.title, more.part.head.text) == ("First", "It began")  # type: ignore[union-attr]


def test_autosaves_stand_packed_and_a_published_one_in_full(world: World) -> None:
    part = draft(world)
    for turn in range(1, 5):
        typing(world, part, f"Typed {turn}.", base=turn, turn=turn)
    full = part.revisions.filter(full_html__isnull=False)
    assert list(full) == []
    part = actions.publish_part(Part.objects.get(pk=part.pk), by=world.ana)
    assert [row.number for row in full.all()] == [5]
    typing(world, part, "Later.", base=5, turn=9)
    assert part.revisions.get(number=5).full_html is not None
    actions.publish_part(Part.objects.get(pk=part.pk), by=world.ana)
    assert [row.number for row in full.all()] == [6]
    assert [text for _, text, _ in texts(part)][4] == "One.\n\nTyped 4.\n\nThree."


def test_taking_from_both_makes_one_text_and_settles_the_other(world: World) -> None:
    part = draft(world)
    typing(world, part, "Theirs.", base=1, tab=THEIRS)
    aside = typing(world, part, "Mine.", base=1).revision
    head = Part.objects.get(pk=part.pk).head
    assert head is not None
    actions.take_from_both(part, aside=aside.number, head=head.number, html=aside.html, fields={}, by=world.ana)
    part.refresh_from_db()
    assert part.head is not None
    assert (part.head.number, part.head.text, part.head.follows) == (4, "One.\n\nMine.\n\nThree.", 2)
    assert not part.revisions.waiting_aside().exists()
    with pytest.raises(actions.Stale):
        actions.take_from_both(part, aside=aside.number, head=2, html=aside.html, fields={}, by=world.ana)
