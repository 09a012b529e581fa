"""What stands on a wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions.walls import can_take_off
from inkstead.discussion.models import WallPost
from inkstead.discussion.models.walls import WallPostQuerySet
from inkstead.discussion.queries.shown import A_READER, comment_html, folded
from inkstead.library.queries import apart_for
from inkstead.web.dates import day

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Posted:
    id: int
    author_name: str
    author_url: str
    apart_url: str  # where one blocks them
    day: SafeString
    body: str
    html: SafeString
    can_take_off: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class WallPage:
    posts: Sequence[Posted]
    page: int
    has_more: bool


def wall_page(wall_of: PenName, reader: User | None, page: int = 1, *, apart: bool = False) -> WallPage:
    """The newest first, without what comes from people between whom and the reader a page stands; or, for its owner,
    `apart`: that alone. To anybody else such a list is empty."""
    page = max(1, page)
    if apart:
        is_own = reader is not None and reader.pk == wall_of.user_id
        rows = _kept_apart(wall_of) if is_own else WallPost.objects.none()
    else:
        rows = WallPost.objects.visible().filter(wall_of=wall_of).exclude(author__in=list(apart_for(reader).away))
    ordered = rows.select_related("author", "wall_of").order_by("-created_at", "-pk")
    found = list(ordered[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    return WallPage([_posted(row, reader) for row in found[:PER_PAGE]], page, len(found) > PER_PAGE)


def has_kept_apart(wall_of: PenName) -> bool:
    """Whether something stands on a wall that its owner sees in no other list."""
    return _kept_apart(wall_of).exists()


def _kept_apart(wall_of: PenName) -> WallPostQuerySet:
    away = apart_for(wall_of.user).away
    return WallPost.objects.visible().filter(wall_of=wall_of, author__in=list(away))


def _posted(row: WallPost, reader: User | None) -> Posted:
    return Posted(
        id=row.pk,
        author_name=row.author.name if row.author else A_READER,
        author_url=row.author.get_absolute_url() if row.author else "",
        apart_url=reverse("apart", args=[row.author.slug]) if row.author else "",
        day=day(row.created_at),
        body=row.body,
        html=folded(comment_html(row.body)),
        can_take_off=reader is not None and can_take_off(row, reader),
        is_mine=reader is not None and row.author is not None and row.author.user_id == reader.pk,
    )
