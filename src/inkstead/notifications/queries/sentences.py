"""What a notice says: one sentence, an address, and the beginning of what was written. Plain text, for every way.

Everything is looked up anew through what its reader may see. What may not be seen any more says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from inkstead.accounts.models import Block, PenName, User
from inkstead.collaboration.models import MarginNote, Suggestion
from inkstead.discovery.models import SavedSearch
from inkstead.discussion.models import Comment, Standing, WallPost
from inkstead.library.models import Hide, Shelf
from inkstead.notifications.models import Notice
from inkstead.serial.models import Announcement
from inkstead.stories.gate import RATINGS, shown_adult
from inkstead.stories.models import Invitation, Part, Story

EXCERPT = 200
NOBODY = "Somebody"


@dataclass(frozen=True, slots=True)
class Told:
    text: str
    url: str
    excerpt: str = ""
    story: str = ""  # what it is about, for grouping and for headings of letters


@dataclass(slots=True)
class _Known:
    """All that the notices of a page speak of, by kind and id."""

    stories: Mapping[int, Story]
    parts: Mapping[int, Part]
    names: Mapping[int, PenName]
    comments: Mapping[int, Comment]
    own_stories: Collection[int]  # those on which the reader works, of the comments' ones
    shows_adult: bool  # the reader has said so for good, and not for one browser
    announcements: Mapping[int, Announcement]
    shelves: Mapping[int, Shelf]
    invitations: Mapping[int, Invitation]
    suggestions: Mapping[int, Suggestion]
    notes: Mapping[int, MarginNote]
    posts: Mapping[int, WallPost]
    searches: Mapping[int, SavedSearch]

    def name(self, notice: Notice) -> str:
        found = self.names.get(notice.pen_name_id or 0)
        return found.name if found else NOBODY


def sentences(notices: Collection[Notice], reader: User) -> dict[int, Told]:
    """By the ids of the notices, which came from `heard_by(reader)`; without those that have nothing to say any more.
    One query for each kind of thing."""
    known = _look_up(notices, reader)
    told = {notice.pk: _WRITERS[notice.kind](notice, known) for notice in notices if notice.kind in _WRITERS}
    return {pk: sentence for pk, sentence in told.items() if sentence is not None}


def _look_up(notices: Collection[Notice], reader: User) -> _Known:
    def ids(column: str, *kinds: str) -> set[int]:
        asked = (getattr(row, column) for row in notices if not kinds or row.kind in kinds)
        return {pk for pk in asked if pk is not None}

    talk = ("comment", "reply", "mention", "reaction")
    notes = {row.thing_id or 0 for row in notices if row.key.startswith("note:")}
    suggestions = {row.thing_id or 0 for row in notices if row.key.startswith("suggestion:")}
    comments = _by_id(lambda: _heard(reader).select_related("part"), ids("thing_id", *talk))
    about = {row.part.story_id for row in comments.values()}
    own = set(Story.objects.worked_on_by(reader).filter(pk__in=about).values_list("pk", flat=True)) if about else set()
    return _Known(
        stories=_by_id(lambda: Story.objects.visible_to(reader), ids("story_id")),
        parts=_by_id(lambda: Part.objects.visible_to(reader), ids("part_id")),
        names=_by_id(PenName.objects.all, ids("pen_name_id")),
        comments={pk: row for pk, row in comments.items() if row.is_visible or row.part.story_id in own},
        own_stories=own,
        shows_adult=shown_adult(reader),
        announcements=_by_id(lambda: Announcement.objects.visible_to(reader), ids("thing_id", "announcement")),
        shelves=_by_id(lambda: Shelf.objects.visible_to(reader), ids("thing_id", "shelf", "follow")),
        invitations=_by_id(lambda: Invitation.objects.select_related("story"), ids("thing_id", "invitation")),
        suggestions=_by_id(lambda: Suggestion.objects.filter(part__in=Part.objects.worked_on_by(reader)), suggestions),
        notes=_by_id(lambda: MarginNote.objects.filter(part__in=Part.objects.worked_on_by(reader)), notes),
        posts=_by_id(lambda: WallPost.objects.open_to(reader).select_related("wall_of"), ids("thing_id", "wall")),
        searches=_by_id(lambda: SavedSearch.objects.filter(user=reader, hides=False), ids("thing_id", "search")),
    )


def _heard(reader: User) -> QuerySet[Comment]:
    """Without what is said by those from whom this reader keeps apart."""
    heard = Comment.objects.filter(deleted_at__isnull=True).open_to(reader)
    heard = heard.exclude(author__in=Block.objects.filter(by=reader).values("pen_name"))
    return heard.exclude(author__in=Hide.objects.filter(user=reader, pen_name__isnull=False).values("pen_name"))


def _by_id(rows: Callable[[], QuerySet[Any]], ids: Iterable[int]) -> dict[int, Any]:
    """Who may see what takes longer to put together than to ask, so it is not where nothing is asked."""
    asked = list(ids)
    found: dict[int, Model] = rows().in_bulk(asked) if asked else {}
    return found


def _part(notice: Notice, known: _Known) -> Told | None:
    part, story = known.parts.get(notice.part_id or 0), known.stories.get(notice.story_id or 0)
    if part is None or story is None or not part.is_published:
        return None
    return Told(f"A new part of “{story.title}”: {part.title}", part.get_absolute_url(), "", story.title)


def _search(notice: Notice, known: _Known) -> Told | None:
    """Of a search that was forgotten meanwhile nothing is told."""
    part, story = known.parts.get(notice.part_id or 0), known.stories.get(notice.story_id or 0)
    saved = known.searches.get(notice.thing_id or 0)
    if part is None or story is None or saved is None or not part.is_published:
        return None
    text = f"Your search “{saved.query}” finds a new part of “{story.title}”: {part.title}"
    return Told(text, part.get_absolute_url(), "", story.title)


def _version(notice: Notice, known: _Known) -> Told | None:
    part, story = known.parts.get(notice.part_id or 0), known.stories.get(notice.story_id or 0)
    if part is None or story is None or not part.is_published:
        return None
    return Told(f"“{part.title}” of “{story.title}” has a new version", part.get_absolute_url(), "", story.title)


def _announcement(notice: Notice, known: _Known) -> Told | None:
    row, story = known.announcements.get(notice.thing_id or 0), known.stories.get(notice.story_id or 0)
    if row is None or story is None:
        return None
    return Told(f"News of “{story.title}”: {row.title}", row.get_absolute_url(), beginning(row.text), story.title)


def _shelf(notice: Notice, known: _Known) -> Told | None:
    shelf, story = known.shelves.get(notice.thing_id or 0), known.stories.get(notice.story_id or 0)
    if shelf is None or story is None:
        return None
    text = f"{known.name(notice)} put “{story.title}” on the shelf “{shelf.title}”"
    return Told(text, story.get_absolute_url(), "", story.title)


def _comment(verb: str) -> Callable[[Notice, _Known], Told | None]:
    def told(notice: Notice, known: _Known) -> Told | None:
        comment, part = known.comments.get(notice.thing_id or 0), known.parts.get(notice.part_id or 0)
        if comment is None or part is None or not (comment.is_visible or notice.kind == "comment"):
            return None
        story = known.stories.get(notice.story_id or 0)
        name = f"{comment.guest_name} (guest)" if comment.guest_name else known.name(notice)
        waits = comment.state == Standing.WAITING
        text = f"{name} {verb} “{part.title}”{', and it waits to be read' if waits else ''}"
        url = comment.get_absolute_url() if comment.is_visible else f"{comment.get_absolute_url()}tend/"
        return Told(text, url, _words(comment, part, story, known), story.title if story else "")

    return told


def _words(comment: Comment, part: Part, story: Story | None, known: _Known) -> str:
    """The beginning; nothing of what was said by somebody who had read further, which its page keeps folded, nor of
    what stands behind the question whether they are adults."""
    if part.story_id in known.own_stories:
        return beginning(comment.body)
    is_asked = story is None or (part.rating or story.rating) in RATINGS
    return "" if comment.ahead_id is not None or (is_asked and not known.shows_adult) else beginning(comment.body)


def _reaction(notice: Notice, known: _Known) -> Told | None:
    part, story = known.parts.get(notice.part_id or 0), known.stories.get(notice.story_id or 0)
    if part is None or story is None:
        return None
    many = f"{notice.count:,} reactions" if notice.count != 1 else "A reaction"
    if notice.thing_id is None:
        beside = "a paragraph" if notice.count == 1 else "paragraphs"
        return Told(f"{many} to {beside} of “{part.title}”", f"{part.get_absolute_url()}margin/", "", story.title)
    comment = known.comments.get(notice.thing_id)
    if comment is None or not comment.is_visible:
        return None
    words = beginning(comment.body)
    if notice.key.startswith("heart:"):
        if not comment.hearted:
            return None
        return Told(
            f"The author gave your comment on “{part.title}” a heart", comment.get_absolute_url(), words, story.title
        )
    text = f"{many} to your comment on “{part.title}”"
    return Told(text, comment.get_absolute_url(), words, story.title)


def _vote(notice: Notice, known: _Known) -> Told | None:
    part, story = known.parts.get(notice.part_id or 0), known.stories.get(notice.story_id or 0)
    if part is None or story is None:
        return None
    who = "Somebody" if notice.count == 1 else f"{notice.count:,} people"
    return Told(f"{who} voted for “{part.title}”", part.get_absolute_url(), "", story.title)


def _follow(notice: Notice, known: _Known) -> Told | None:
    if notice.story_id is not None:
        followed: Story | Shelf | PenName | None = known.stories.get(notice.story_id)
    elif notice.thing_id is not None:
        followed = known.shelves.get(notice.thing_id)
    else:
        followed = known.names.get(notice.pen_name_id or 0)
    if followed is None:
        return None
    who = "Somebody follows" if notice.count == 1 else f"{notice.count:,} people follow"
    called = f"you as {followed}" if isinstance(followed, PenName) else f"“{followed}”"
    return Told(f"{who} {called} now", followed.get_absolute_url())


def _heir(notice: Notice, known: _Known) -> Told:
    """The key says what it is; a question that was answered or taken back has no notice any more."""
    if notice.key.startswith("heir:named:"):
        return Told(f"{known.name(notice)} asks you to look after their stories if they are gone", "/me/heir/")
    if notice.key.startswith("heir:answer:"):
        will = "will" if notice.key.endswith(":accepted") else "will not"
        return Told(f"{known.name(notice)} {will} look after your stories if you are gone", "/me/heir/")
    if notice.key.startswith("heir:taken:"):
        return Told(f"You were away, and stories of yours belong to {known.name(notice)} now", "/write/")
    whose = f"of {known.name(notice)}" if notice.pen_name_id in known.names else "of somebody who left"
    return Told(f"Stories {whose} are yours now", "/write/")


def _invitation(notice: Notice, known: _Known) -> Told | None:
    if notice.key.startswith("heir:"):
        return _heir(notice, known)
    row = known.invitations.get(notice.thing_id or 0)
    if row is None:
        return None
    name, story = known.name(notice), row.story.title
    if notice.key.endswith((":accepted", ":declined")):
        text = f"{name} {'accepted' if row.answer == 'accepted' else 'declined'} your invitation to “{story}”"
        return Told(text, f"/write/story/{row.story_id}/people/", "", story)
    if row.answered_at is not None:
        return None
    offered = "offers you" if row.role == Invitation.AUTHOR else "invites you to work on"
    return Told(f"{name} {offered} “{story}”", f"/write/invitations/{row.pk}/", "", story)


def _suggestion(notice: Notice, known: _Known) -> Told | None:
    part, name = known.parts.get(notice.part_id or 0), known.name(notice)
    if part is None:
        return None
    note = known.notes.get(notice.thing_id or 0) if notice.key.startswith("note:") else None
    if note is not None:
        text = f"{name} wrote a note beside “{part.title}”"
        return Told(text, f"/write/part/{part.pk}/margin/", beginning(note.body))
    row = known.suggestions.get(notice.thing_id or 0)
    if row is None:
        return None
    url = f"/write/part/{part.pk}/suggestions/"
    if notice.key.endswith((":accepted", ":refused")):
        return Told(f"{name} {row.answer} your suggestion for “{part.title}”", url, beginning(row.reason))
    return Told(f"{name} suggests a change in “{part.title}”", url, beginning(row.note))


def _wall(notice: Notice, known: _Known) -> Told | None:
    row = known.posts.get(notice.thing_id or 0)
    if row is None:
        return None
    text = f"{known.name(notice)} wrote on your wall ({row.wall_of})"
    return Told(text, row.get_absolute_url(), beginning(row.body))


def _moderation(notice: Notice, known: _Known) -> Told | None:
    """The key says what it is; its page says everything else."""
    what, _, number = notice.key.partition(":")
    if what == "appeal":
        return Told("Moderators answered your appeal", f"/me/decisions/{notice.thing_id or 0}/")
    return Told("Moderators decided something about you", f"/me/decisions/{number}/")


def beginning(text: str) -> str:
    """The first words; what is left out is shown to be."""
    flat = " ".join(text[: EXCERPT * 3].split())
    return flat if len(flat) <= EXCERPT else flat[:EXCERPT].rsplit(" ", 1)[0] + "…"


_WRITERS: dict[str, Callable[[Notice, _Known], Told | None]] = {
    "part": _part,
    "version": _version,
    "search": _search,
    "announcement": _announcement,
    "shelf": _shelf,
    "comment": _comment("commented on"),
    "reply": _comment("answered you on"),
    "mention": _comment("mentioned you on"),
    "reaction": _reaction,
    "vote": _vote,
    "follow": _follow,
    "invitation": _invitation,
    "suggestion": _suggestion,
    "moderation": _moderation,
    "wall": _wall,
}
