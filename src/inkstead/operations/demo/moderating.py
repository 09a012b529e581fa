"""The demo library's moderator at work: a report that waits, and somebody who was warned."""

from __future__ import annotations

from inkstead.accounts.models import Role, User
from inkstead.discussion.models import Comment
from inkstead.moderation import actions
from inkstead.moderation.models import Case, Decision, Reason
from inkstead.moderation.things import thing_of
from inkstead.operations.demo.crowd import DOMAIN, Loading

MODERATOR = "Moss Halloran"
WHY = "Please tell what you think of the story, not of the one who wrote it. Nothing else follows from this."


def load_moderation(loading: Loading) -> None:
    """Two comments of readers are reported; one of them is decided."""
    moderator, _ = loading.person(MODERATOR, "Keeps the peace, reads everything.")
    moderator.role = Role.MODERATOR
    moderator.save(update_fields=["role"])
    said = Comment.objects.visible().filter(author__user__email__endswith=f"@{DOMAIN}").order_by("-created_at", "-pk")
    decided, waits = said[:2]
    _report(decided, Reason.HARASSMENT, "It is about the author, not about the part.", moderator)
    case = Case.objects.get(closed_at=None, thing_id=decided.pk, kind="comment")
    actions.decide(case, act="warn", reason=WHY, by=moderator)
    _report(waits, Reason.OTHER, "Does this give the ending away?", moderator)


def forget_moderation(people: list[User]) -> None:
    """The lines of the log stay: nobody can take one away, and they name nobody."""
    Decision.objects.filter(by__in=people).delete()
    Case.objects.filter(reports__by__in=people).exclude(pk__in=_of_others(people)).delete()


def _of_others(people: list[User]) -> list[int]:
    return list(Case.objects.exclude(reports__by__in=people).values_list("pk", flat=True))


def _report(comment: Comment, reason: Reason, words: str, moderator: User) -> None:
    thing = thing_of("comment", comment.pk)
    others = User.objects.filter(email__endswith=f"@{DOMAIN}", pen_name__isnull=False).exclude(pk=moderator.pk)
    by = others.exclude(pk=comment.author.user_id if comment.author else 0).select_related("pen_name").order_by("pk")[0]
    assert thing is not None
    actions.report(thing, reason=reason, words=words, by=by, pen_name=by.pen_name)
