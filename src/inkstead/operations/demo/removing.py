"""Take the demo library off the shelves again."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.discussion.actions import delete_comment, take_back_vote
from inkstead.discussion.models import Comment, Guest, Vote
from inkstead.operations.demo.crowd import DOMAIN
from inkstead.operations.demo.moderating import forget_moderation
from inkstead.operations.demo.tags import forget_decisions
from inkstead.stories.actions import delete_story, unfollow_story
from inkstead.stories.models import Story, StoryFollow


@transaction.atomic
def remove_demo() -> int:
    """Demo stories and people, and what they left on other stories too. Answers how many stories went."""
    people = User.objects.filter(email__endswith=f"@{DOMAIN}")
    stories = list(Story.objects.filter(author__user__in=people).select_related("author__user"))
    guests = Comment.objects.filter(part__story__in=stories, guest__isnull=False).values_list("guest", flat=True)
    passes = list(guests.distinct())
    for story in stories:
        delete_story(story, by=story.author.user)
    for vote in Vote.objects.filter(user__in=people).select_related("user", "part"):
        take_back_vote(vote.part, by=vote.user)
    for follow in StoryFollow.objects.filter(user__in=people).select_related("user", "story"):
        unfollow_story(follow.story, by=follow.user)
    for comment in Comment.objects.visible().filter(author__user__in=people).select_related("author__user"):
        assert comment.author is not None
        delete_comment(comment, by=comment.author.user)
    forget_decisions(list(people))
    forget_moderation(list(people))
    people.delete()
    # Their passes too, unless one was also used elsewhere.
    Guest.objects.filter(pk__in=passes, comments__isnull=True).delete()
    return len(stories)
