from __future__ import annotations

import pytest

from inkstead.accounts.models import Role, User
from inkstead.discovery.queries import Wish, list_stories
from inkstead.lib.refusals import Refused
from inkstead.stories import actions as stories
from inkstead.stories.models import Story, StoryTag, Tag, TagAbove, TagKind, TagLink, TagName, Visibility
from inkstead.tagkeeping.actions import (
    change_tag,
    examine_tags,
    mend_tags,
    move_stories,
    place_tags,
    placing,
    undo_change,
)
from inkstead.tagkeeping.models import TagChange, TagTask, TagToIndex
from inkstead.tagkeeping.plans import Asked, plan
from tests.discovery.indexing import index_all
from tests.factories import make_user
from tests.tagkeeping.working import change, story, tag, undo, work_off
from tests.world import World

pytestmark = pytest.mark.usefixtures("shelf")


def found(q: str) -> set[str]:
    return {row.title for row in list_stories(Wish(q=q))[0]}


def carried(title: str) -> list[str]:
    return list(Story.objects.get(title=title).tags.order_by("storytag__position").values_list("name", flat=True))


def state() -> list[object]:
    """All that a change of tags may change."""
    rows = (
        Tag.objects.order_by("pk").values_list("pk", "name", "slug", "kind", "stands_for"),
        TagLink.objects.order_by("tag", "wider").values_list("tag", "wider"),
        TagAbove.objects.order_by("tag", "wider").values_list("tag", "wider"),
        TagName.objects.order_by("tag", "language").values_list("tag", "language", "name"),
        StoryTag.objects.order_by("story", "position", "tag").values_list("story", "tag", "position"),
    )
    return [list(one) for one in rows]


def test_a_merged_tag_is_a_spelling_and_stories_keep_the_word_they_had(keeper: User) -> None:
    index_all()
    asked = Asked("merge", other="science fiction")
    shown = plan(tag("sci-fi"), asked)
    assert shown.stories.count() == 2
    assert {one.title for one in shown.stories} == {"Far Suns", "Near Suns"}
    done = change(tag("sci-fi"), "merge", other="science fiction", by=keeper, why="They are one.")
    assert (done.said, done.stories, done.why) == (
        "“Sci-fi” becomes a spelling of “Science Fiction”",
        2,
        "They are one.",
    )
    everything = {"Far Suns", "Near Suns", "Old Suns"}
    assert found("tag:sci-fi") == found("tag:science-fiction") == everything
    assert found("suns tag:science-fiction") == everything
    assert found('"science fiction"') == everything, "search knows the other name of what the stories carry"
    assert carried("Far Suns") == ["Sci-fi", "crew"]
    assert not TagToIndex.objects.exists()
    assert {task.what: task.finished_at is not None for task in TagTask.objects.all()} == {
        "above": True,
        "search": True,
    }


def test_a_merge_taken_back_leaves_everything_as_it_was(keeper: User) -> None:
    index_all()
    before = state()
    undo(change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper), by=keeper)
    assert state() == before
    assert found("tag:science-fiction") == {"Old Suns"} == found('"science fiction"')
    assert found("tag:sci-fi") == {"Far Suns", "Near Suns"}


@pytest.mark.parametrize(
    ("verb", "asked"),
    [
        ("merge", {"other": "Science Fiction"}),
        ("merge", {"other": "Space opera"}),
        ("kind", {"kind": "genre"}),
        ("name", {"name": "SCI-FI"}),
        ("name", {"name": "Scientific romance"}),
        ("translate", {"language": "de", "name": "Zukunft"}),
        ("link", {"other": "crew"}),
        ("link", {"other": "Speculative"}),
        ("split", {"other": "Space", "beside": "crew"}),
        ("split", {"other": "crew", "beside": "crew"}),
    ],
)
def test_every_change_is_taken_back_whole(keeper: User, verb: str, asked: dict[str, str]) -> None:
    before = state()
    done = change(tag("sci-fi"), verb, by=keeper, **asked)
    changed = state()
    assert changed != before
    again = undo(done, by=keeper)
    names = {row[0] for row in before[0]}  # type: ignore[index, misc]
    assert [row for row in state()[0] if row[0] in names] == before[0]  # type: ignore[index, attr-defined]
    assert state()[1:] == before[1:]
    undo(again, by=keeper)
    assert state() == changed, "and taking back the taking back does it again"
    with pytest.raises(Refused, match="taken back already"):
        undo_change(done, by=keeper)


def test_what_was_decided_since_stays_and_is_said(keeper: User) -> None:
    merged = change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    later = change(tag("science-fiction"), "merge", other="Speculative", by=keeper)
    with pytest.raises(Refused, match="Something else was decided about “Sci-fi” since"):
        undo_change(merged, by=keeper)
    undo(later, by=keeper)
    undo(merged, by=keeper)
    assert Tag.objects.filter(stands_for__isnull=False).count() == 0


def test_a_spelling_of_a_spelling_never_comes_to_be(keeper: User) -> None:
    change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    freed = change(tag("sci-fi"), "free", by=keeper)
    change(tag("science-fiction"), "merge", other="Speculative", by=keeper)
    with pytest.raises(Refused, match="is a spelling of “Speculative” itself by now"):
        undo_change(freed, by=keeper)
    assert tag("sci-fi").stands_for is None
    change(tag("crew"), "merge", other="sf", by=keeper)
    change(tag("sf"), "merge", other="Sci-fi", by=keeper)
    assert {one.name for one in Tag.objects.filter(stands_for=tag("sci-fi"))} == {"crew", "sf"}


def test_a_tag_and_its_spelling_change_places(keeper: User) -> None:
    change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    change(tag("science-fiction"), "merge", other="Sci-fi", by=keeper)
    assert tag("science-fiction").stands_for == tag("sci-fi")
    assert tag("sci-fi").stands_for is None


def test_everything_below_is_found_above_and_no_link_goes_in_a_circle(keeper: User) -> None:
    change(tag("crew"), "link", other="Science Fiction", by=keeper)
    change(tag("science-fiction"), "link", other="Speculative", by=keeper)
    change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    assert found("tag:speculative") == {"Far Suns", "Near Suns", "Old Suns"}
    with pytest.raises(Refused, match=r"“crew” stands under “Speculative” already \(crew → Science Fiction → Spec"):
        change(tag("speculative"), "link", other="crew", by=keeper)
    with pytest.raises(Refused, match="Science Fiction stands between them"):
        change(tag("speculative"), "merge", other="crew", by=keeper)
    with pytest.raises(Refused, match="cannot stand under itself"):
        change(tag("science-fiction"), "link", other="Sci-fi", by=keeper)


def test_taking_back_closes_no_circle(keeper: User) -> None:
    change(tag("crew"), "link", other="Science Fiction", by=keeper)
    away = change(tag("crew"), "unlink", other="Science Fiction", by=keeper)
    change(tag("science-fiction"), "link", other="crew", by=keeper)
    with pytest.raises(Refused, match="would stand above itself"):
        undo_change(away, by=keeper)
    assert examine_tags() == 0


def test_a_split_gives_stories_another_tag_and_leaves_those_that_changed_meanwhile(keeper: User, world: World) -> None:
    index_all()
    done = change(tag("sci-fi"), "split", other="Space", beside="crew", by=keeper)
    assert carried("Far Suns") == ["Space", "crew"]
    assert carried("Near Suns") == ["Sci-fi"]
    undone = undo_change(done, by=keeper)
    stories.edit_story(Story.objects.get(title="Far Suns"), by=world.ana, tags=["quiet"])
    work_off()
    assert carried("Far Suns") == ["quiet"]
    assert TagTask.objects.get(change=undone, what="stories").left_alone == 1


def test_keepers_learn_nothing_of_hidden_stories_that_go_along(keeper: User, world: World) -> None:
    hidden = story(world.cleo, "Far but hidden", "sci-fi", "crew")
    stories.edit_story(hidden, by=world.cleo, visibility=Visibility.UNLISTED)
    done = change(tag("sci-fi"), "split", other="Space", beside="crew", by=keeper)
    assert carried("Far but hidden") == ["Space", "crew"]
    undone = undo(done, by=keeper)
    assert carried("Far but hidden") == ["Sci-fi", "crew"]
    for one in (done, undone):
        task = TagTask.objects.get(change=one, what="stories")
        assert (one.stories, task.total, task.done, task.left_alone) == (1, 1, 1, 0)


def test_a_split_by_hand_takes_public_stories_alone(keeper: User) -> None:
    ids = tuple(Story.objects.filter(title__in=["Near Suns", "No Suns"]).values_list("pk", flat=True))
    assert len(ids) == 2
    change(tag("sci-fi"), "split", other="Space", stories=ids, by=keeper)
    assert carried("Near Suns") == ["Space"]
    assert carried("No Suns") == ["Sci-fi", "unspoken"]


def test_a_name_with_other_letters_is_a_new_tag_and_the_old_one_its_spelling(keeper: User) -> None:
    change(tag("sci-fi"), "name", name="Speculative Fiction", by=keeper)
    assert tag("sci-fi").stands_for == tag("speculative-fiction")
    assert carried("Near Suns") == ["Sci-fi"]
    with pytest.raises(Refused, match="There is a tag “Science Fiction” already"):
        change(tag("speculative-fiction"), "name", name="science fiction", by=keeper)


def test_spellings_have_the_kind_of_their_tag(keeper: User) -> None:
    change(tag("science-fiction"), "kind", kind="genre", by=keeper)
    change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    assert tag("sci-fi").kind == TagKind.GENRE
    assert found("genre:sci-fi") == {"Far Suns", "Near Suns", "Old Suns"}
    with pytest.raises(Refused, match="has its kind; change it there"):
        change(tag("sci-fi"), "kind", kind="theme", by=keeper)


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR])
def test_nobody_else_changes_tags(keeper: User, role: Role) -> None:
    other = make_user(role=role)
    with pytest.raises(Refused, match="Only tag keepers"):
        change_tag(tag("sci-fi"), Asked("kind", kind="genre"), by=other)
    done = change(tag("sci-fi"), "kind", kind="genre", by=keeper)
    with pytest.raises(Refused, match="Only tag keepers"):
        undo_change(done, by=other)
    assert TagChange.objects.count() == 1


def test_a_tag_that_somebody_cared_for_is_not_forgotten_at_night(keeper: User, world: World) -> None:
    change(tag("sci-fi"), "kind", kind="genre", by=keeper)
    for one in Story.objects.all():
        stories.edit_story(one, by=one.author.user, tags=[])
    assert tag("crew")
    stories.forget_unused_tags()
    assert set(Tag.objects.values_list("slug", flat=True)) == {"sci-fi"}


def test_mending_finds_and_puts_right_what_a_lost_job_left(keeper: User) -> None:
    change(tag("crew"), "link", other="Science Fiction", by=keeper)
    index_all()
    TagAbove.objects.all().delete()
    TagAbove.objects.create(tag=tag("sci-fi"), wider=tag("crew"))
    assert examine_tags() == 2
    assert mend_tags() == 2
    work_off()
    assert examine_tags() == 0
    assert found("tag:science-fiction") == {"Far Suns", "Old Suns"}
    assert found("tag:crew") == {"Far Suns", "Old Suns"}


def test_a_place_is_worked_out_in_slices_and_none_of_them_holds_the_writer_for_long(
    keeper: User, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log and the tag itself are written at once; the three hundred below follow, a hundred to a transaction."""

    monkeypatch.setattr(placing, "RUN", 150)
    narrower = Tag.objects.bulk_create([Tag(name=f"n{number}", slug=f"n{number}") for number in range(300)])
    TagLink.objects.bulk_create([TagLink(tag=one, wider=tag("sci-fi")) for one in narrower])
    done = change_tag(tag("sci-fi"), Asked("merge", other="Science Fiction"), by=keeper)
    assert TagAbove.objects.count() == 0
    assert work_off() >= 3
    assert TagAbove.objects.filter(wider=tag("science-fiction")).count() == 301
    task = TagTask.objects.get(change=done, what="above")
    assert task.done == task.total == 302


def test_a_killed_job_goes_on_where_it_was(keeper: User, world: World) -> None:
    """Every slice may be done twice: nothing is doubled, nothing left out."""

    done = change_tag(tag("sci-fi"), Asked("split", other="Space", beside="crew"), by=keeper)
    beside = tag("crew").pk
    for _ in range(2):
        place_tags(done.pk)
        move_stories(done.pk, beside, [])
    work_off()
    assert carried("Far Suns") == ["Space", "crew"]
    assert done.moves.count() == 1


def test_story_of_a_hidden_tag_stays_hidden(keeper: User, world: World) -> None:
    """The control: the same word on a public story is known."""
    with pytest.raises(Refused, match="No public story carries a tag “unspoken”"):
        plan(tag("sci-fi"), Asked("split", other="x", beside="unspoken"))
    assert plan(tag("sci-fi"), Asked("merge", other="unspoken")).notes[0] == "“unspoken” is a new tag."
    story(world.cleo, "Loud", "unspoken")
    assert "new tag" not in plan(tag("sci-fi"), Asked("merge", other="unspoken")).notes[0]
