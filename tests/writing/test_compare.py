from __future__ import annotations

import pytest

from inkstead.stories import actions
from inkstead.stories.actions import Typed
from inkstead.stories.models import Part
from inkstead.writing.comparing import combined
from tests.conftest import ClientOf
from tests.factories import make_part
from tests.world import World

NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
BASE = "\n\n".join(f"Now this is what was told on day {number}." for number in NUMBERS)


@pytest.fixture
def part(world: World) -> Part:
    """Ana changed Two, deleted Three and changed Nine; at the same time, elsewhere, One and Nine; and added a Ten."""
    part = make_part(world.story, "Twice", text=BASE, state="draft")
    theirs = (
        BASE.replace("Two.", "Two, theirs.")
        .replace("Now this is what was told on day Three.\n\n", "")
        .replace("Nine.", "Nine, theirs.")
    )
    mine = BASE.replace("One.", "One, mine.").replace("Nine.", "Nine, mine.") + "\n\nTen, mine."
    actions.revise_part(part, text=theirs, format="text", by=world.ana)
    actions.keep_aside(part, Typed(1, text=mine, format="text", fields={"title": "Mine"}), by=world.ana)
    part.refresh_from_db()
    return part


SENSIBLE = "One, mine. Two, theirs. Four. Five. Six. Seven. Eight. Nine, theirs. Nine, mine. Ten, mine."


def text(part: Part) -> str:
    part.refresh_from_db()
    assert part.head is not None
    return plain(part.head.text)


def plain(text: str) -> str:
    return " ".join(text.replace("Now this is what was told on day ", "").split())


def test_both_stand_side_by_side_and_saving_at_once_loses_nothing(
    world: World, part: Part, client_of: ClientOf
) -> None:
    client, path = client_of(world.ana), f"/write/part/{part.pk}/compare/3/"
    page = client.get(path).content.decode()
    assert "<ins>, mine</ins>" in page
    assert "<del>, theirs</del>" in page
    assert "3 paragraphs alike" in page

    answer = client.post(path, {"head": "2", "take": "1"})

    assert answer.status_code == 302
    assert text(part) == SENSIBLE
    assert (part.title, part.revisions.waiting_aside().count(), part.revisions.count()) == ("Twice", 0, 4)


def test_every_place_can_be_chosen(world: World, part: Part, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/part/{part.pk}/compare/3/"
    places = [place for place in client.get(path).context["places"] if place.differs]
    choices = {place.name: "after" for place in places}
    client.post(path, {"head": "2", "take": "1", "field-title": "after", **choices})
    assert text(part) == plain(part.revisions.get(number=3).text)
    assert part.title == "Mine"


def test_a_newest_text_that_moved_on_is_shown_before_anything_is_saved(
    world: World, part: Part, client_of: ClientOf
) -> None:
    client, path = client_of(world.ana), f"/write/part/{part.pk}/compare/3/"
    first = next(place for place in client.get(path).context["places"] if place.differs)
    actions.revise_part(part, text="All new.", format="text", by=world.ana)
    answer = client.post(path, {"head": "2", "take": "1", first.name: "after"})
    assert answer.status_code == 409
    assert text(part) == "All new."
    assert part.revisions.waiting_aside().count() == 1


def test_leaving_it_settles_it_and_keeps_it(world: World, part: Part, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    assert "/compare/3/" in client.get(f"/write/part/{part.pk}/").content.decode()
    client.post(f"/write/part/{part.pk}/compare/3/", {"head": "2", "leave": "1"})
    assert "/compare/3/" not in client.get(f"/write/part/{part.pk}/").content.decode()
    assert part.revisions.get(number=3).html


A, B, C = ('<p id="b-aaaaaaaa">A</p>', '<p id="b-bbbbbbbb">B</p>', '<p id="b-cccccccc">C</p>')
SAID = '<p id="b-aaaaaaaa">Moved and changed</p>'


@pytest.mark.parametrize("common", [None, f"{A}\n{B}\n{C}"])
def test_what_was_moved_is_neither_lost_nor_doubled(common: str | None) -> None:
    assert combined(f"{A}\n{B}\n{C}", f"{B}\n{C}\n{A}", common, {}) == f"{A}\n{B}\n{C}"
    assert combined(f"{B}\n{C}\n{A}", f"{A}\n{B}\n{C}", common, {}) == f"{B}\n{C}\n{A}"
    both = combined(f"{A}\n{B}\n{C}", f"{B}\n{C}\n{SAID}", common, {})
    assert both.startswith(A)
    assert ">Moved and changed<" in both
    assert both.count("b-aaaaaaaa") == 1


def test_any_two_revisions_can_be_compared(world: World, part: Part, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/part/{part.pk}/history/differences/"
    page = client.get(f"{path}?from=1&to=2").content.decode()
    assert "Two<ins>, theirs</ins>." in page
    assert client.get(f"{path}?from=2&to=1").content.decode().count("<ins>") == page.count("<ins>")
    assert "Two<ins>, theirs</ins>." in client.get(f"{path}?to=2").content.decode()
    for wrong in ("", "?from=1", "?from=x&to=2", "?from=1&to=99"):  # numbers that are typed
        answer = client.get(f"{path}{wrong}", follow=True)
        assert answer.redirect_chain == [(f"/write/part/{part.pk}/history/", 302)]
        assert "This part has no revision of that number." in answer.content.decode()


def test_a_title_that_only_the_late_form_changed_is_chosen(world: World, client_of: ClientOf) -> None:
    """Nothing of a form says what it changed, but what the page knew of title and notes when it was opened."""
    for theirs, chosen in ({}, "after"), ({"title": "Theirs"}, "before"):
        part = make_part(world.story, "Twice", text=BASE, state="draft")
        client, path = client_of(world.ana), f"/write/part/{part.pk}/"
        form = client.get(path).context["form"]
        sent = {name: form[name].value() or "" for name in form.fields if name != "quiet"}
        actions.revise_part(part, text=BASE.replace("Two.", "Two, theirs."), format="text", by=world.ana, **theirs)
        assert client.post(path, {**sent, "title": "Mine", "text": BASE + "\n\nTen."}).status_code == 409

        aside = part.revisions.get(aside=True)
        assert aside.fields["title"] == "Mine"
        assert ("notes_before" in aside.fields) == bool(theirs)  # where it is not known what was changed all is kept
        path = f"/write/part/{part.pk}/compare/{aside.number}/"
        [title] = [told for told in client.get(path).context["fields"] if told.name == "title"]
        assert title.chosen == chosen
        client.post(path, {"head": "2", "take": "1"})
        part.refresh_from_db()
        assert part.title == ("Mine" if chosen == "after" else "Theirs")


def test_a_choice_of_a_title_survives_a_newest_text_that_moved_on(
    world: World, part: Part, client_of: ClientOf
) -> None:
    client, path = client_of(world.ana), f"/write/part/{part.pk}/compare/3/"
    actions.revise_part(part, text="All new.", format="text", by=world.ana)
    answer = client.post(path, {"head": "2", "take": "1", "field-title": "after"})
    assert [(told.name, told.chosen) for told in answer.context["fields"]] == [("title", "after")]
