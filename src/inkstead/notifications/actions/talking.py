"""Tell people of what others said to them. Never of what they said themselves, under whichever of their names."""

from __future__ import annotations

from inkstead.accounts.models import PenName
from inkstead.collaboration.models import MarginNote, Suggestion
from inkstead.discussion.models import Comment, WallPost
from inkstead.notifications.actions.telling import tell
from inkstead.notifications.models import Notice
from inkstead.notifications.news import News
from inkstead.stories.models import Contributor, Invitation, Part, Role, Story


def tell_of_comment(comment_id: int, *, waiting: bool = False) -> None:
    """Whoever is answered, and the story's authors. Each of them once, whatever else the comment is to them.

    One that waits to be approved is told to those alone who can approve it.
    """
    comment = _comment(comment_id, waiting=waiting)
    if comment is None:
        return
    said_by = comment.author.user_id if comment.author else None
    answered = comment.parent.author.user_id if comment.parent and comment.parent.author else None
    authors = _authors(comment.part.story)
    if answered is not None and answered != said_by and not waiting:
        tell([answered], _of(comment, "reply"))
    tell(authors - {said_by, answered}, _of(comment, "comment"))
    if waiting and answered in authors and answered != said_by:
        tell([answered], _of(comment, "comment"))


def tell_of_mention(comment_id: int, pen_name_id: int) -> None:
    """Not where it was taken out again before anybody was told."""
    comment = _comment(comment_id)
    if comment is None or not comment.mentions.filter(pen_name=pen_name_id).exists():
        return
    named = PenName.objects.filter(pk=pen_name_id).values_list("user", flat=True).first()
    if named is None or (comment.author is not None and comment.author.user_id == named):
        return
    if Part.objects.visible_to(PenName.objects.get(pk=pen_name_id).user).filter(pk=comment.part_id).exists():
        tell([named], _of(comment, "mention"))


def forget_mentions(comment_id: int) -> None:
    """Whom a comment names no longer has not read of it yet, and need not."""
    comment = Comment.objects.filter(pk=comment_id).first()
    if comment is not None:
        told = Notice.objects.filter(part_id=comment.part_id, kind="mention", thing_id=comment.pk).unread()
        told.exclude(user__in=comment.mentions.values("pen_name__user")).delete()


def tell_of_post(post_id: int) -> None:
    """Whose wall it is, unless they wrote it themselves."""
    row = WallPost.objects.visible().select_related("wall_of", "author").filter(pk=post_id).first()
    if row is None or row.author is None or row.author.user_id == row.wall_of.user_id:
        return
    tell([row.wall_of.user_id], News("wall", f"wall:{row.pk}", thing_id=row.pk, pen_name_id=row.author_id))


def tell_of_heart(comment_id: int) -> None:
    """Once, however often it is given and taken back. Those who write the story know of their own hearts."""
    comment = _comment(comment_id)
    if comment is None or comment.author is None or not comment.hearted:
        return
    news = News("reaction", f"heart:{comment.pk}", comment.part.story_id, comment.part_id, comment.pk)
    tell({comment.author.user_id} - _authors(comment.part.story), news)


def tell_of_invitation(invitation_id: int) -> None:
    row = Invitation.objects.select_related("pen_name").filter(pk=invitation_id, answered_at=None).first()
    if row is not None:
        news = News("invitation", f"invitation:{row.pk}", row.story_id, None, row.pk, row.invited_by_id)
        tell([row.pen_name.user_id], news)


def tell_of_answer(invitation_id: int) -> None:
    """Whoever invited hears what became of it."""
    row = Invitation.objects.select_related("invited_by").filter(pk=invitation_id).first()
    if row is not None and row.answer in ("accepted", "declined"):
        news = News("invitation", f"invitation:{row.pk}:{row.answer}", row.story_id, None, row.pk, row.pen_name_id)
        tell([row.invited_by.user_id], news)


def tell_of_suggestion(suggestion_id: int) -> None:
    """Those who can accept it."""
    row = Suggestion.objects.select_related("by", "part__story__author").filter(pk=suggestion_id).first()
    if row is not None and not row.answer and row.by is not None:
        news = News("suggestion", f"suggestion:{row.pk}", row.part.story_id, row.part_id, row.pk, row.by_id)
        tell(_authors(row.part.story, Role.EDITOR) - {row.by.user_id}, news)


def tell_of_verdict(suggestion_id: int) -> None:
    """Whoever suggested hears what became of it."""
    row = Suggestion.objects.select_related("by", "answered_by", "part").filter(pk=suggestion_id).first()
    if row is None or row.by is None or row.answer not in ("accepted", "refused"):
        return
    if row.answered_by is not None and row.answered_by.user_id == row.by.user_id:
        return
    key = f"suggestion:{row.pk}:{row.answer}"
    tell([row.by.user_id], News("suggestion", key, row.part.story_id, row.part_id, row.pk, row.answered_by_id))


def tell_of_note(note_id: int) -> None:
    """The story's authors, and whoever wrote in the same thread."""
    row = MarginNote.objects.select_related("by", "part__story__author").filter(pk=note_id).first()
    if row is None or row.by is None:
        return
    first = row.parent_id or row.pk
    thread = MarginNote.objects.filter(pk=first) | MarginNote.objects.filter(parent=first)
    writers = set(thread.exclude(by=None).values_list("by__user", flat=True))
    still = _authors(row.part.story, *Role.values)
    news = News("suggestion", f"note:{row.pk}", row.part.story_id, row.part_id, row.pk, row.by_id)
    tell((_authors(row.part.story) | (writers & still)) - {row.by.user_id}, news)


def _comment(comment_id: int, *, waiting: bool = False) -> Comment | None:
    """As it stands now: what happened to it since it was announced counts."""
    rows = Comment.objects.filter(deleted_at__isnull=True) if waiting else Comment.objects.visible()
    return rows.select_related("author", "parent__author", "part__story__author").filter(pk=comment_id).first()


def _of(comment: Comment, kind: str) -> News:
    """One key for all that a comment can be to somebody."""
    return News(kind, f"comment:{comment.pk}", comment.part.story_id, comment.part_id, comment.pk, comment.author_id)


def _authors(story: Story, *roles: str) -> set[int]:
    beside = Contributor.objects.filter(story=story, role__in=[Role.COAUTHOR, *roles])
    return {story.author.user_id, *beside.values_list("pen_name__user", flat=True)}
