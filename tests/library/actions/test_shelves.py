from __future__ import annotations

import pytest

from inkstead.events.models import FactRow
from inkstead.lib.refusals import Refused
from inkstead.library import actions
from inkstead.library.models import Shelf, ShelfEntry, ShelfKind
from inkstead.library.queries import shelf_view, shelves_of
from inkstead.stories.models import Story, Visibility
from tests.factories import make_part, make_story, make_user
from tests.threads import at_once
from tests.world import World


def four(world: World) -> dict[str, Shelf]:
    actions.ensure_shelves(world.ben)
    return {shelf.kind: shelf for shelf in Shelf.objects.filter(user=world.ben)}


def order(shelf: Shelf) -> list[str]:
    return [row.story.title for row in shelf_view(shelf, Story.objects.visible_to(shelf.user)).rows]


def test_everybody_has_four_shelves_made_once(world: World) -> None:
    actions.ensure_shelves(world.ben)
    actions.ensure_shelves(world.ben)
    assert [shelf.title for shelf in shelves_of(world.ben)] == ["Reading", "Later", "Finished", "Dropped"]
    with pytest.raises(Refused, match="Everybody has"):
        actions.delete_shelf(four(world)["later"], by=world.ben)


def test_a_story_stands_on_one_of_the_four_and_on_any_own_ones(world: World) -> None:
    mine, own = four(world), actions.make_shelf(title="Salt", by=world.ben)
    for shelf in (mine["reading"], own, mine["finished"], mine["finished"]):
        actions.put_on_shelf(shelf, world.story, by=world.ben)
    assert set(ShelfEntry.objects.values_list("shelf__title", flat=True)) == {"Finished", "Salt"}


def test_titles_are_ones_own_once(world: World) -> None:
    actions.make_shelf(title="Salt", by=world.ben)
    for taken in ("salt", "Reading"):
        with pytest.raises(Refused, match="already"):
            actions.make_shelf(title=taken, by=world.ben)
    actions.make_shelf(title="Salt", by=world.cleo)


def test_a_note_of_10001_characters_is_refused_and_one_of_10000_kept(world: World) -> None:
    shelf = four(world)["reading"]
    actions.put_on_shelf(shelf, world.story, by=world.ben)
    with pytest.raises(Refused, match="10,001"):
        actions.write_shelf_note(shelf, world.story.pk, note="x" * 10_001, by=world.ben)
    entry = actions.write_shelf_note(shelf, world.story.pk, note="x" * 10_000, by=world.ben)
    entry.refresh_from_db()
    assert len(entry.note) == 10_000


def test_an_order_survives_every_move(world: World) -> None:
    shelf = four(world)["later"]
    for letter in "ABCDE":
        story = make_story(world.ana, letter)
        make_part(story)
        actions.put_on_shelf(shelf, story, by=world.ben)
    ids = {entry.story.title: entry.story_id for entry in ShelfEntry.objects.select_related("story")}
    assert actions.place_entry(shelf, ids["E"], to=2, by=world.ben) == 5
    assert order(shelf) == list("AEBCD")
    actions.place_entry(shelf, ids["A"], to=99, by=world.ben)
    assert order(shelf) == list("EBCDA")
    actions.take_off_shelf(shelf, ids["C"], by=world.ben)
    actions.step_entry(shelf, ids["D"], step=-1, by=world.ben)
    assert order(shelf) == list("EDBA")
    actions.step_entry(shelf, ids["E"], step=-1, by=world.ben)
    assert order(shelf) == list("EDBA")


def test_only_its_owner_changes_a_shelf(world: World) -> None:
    shelf = actions.make_shelf(title="Salt", by=world.ben)
    acts = [
        lambda: actions.edit_shelf(shelf, title="Mine", by=world.cleo),
        lambda: actions.put_on_shelf(shelf, world.story, by=world.cleo),
        lambda: actions.take_off_shelf(shelf, world.story.pk, by=world.cleo),
        lambda: actions.delete_shelf(shelf, by=world.cleo),
        lambda: actions.renew_secret(shelf, by=world.cleo),
    ]
    for act in acts:
        with pytest.raises(Refused, match="owner"):
            act()


def test_a_shelf_stays_under_the_name_it_was_first_shown_under(world: World) -> None:
    shelf = actions.make_shelf(title="Salt", by=world.ana)
    with pytest.raises(Refused, match="your own pen names"):
        actions.edit_shelf(shelf, sharing="public", pen_name=world.ben.pen_name, by=world.ana)
    shelf = actions.edit_shelf(shelf, sharing="public", pen_name=world.other_name, by=world.ana)
    shelf = actions.edit_shelf(shelf, sharing="private", by=world.ana)
    shelf = actions.edit_shelf(shelf, sharing="unlisted", pen_name=world.ana.pen_name, by=world.ana)
    assert shelf.pen_name == world.other_name


def test_only_what_stands_on_a_public_shelf_is_news(world: World) -> None:
    shelf = actions.make_shelf(title="Salt", by=world.ben)
    FactRow.objects.all().delete()
    actions.put_on_shelf(shelf, world.story, by=world.ben)
    assert list(FactRow.objects.values_list("name", flat=True)) == []
    actions.edit_shelf(shelf, sharing="public", by=world.ben)
    actions.put_on_shelf(shelf, world.stories[Visibility.UNLISTED], by=world.ben)
    assert list(FactRow.objects.order_by("pk").values_list("name", flat=True)) == [
        "ShelfChanged",
        "ShelfChanged",
        "StoryShelved",
    ]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_put_a_story_on_one_shelf() -> None:
    ana, ben = make_user("Ana"), make_user("Ben")
    story = make_story(ana)
    make_part(story)
    at_once([lambda: actions.ensure_shelves(ben)] * 4)
    mine = {shelf.kind: shelf for shelf in Shelf.objects.filter(user=ben)}
    assert set(mine) == {"reading", "later", "finished", "dropped"}
    at_once([lambda kind=kind: actions.put_on_shelf(mine[kind], story, by=ben) for kind in [*mine, *mine]])
    assert ShelfEntry.objects.count() == 1
    own = actions.make_shelf(title="Salt", by=ben)
    at_once([lambda: actions.put_on_shelf(own, story, by=ben)] * 8)
    assert ShelfEntry.objects.filter(shelf__kind=ShelfKind.OWN).count() == 1
