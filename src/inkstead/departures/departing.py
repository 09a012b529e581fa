"""What happens when somebody leaves: story by story as they chose, and then everything else that is theirs.

Every step is a transaction of its own and may be repeated: whoever is stopped in the middle begins again, and what is
done already is not there any more. The account itself goes last.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from inkstead.accounts.actions import remember_gone_names
from inkstead.accounts.actions.people import ensure_orphanage
from inkstead.accounts.models import PenName, User
from inkstead.collaboration.actions import hand_over, remove_contributor
from inkstead.departures.actions import WARNING, came_back, write_of_inheritance
from inkstead.departures.choosing import DELETE, HAND, ORPHAN, TOMBSTONE
from inkstead.departures.events import StoryInherited
from inkstead.departures.models import Departure, Heir
from inkstead.discussion.actions import delete_comment, take_back_vote
from inkstead.discussion.models import Comment, ParagraphReaction, Reaction, Vote
from inkstead.events import announce, touch_after_commit
from inkstead.exchange.archives import forget_archives_of
from inkstead.library.actions import delete_shelf
from inkstead.library.models import PenNameFollow, Shelf, ShelfFollow, ShelfKind, TagFollow
from inkstead.reading.actions import forget_reader
from inkstead.stories.actions import bury_story, delete_series, remove_story, unfollow_story
from inkstead.stories.models import Contributor, Series, Story, StoryFollow

log = logging.getLogger(__name__)
AT_ONCE = 200


def depart_due() -> int:
    """Everybody whose day has come; answers how many went."""
    due = Departure.objects.filter(due_at__lte=timezone.now()).select_related("user")
    return sum(depart(departure) for departure in due.order_by("due_at"))


def inherit_due() -> int:
    """Claims of heirs that nobody objected to for thirty days; answers how many stories went over."""
    moved = 0
    due = Heir.objects.filter(claimed_at__lte=timezone.now() - WARNING)
    for heir in due.select_related("user", "pen_name__user", "asked_as"):
        if came_back(heir):
            Heir.objects.filter(pk=heir.pk).update(claimed_at=None)
            continue
        given = sum(_give(pk, heir) for pk in heir.stories.values_list("pk", flat=True))
        _end(heir, given)
        moved += given
    return moved


def depart(departure: Departure) -> bool:
    """All of one person. Whether they went: not when they stayed meanwhile."""
    user = departure.user
    if not Departure.objects.filter(pk=user.pk).exists():
        return False
    user.is_active = True  # here alone, and never saved: what follows is their own last word, asked as any other
    for story in Story.objects.filter(author__user=user).order_by("pk").values_list("pk", flat=True):
        _story_goes(story, user, departure.stories.get(str(story), ""))
    for series in Series.objects.filter(author__user=user).select_related("author"):
        delete_series(series, by=user)
    for row in Contributor.objects.filter(pen_name__user=user).select_related("story", "pen_name"):
        remove_contributor(row, by=user)
    _voice_goes(user, keeps_comments=departure.keeps_comments)
    _library_goes(user)
    forget_reader(user)
    forget_archives_of(user)
    _account_goes(user)
    return True


@transaction.atomic
def _story_goes(pk: int, user: User, way: str) -> None:
    story = Story.objects.locked().filter(pk=pk, author__user=user).first()
    if story is None:
        return
    shown = story.binned_at is None and story.parts_published > 0
    way = way or (TOMBSTONE if shown else DELETE)
    taker = PenName.objects.filter(pk=way[len(HAND) :], user__is_active=True).first() if way.startswith(HAND) else None
    if taker is not None and taker.user_id != user.pk:
        _inherit(story, user, taker, None)
    elif way == ORPHAN and shown:
        hand_over(story, ensure_orphanage())
    elif way == DELETE or not shown:
        remove_story(story)
    else:  # whoever was to have it is gone: nothing that was published vanishes without a word
        bury_story(story)


@transaction.atomic
def _end(heir: Heir, given: int) -> None:
    if given:
        write_of_inheritance(heir)
    heir.delete()


@transaction.atomic
def _give(pk: int, heir: Heir) -> bool:
    taker = heir.pen_name
    story = Story.objects.locked().filter(pk=pk, author__user=heir.user, binned_at=None).first()
    if story is None or not taker.user.is_active:
        return False
    _inherit(story, heir.user, taker, heir.asked_as_id)
    return True


def _inherit(story: Story, user: User, taker: PenName, asked_as: int | None) -> None:
    hand_over(story, taker)
    announce(StoryInherited(story_id=story.pk, user_id=user.pk, by_name_id=asked_as, pen_name_id=taker.pk))


def _voice_goes(user: User, *, keeps_comments: bool) -> None:
    for vote in Vote.objects.filter(user=user).select_related("part").order_by("pk").iterator(chunk_size=AT_ONCE):
        take_back_vote(vote.part, by=user)
    said = Comment.objects.filter(author__user=user)
    if not keeps_comments:
        for comment in said.filter(deleted_at=None).select_related("author", "part").order_by("pk"):
            delete_comment(comment, by=user)
    for ids in _slices(said.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            some = Comment.objects.filter(pk__in=ids)
            parts = list(some.order_by().values_list("part", flat=True).distinct())
            some.update(author=None)
            touch_after_commit([f"comments:part:{part}" for part in parts])
    with transaction.atomic():
        on = Reaction.objects.filter(user=user).values_list("comment__part", flat=True)
        beside = ParagraphReaction.objects.filter(user=user).values_list("part", flat=True)
        touch_after_commit([f"comments:part:{part}" for part in {*on, *beside}])
        Reaction.objects.filter(user=user).delete()
        ParagraphReaction.objects.filter(user=user).delete()


def _library_goes(user: User) -> None:
    for follow in StoryFollow.objects.filter(user=user).select_related("story"):
        unfollow_story(follow.story, by=user)
    for shelf in Shelf.objects.filter(user=user, kind=ShelfKind.OWN):
        delete_shelf(shelf, by=user)
    with transaction.atomic():
        names = PenNameFollow.objects.filter(user=user).values_list("pen_name", flat=True)
        followed = ShelfFollow.objects.filter(user=user).values_list("shelf", flat=True)
        touched = [*(f"followers:penname:{pk}" for pk in names), *(f"shelf:{pk}" for pk in followed)]
        touched += [f"shelf:{pk}" for pk in Shelf.objects.filter(user=user).values_list("pk", flat=True)]
        touch_after_commit(touched)
        for model in (PenNameFollow, TagFollow, ShelfFollow):
            model.objects.filter(user=user).delete()


@transaction.atomic
def _account_goes(user: User) -> None:
    names = list(user.pen_names.values_list("pk", flat=True))
    Session.objects.filter(pk__in=UserSession.objects.filter(user=user).values("session_key")).delete()
    touch_after_commit([*(f"penname:{pk}" for pk in names), f"user:{user.pk}"])
    remember_gone_names(user)
    User.objects.get(pk=user.pk).delete()
    log.info("Somebody has left, and everything went as they chose.")


def _slices(ids: Iterable[int]) -> Iterator[list[int]]:
    known = list(ids)
    return (known[start : start + AT_ONCE] for start in range(0, len(known), AT_ONCE))
