from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from inkstead.stories import actions
from inkstead.stories.models import Part, Revision
from inkstead.writing.queries.sittings import history_of
from tests.conftest import ClientOf
from tests.factories import make_part
from tests.world import World


@pytest.fixture
def part(world: World) -> Part:
    """Written in two sittings of ten saves each, one a minute, an hour apart; the last save was asked for."""
    part = make_part(world.story, "Long", text="Word.", state="draft")
    start = timezone.now() - timedelta(days=1)
    part.revisions.update(created_at=start)
    rows = [
        Revision(
            part=part, number=number, follows=number - 1, full_html=f"<p>{number}</p>", full_text=f"{number}",
            words=number, scenes=1, rules_version=1, by=part.story.author, by_itself=number != 20,
            created_at=start + timedelta(minutes=number + (60 if number > 10 else 0)),
        )
        for number in range(2, 21)
    ]  # fmt: skip
    made = Revision.objects.bulk_create(rows)
    Part.objects.filter(pk=part.pk).update(head=made[-1])
    part.refresh_from_db()
    return part


def test_a_history_is_told_by_sittings_with_what_was_saved_by_itself_folded(part: Part) -> None:
    newer, older = history_of(part).sittings
    assert [line.number for line in newer.shown] == [20]
    assert (newer.folded, newer.more, older.folded) == (9, 10, 9)
    assert [line.number for line in older.shown] == [1]
    (opened, _) = history_of(part, opened=20).sittings
    assert [line.number for line in opened.shown] == list(range(20, 10, -1))


def test_a_thousand_revisions_are_one_query(
    world: World, part: Part, client_of: ClientOf, django_assert_max_num_queries: object
) -> None:
    client = client_of(world.ana)
    with django_assert_max_num_queries(12) as few:  # type: ignore[operator]
        client.get(f"/write/part/{part.pk}/history/")
    head = part.head
    assert head is not None
    Revision.objects.bulk_create(
        Revision(part=part, number=n, full_html="", full_text="", words=1, scenes=1, rules_version=1, by_itself=True)
        for n in range(21, 1021)
    )
    with django_assert_max_num_queries(len(few)):  # type: ignore[operator]
        assert client.get(f"/write/part/{part.pk}/history/").status_code == 200


def test_a_version_can_be_named_and_the_name_taken_away(world: World, part: Part, client_of: ClientOf) -> None:
    client, path = client_of(world.ana), f"/write/part/{part.pk}/history/5/name/"
    client.post(path, {"name": " Before the <b>editor</b> "})
    assert part.revisions.get(number=5).name == "Before the <b>editor</b>"
    page = client.get(f"/write/part/{part.pk}/history/").content.decode()
    assert "Before the &lt;b&gt;editor" in page
    client.post(path, {"name": ""})
    assert part.revisions.get(number=5).name == ""
    assert client.post(path, {"name": "x" * 81}, HTTP_REFERER="/").status_code in (302, 403)


def test_a_version_can_be_taken_along(world: World, client_of: ClientOf) -> None:
    part = make_part(world.story, "A “fine” Title", text="One.\n\n*Two.*", state="draft")
    client = client_of(world.ana)
    text = client.get(f"/write/part/{part.pk}/history/1/text/")
    html = client.get(f"/write/part/{part.pk}/history/1/html/")
    assert text.content.decode() == "A “fine” Title\n\nOne.\n\n*Two.*\n"
    assert text["Content-Disposition"] == 'attachment; filename="a-fine-title-1.txt"'
    assert "<h1>A “fine” Title</h1>" in html.content.decode()


def test_restoring_keeps_every_space_and_is_undone_by_restoring_back(world: World, client_of: ClientOf) -> None:
    part, client = make_part(world.story, "Spaces", text="Two  spaces.", state="draft"), client_of(world.ana)
    actions.revise_part(part, text="Gone.", format="text", by=world.ana)
    client.post(f"/write/part/{part.pk}/history/1/restore/")
    client.post(f"/write/part/{part.pk}/history/2/restore/")
    client.post(f"/write/part/{part.pk}/history/3/restore/")
    assert [row.text for row in part.revisions.order_by("number")][2:] == ["Two  spaces.", "Gone.", "Two  spaces."]


def test_a_correction_is_quiet_or_a_new_version(world: World, client_of: ClientOf) -> None:
    part, client = make_part(world.story, "Told", text="One."), client_of(world.ana)
    actions.revise_part(part, text="Two.", format="text", by=world.ana, keep_draft=True)
    assert "Quiet correction" in client.get(f"/write/part/{part.pk}/publish/").content.decode()
    client.post(f"/write/part/{part.pk}/publish/", {"quiet": "1"})
    part.refresh_from_db()
    assert (part.live_id, part.revised_at) == (part.head_id, None)
    actions.revise_part(part, text="Three.", format="text", by=world.ana, keep_draft=True)
    client.post(f"/write/part/{part.pk}/publish/")
    part.refresh_from_db()
    assert part.live_id == part.head_id
    assert part.revised_at is not None
