"""Comments as lists: all of a story, all that wait, all of one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.safestring import SafeString

from inkstead.accounts.models import User
from inkstead.discussion.models import Comment, CommentQuerySet, HeldFor, Standing, Wave
from inkstead.discussion.queries.shown import A_READER, comment_html, folded, named_in
from inkstead.stories.models import Part, Story
from inkstead.web.visitors import NOBODY, Apart

PER_PAGE = 30
FILTERS = {
    "": "All",
    "waiting": "Waiting",
    "unanswered": "Unanswered",
    "margin": "In the margin",
    "guests": "From guests",
    "hearted": "With a heart",
    "hidden": "Hidden",
}
APART = "apart"  # those of people from whom whoever asks keeps apart; in no other list

NOTHING_OF_PART: dict[str, Any] = {"url": "", "part_title": "", "part_url": "", "story_title": "", "quote": ""}


@dataclass(frozen=True, slots=True)
class Listed:
    id: int
    url: str
    author_name: str
    author_url: str
    apart_url: str  # where one blocks them
    is_guest: bool
    at: datetime
    edited: bool
    html: SafeString
    quote: str
    part_title: str
    part_url: str
    story_title: str
    answers: bool  # it answers another one
    state: str
    held_for: str
    hearted: bool
    pinned: bool
    locked: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    comments: Sequence[Listed]
    page: int
    has_more: bool
    count: int


def filters_for(between: Apart) -> dict[str, str]:
    return {**FILTERS, APART: "Kept apart"} if between.away else FILTERS


def inbox_of(story: Story, *, which: str, part: int, words: str, page: int, between: Apart = NOBODY) -> ListPage:
    """All comments of a story, newest first; those that wait come oldest first. Three queries, and one more where
    somebody may be mentioned."""
    rows = comments_in(story, which=which, part=part, words=words, between=between)
    return _page(rows, page, oldest_first=which == "waiting")


def comments_in(story: Story, *, which: str, part: int, words: str, between: Apart = NOBODY) -> CommentQuerySet:
    """Those that whoever looks after the story finds under one of `filters_for`."""
    rows = Comment.objects.filter(part__story=story, deleted_at__isnull=True)
    rows = rows.filter(author__in=list(between.away)) if which == APART else rows.heard(between)
    if part:
        rows = rows.filter(part=part)
    return _narrowed(rows, story, which, words)


def waiting_anywhere(page: int) -> ListPage:
    """For moderators: what guests said and nobody has read yet."""
    return _page(Comment.objects.waiting().exclude(guest_name=""), page, oldest_first=True)


def said_by(user: User, *, words: str, page: int) -> ListPage:
    """One's own, under all of one's names. Of a part that they may not see any more nothing is told: not its title, not
    the words that were quoted."""
    shown = _page(own_comments(user, words), page)
    about = Comment.objects.filter(pk__in=[row.id for row in shown.comments])
    open_ones = set(about.filter(part__in=Part.objects.visible_to(user)).values_list("pk", flat=True))
    told = [row if row.id in open_ones else replace(row, **NOTHING_OF_PART) for row in shown.comments]
    return replace(shown, comments=told)


def own_comments(user: User, words: str = "") -> CommentQuerySet:
    rows = Comment.objects.filter(author__user=user, deleted_at__isnull=True)
    return rows.filter(body__icontains=words) if words else rows


def waiting_in(story: Story, between: Apart = NOBODY) -> int:
    return Comment.objects.waiting().filter(part__story=story).heard(between).count()


def waves_of(story: Story | None, limit: int = 5) -> Sequence[Wave]:
    """The last ones, of a story or of the whole site."""
    return list(Wave.objects.filter(story=story).order_by("-pk")[:limit])


def _narrowed(rows: CommentQuerySet, story: Story, which: str, words: str) -> CommentQuerySet:
    if which == "waiting":
        rows = rows.waiting()
    elif which == "hidden":
        rows = rows.filter(state=Standing.HIDDEN)
    elif which == "margin":
        rows = rows.exclude(block="")
    elif which == "guests":
        rows = rows.exclude(guest_name="")
    elif which == "hearted":
        rows = rows.filter(hearted=True)
    elif which == "unanswered":
        ours = _workers(story)
        answered = Comment.objects.visible().filter(parent=OuterRef("pk"), author__user__in=ours)
        rows = rows.visible().exclude(author__user__in=ours).exclude(Exists(answered))
    return rows.filter(body__icontains=words) if words else rows


def _workers(story: Story) -> list[int]:
    people = story.contributors.values_list("pen_name__user", flat=True)
    return [story.author.user_id, *people]


def _page(rows: CommentQuerySet, page: int, *, oldest_first: bool = False) -> ListPage:
    page = max(1, page)
    order = ("created_at", "pk") if oldest_first else ("-created_at", "-pk")
    found = rows.select_related("author", "part__story").order_by(*order)[(page - 1) * PER_PAGE : page * PER_PAGE + 1]
    named = named_in(found)
    listed = [_listed(row, named.get(row.pk, ())) for row in found]
    return ListPage(listed[:PER_PAGE], page, len(listed) > PER_PAGE, rows.count())


def _listed(row: Comment, named: Collection[tuple[str, str]]) -> Listed:
    return Listed(
        id=row.pk,
        url=row.get_absolute_url(),
        author_name=row.author.name if row.author else row.guest_name or A_READER,
        author_url=row.author.get_absolute_url() if row.author else "",
        apart_url=reverse("apart", args=[row.author.slug]) if row.author else "",
        is_guest=bool(row.guest_name),
        at=row.created_at,
        edited=row.edited_at is not None,
        html=folded(comment_html(row.body, named)),
        quote=row.quote,
        part_title=row.part.title,
        part_url=row.part.get_absolute_url(),
        story_title=row.part.story.title,
        answers=row.parent_id is not None,
        state=row.state,
        held_for=HeldFor(row.held_for).label if row.held_for else "",
        hearted=row.hearted,
        pinned=row.pinned,
        locked=row.locked,
        is_first=row.thread_id is None,
    )
