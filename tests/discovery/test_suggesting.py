"""What completes a field while it is typed."""

from __future__ import annotations

from inkstead.discovery.queries.suggesting import suggestions
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
