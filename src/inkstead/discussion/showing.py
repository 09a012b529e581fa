"""Who looks at a page of comments, and what they may do there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.http import HttpRequest
from django.middleware.csrf import get_token

from inkstead.accounts.models import User
from inkstead.discussion.models import Comment, Kind, Reaction
from inkstead.discussion.queries import ShownComment
from inkstead.discussion.reach import furthest_part
from inkstead.discussion.rules import can_tend, why_silent, works_as, works_on
from inkstead.discussion.talk import talk_of
from inkstead.library.queries import apart_for
from inkstead.stories.models import Part
from inkstead.web.fragments import Fragment
from inkstead.web.visitors import NOBODY, Apart

EVERYTHING = 10**9  # those who write a story know how it goes on

_react = Fragment(
    "discussion/pieces/react.html",
    values=("react.url", "react.csrf"),
    flags=("react.beside", *(f"react.{kind}" for kind in Kind.values)),
)


@dataclass(frozen=True, slots=True)
class Beholder:
    """Asked once for a page. `why_not` is the sentence that stands where the form would."""

    part_url: str
    signed_in: bool
    reach: int  # the position of the part up to which they have read
    why_not: str
    guests_may: bool
    may_tend: bool = False
    csrf: str = ""
    between: Apart = NOBODY
    may_react: bool = False
    may_edit: bool = False
    mine: frozenset[int] = frozenset()
    reacted: Mapping[int, str] = field(default_factory=dict)

    @property
    def may_say(self) -> bool:
        return not self.why_not


def beholder_of(request: HttpRequest, part: Part) -> Beholder:
    """Wants the part with `talk.JOINS` and its story's author joined. `knowing` adds what depends on the comments."""
    user = request.user if isinstance(request.user, User) else None
    talk, is_worker = talk_of(part), user is not None and works_on(user, part.story)
    speaks = is_worker and user is not None and works_as(user.pen_name, part.story)
    why = "This part is not published." if not part.is_published else why_silent(part, talk, user, is_worker=speaks)
    if user is None:
        return Beholder(part.get_absolute_url(), False, part.position, why, guests_may=not why)
    furthest = None if is_worker else furthest_part(user, part.story_id)
    reach = EVERYTHING if is_worker else max(part.position, furthest.position if furthest else 0)
    tends = user.is_moderator or can_tend(user, part.story)
    return Beholder(
        part.get_absolute_url(),
        signed_in=True,
        reach=reach,
        why_not=why,
        guests_may=False,
        may_tend=tends and not user.is_suspended,
        csrf=get_token(request),
        between=apart_for(user),
        may_react=not user.is_suspended,
        may_edit=user.may_speak,
    )


def knowing(beholder: Beholder, request: HttpRequest, comments: Sequence[ShownComment]) -> Beholder:
    """The same, knowing which of these comments are theirs, and how they reacted. Two queries."""
    if not beholder.signed_in or not comments:
        return beholder
    ids, user = [comment.id for comment in comments], request.user
    mine = Comment.objects.visible().filter(pk__in=ids, author__user=user)  # type: ignore[misc]  # they are signed in
    reacted = Reaction.objects.filter(comment__in=ids, user=user)  # type: ignore[misc]
    return replace(
        beholder,
        mine=frozenset(mine.values_list("pk", flat=True)),
        reacted=dict(reacted.values_list("comment", "kind")),
    )


def react_form(url: str, csrf: str, mine: str = "", *, beside: bool = False) -> str:
    """Five words; the one that was said is pressed, and said again it is taken back. `beside` is to a paragraph."""
    said = {f"react__{kind}": kind == mine for kind in Kind.values}
    return _react(react__url=url, react__csrf=csrf, react__beside=beside, **said)
