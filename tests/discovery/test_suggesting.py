"""What completes a field while it is typed."""

from __future__ import annotations

from inkstead.discovery.queries.suggesting import SHOWN, suggestions
from inkstead.stories.models import Story, Tag, TagKind
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story
from tests.world import World


def test_a_field_is_completed_by_tags_or_writers_that_begin_so(world: World) -> None:
    make_part(make_story(world.cleo, "Boats", tags=["Night Watch"]))
    index_all()

    def offered(typed: str) -> list[tuple[str, str]]:
        return [(one.kind, one.label) for one in suggestions(typed)]

    assert offered("lamp -tag:wat") == [("tag", '-tag:"Night Watch"')]
    for typed in ('theme:"night wa', "tag:", "tag:x", "tag:wat x", "by:wat"):
        assert offered(typed) == [], typed
    [cleo] = suggestions("“old door” by:cl")
    assert (cleo.kind, cleo.label, cleo.url) == ("writer", "by:Cleo", "/search/?q=%22old+door%22+by%3ACleo")


def test_tags_with_most_stories_come_first_and_those_of_hidden_stories_make_room(world: World) -> None:
    many = [f"Watch {number:02}" for number in range(SHOWN + 2)]
    hidden = [make_story(world.cleo, title, tags=many) for title in ("One", "Two")]
    other = make_story(world.cleo, "Three", tags=["Watch in the night", "Watches"])
    for story in (*hidden, other, make_story(world.cleo, "Four", tags=["Watches"])):
        make_part(story)
    Tag.objects.filter(name="Watches").update(kind=TagKind.THEME)
    index_all()

    def offered(typed: str, *without: Story) -> list[tuple[str, int]]:
        among = Story.objects.listed().exclude(pk__in=[story.pk for story in without])
        return [(one.label, one.stories) for one in suggestions(typed, among)]

    assert offered("watch")[:2] == [("Watch 00", 2), ("Watch 01", 2)]
    assert offered("watch", *hidden) == [("Watches", 2), ("Watch in the night", 1)]
    assert offered("tag:watch") == [(f'tag:"{name}"', 2) for name in many[:SHOWN]]
    assert offered("tag:watch", *hidden) == [("tag:Watches", 2), ('tag:"Watch in the night"', 1)]
    assert offered("theme:watch") == [("theme:Watches", 2)]
    make_part(make_story(world.cleo, "Five", tags=["Watch in the night"]))
    index_all()
    assert offered("watch", hidden[0])[:2] == [("Watch in the night", 2), ("Watches", 2)], "not those of the hidden one"


def test_many_spellings_of_a_tag_leave_room_for_others(world: World) -> None:
    spellings = [f"Vigil {number:02}" for number in range(2 * SHOWN + 1)]
    for title in ("One", "Two"):
        make_part(make_story(world.cleo, title, tags=spellings))
    make_part(make_story(world.cleo, "Three", tags=["Vigil", "Vigilant", "Vigilante"]))
    Tag.objects.filter(name__in=spellings).update(stands_for=Tag.objects.get(name="Vigil"))
    index_all()
    assert {one.label for one in suggestions("tag:vigil")} == {"tag:Vigil", "tag:Vigilant", "tag:Vigilante"}
