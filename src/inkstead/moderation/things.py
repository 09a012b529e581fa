"""What can be reported, how each is found, and what hiding and removing it means. One entry for each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404

from inkstead.accounts.actions import withhold_bio
from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions import hide_comment, remove_comment, show_comment, take_off_wall, withhold_post
from inkstead.discussion.models import Comment, WallPost
from inkstead.library.actions.withholding import release_shelf, withhold_shelf
from inkstead.library.models import Shelf
from inkstead.moderation.models import ThingKind
from inkstead.serial.actions import take_down_announcement
from inkstead.serial.models import Announcement
from inkstead.stories.actions import dissolve_series, release_part, release_story, withhold_part, withhold_story
from inkstead.stories.families import open_tags
from inkstead.stories.models import Contributor, Part, Series, Story, Tag
from inkstead.stories.rules import EDITING

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

EXCERPT = 3_000  # characters that a case keeps of what was reported


@dataclass(frozen=True, slots=True)
class Thing:
    kind: str
    id: int
    title: str
    url: str
    pen_name: PenName | None
    words: str
    row: Any
    is_shown: bool = True  # readers can see it
    is_closed: bool = False  # to whoever asks, and to nobody else: they are told nothing of it

    @property
    def about(self) -> User | None:
        return self.pen_name.user if self.pen_name is not None else None


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows` finds among what a reader may see; `every` finds whatever there is, for moderators."""

    rows: Callable[[Any], Any]
    every: Callable[[], Any]
    told: Callable[[Any], Thing]
    hide: Callable[[Any, User], object] | None = None
    show: Callable[[Any, User], object] | None = None
    remove: Callable[[Any, User], object] | None = None


def thing_for(reader: Reader, kind: str, pk: int) -> Thing:
    """Among what this reader may see; else a 404, as for what never was.

    Somebody who is kept out of what every stranger reads can report it too: a block must shield nobody from moderators.
    """
    meant = KINDS.get(kind)
    if meant is None:
        raise Http404
    row = meant.rows(reader).filter(pk=pk).first()
    if row is not None:
        return meant.told(row)
    public = meant.rows(None).filter(pk=pk).first() if isinstance(reader, User) else None
    if public is None:
        raise Http404
    return replace(meant.told(public), is_closed=True)


def thing_of(kind: str, pk: int) -> Thing | None:
    """As it stands now, for moderators; None when it is gone."""
    row = KINDS[kind].every().filter(pk=pk).first()
    return None if row is None else KINDS[kind].told(row)


def _comments(reader: Any) -> Any:
    """Whoever looks after a story finds all that is said there, as at the desk: under *Kept apart*, and what waits."""
    shown = Comment.objects.visible().open_to(reader).filter(part__in=Part.objects.visible_to(reader))
    if not isinstance(reader, User):
        return _every_comment().filter(pk__in=shown.values("pk"))
    beside = Contributor.objects.filter(pen_name__user=reader, role__in=EDITING).values("story")
    tended = Q(part__story__author__user=reader) | Q(part__story__in=beside)
    return _every_comment().filter(Q(pk__in=shown.values("pk")) | tended, deleted_at=None)


def _every_comment() -> Any:
    return Comment.objects.select_related("author__user", "part__story__author")


def _story(row: Story) -> Thing:
    about = "\n\n".join(filter(None, [row.summary, row.standing_before, row.standing_after]))
    shown = row.visibility != "private" and row.parts_published > 0
    return Thing("story", row.pk, row.title, row.get_absolute_url(), row.author, about[:EXCERPT], row, shown)


def _part(row: Part) -> Thing:
    text = row.live or row.head
    words = "\n\n".join(filter(None, [row.notes_before, text.text[:EXCERPT] if text else "", row.notes_after]))
    url = row.get_absolute_url()
    return Thing("part", row.pk, row.title, url, row.story.author, words[:EXCERPT], row, row.is_published)


def _comment(row: Comment) -> Thing:
    title = f"Comment on {row.part.title}"[:200]
    return Thing("comment", row.pk, title, row.get_absolute_url(), row.author, row.body, row, row.is_visible)


def _profile(row: PenName) -> Thing:
    return Thing("profile", row.pk, row.name, row.get_absolute_url(), row, row.bio, row, not row.bio_withheld)


def _shelf(row: Shelf) -> Thing:
    notes = row.entries.exclude(note="").values_list("note", flat=True)[:20]
    words = "\n\n".join(filter(None, [row.about, *notes]))[:EXCERPT]
    return Thing("shelf", row.pk, row.title, row.get_absolute_url(), row.pen_name, words, row, not row.withheld)


def _post(row: WallPost) -> Thing:
    title = f"Post on the wall of {row.wall_of}"[:200]
    return Thing("post", row.pk, title, row.get_absolute_url(), row.author, row.body, row, not row.withheld)


def _news(row: Announcement) -> Thing:
    name = row.by or row.story.author
    return Thing("news", row.pk, row.title, row.get_absolute_url(), name, row.text[:EXCERPT], row)


def _series(row: Series) -> Thing:
    return Thing("series", row.pk, row.title, row.get_absolute_url(), row.author, row.summary[:EXCERPT], row)


def _series_seen_by(reader: Any) -> Any:
    shown = Series.objects.filter(entries__story__in=Story.objects.visible_to(reader).values("pk"))
    return shown.select_related("author__user").distinct()


def _tag(row: Tag) -> Thing:
    return Thing("tag", row.pk, row.name, row.get_absolute_url(), None, "", row)


KINDS: dict[str, Kind] = {
    ThingKind.STORY: Kind(
        lambda reader: Story.objects.visible_to(reader).select_related("author__user"),
        lambda: Story.objects.select_related("author__user"),
        _story,
        hide=lambda row, by: withhold_story(row),
        show=lambda row, by: release_story(row),
        remove=lambda row, by: withhold_story(row),
    ),
    ThingKind.PART: Kind(
        lambda reader: Part.objects.visible_to(reader).select_related("story__author__user", "live", "head"),
        lambda: Part.objects.select_related("story__author__user", "live", "head"),
        _part,
        hide=lambda row, by: withhold_part(row),
        show=lambda row, by: release_part(row),
        remove=lambda row, by: withhold_part(row),
    ),
    ThingKind.COMMENT: Kind(
        _comments,
        lambda: _every_comment().filter(deleted_at=None),
        _comment,
        hide=lambda row, by: hide_comment(row, by=by, withheld=True),
        show=lambda row, by: show_comment(row, by=by),
        remove=lambda row, by: remove_comment(row, by=by),
    ),
    ThingKind.PROFILE: Kind(
        lambda reader: PenName.objects.open_to(reader).select_related("user"),
        lambda: PenName.objects.select_related("user"),
        _profile,
        hide=lambda row, by: withhold_bio(row, withheld=True),
        show=lambda row, by: withhold_bio(row, withheld=False),
        remove=lambda row, by: withhold_bio(row, withheld=False, erase=True),
    ),
    ThingKind.SHELF: Kind(
        lambda reader: Shelf.objects.listed(reader).select_related("pen_name__user"),
        lambda: Shelf.objects.exclude(pen_name=None).select_related("pen_name__user"),
        _shelf,
        hide=lambda row, by: withhold_shelf(row),
        show=lambda row, by: release_shelf(row),
        remove=lambda row, by: withhold_shelf(row, erase=True),
    ),
    ThingKind.POST: Kind(
        lambda reader: WallPost.objects.within_reach_of(reader).select_related("wall_of", "author__user"),
        lambda: WallPost.objects.select_related("wall_of", "author__user"),
        _post,
        hide=lambda row, by: withhold_post(row, withheld=True),
        show=lambda row, by: withhold_post(row, withheld=False),
        remove=lambda row, by: take_off_wall(row, by=by),
    ),
    ThingKind.NEWS: Kind(
        lambda reader: Announcement.objects.visible_to(reader).select_related("by__user", "story__author__user"),
        lambda: Announcement.objects.made().select_related("by__user", "story__author__user"),
        _news,
        remove=lambda row, by: take_down_announcement(row),
    ),
    ThingKind.SERIES: Kind(
        _series_seen_by,
        lambda: Series.objects.select_related("author__user"),
        _series,
        remove=lambda row, by: dissolve_series(row),
    ),
    ThingKind.TAG: Kind(open_tags, Tag.objects.all, _tag),
}
