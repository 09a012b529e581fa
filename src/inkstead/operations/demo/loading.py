"""Put the demo library on the shelves, through the same actions that people use."""

from __future__ import annotations

import secrets
from datetime import UTC

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.discussion.actions import mark_comment, post_comment, post_guest_comment
from inkstead.discussion.models import Comment, Kind, Reaction, Vote
from inkstead.lib.prose import split_blocks
from inkstead.operations.demo.audience import Audience, audience_of, load_follows, load_marks, reads_of
from inkstead.operations.demo.company import load_company
from inkstead.operations.demo.crowd import CROWD, DOMAIN, Loading
from inkstead.operations.demo.moderating import load_moderation
from inkstead.operations.demo.rhythm import load_news, load_plan
from inkstead.operations.demo.shelf import DemoComment, DemoPart, DemoStory, demo_stories
from inkstead.operations.demo.shelves import load_shelves
from inkstead.operations.demo.tags import load_tags
from inkstead.rankings.jobs import count_who_came_back, make_rankings
from inkstead.readership.actions import add_up, follow_up
from inkstead.reading.tally import write_reads
from inkstead.recommendations.jobs import relate
from inkstead.stories.actions import add_counts, create_part, create_story, note_networks, publish_part
from inkstead.stories.models import NetworkDay, Part, Story


def demo_is_loaded() -> bool:
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


@transaction.atomic
def load_demo() -> list[Story]:
    """All or nothing. Loading twice is harmless: the second time changes nothing and answers an empty list."""
    if demo_is_loaded():
        return []
    loading = Loading()
    silent = [User(email=f"reader{number}@{DOMAIN}", password="!" + secrets.token_hex(8)) for number in range(CROWD)]
    loading.crowd = User.objects.bulk_create(silent)
    stories = [_load_story(loading, told) for told in demo_stories()]
    load_shelves(loading, stories)
    load_tags(loading)
    load_moderation(loading)
    add_up()
    follow_up()
    count_who_came_back.enqueue()
    make_rankings.enqueue()
    relate.enqueue()
    return stories


def _load_story(loading: Loading, told: DemoStory) -> Story:
    user, pen_name = loading.person(told.author, told.author_bio)
    story = create_story(pen_name, by=user, **told.about)
    crowd = loading.dice.sample(loading.crowd, len(loading.crowd))
    for number, part in enumerate(told.parts):
        _load_part(loading, story, part, user, audience=audience_of(loading, crowd, part, number))
    load_follows(loading, story, told, crowd)
    load_company(loading, story, told.company, by=user)
    load_plan(story, told.plan, told.folder, by=user)
    load_news(loading, story, told.announcement, by=user)
    Story.objects.filter(pk=story.pk).update(created_at=loading.ago(told.parts[0].days_ago))
    story.refresh_from_db()
    return story


def _load_part(loading: Loading, story: Story, told: DemoPart, by: User, audience: Audience) -> None:
    part = create_part(
        story,
        title=told.title,
        text=told.text,
        format="markdown",
        by=by,
        volume=told.volume,
        notes_before=told.notes_before,
        notes_after=told.notes_after,
    )
    part = publish_part(part, by=by, at=loading.ago(told.days_ago))
    _load_votes(loading, part, told)
    heard = reads_of(loading, part, told, audience)
    write_reads(heard)
    load_marks(heard)
    for comment in told.comments:
        _load_comment(loading, part, comment, None)
    if told.comments and part.position == 1:
        _guest_waits(part)


def _load_votes(loading: Loading, part: Part, told: DemoPart) -> None:
    voters = loading.dice.sample(loading.crowd, min(told.votes, len(loading.crowd)))
    moments = [loading.ago(loading.some_day_since(told.days_ago)) for _ in voters]
    Vote.objects.bulk_create(
        Vote(user=user, part=part, created_at=moment) for user, moment in zip(voters, moments, strict=True)
    )
    add_counts(part, votes=len(voters))
    days = [moment.astimezone(UTC).date() for moment in moments]
    voices = [(day, part.story_id, f"a:{user.pk}") for day, user in zip(days, voters, strict=True)]
    note_networks(NetworkDay.VOTE, voices)


def _load_comment(loading: Loading, part: Part, told: DemoComment, parent: Comment | None) -> None:
    user, pen_name = loading.person(told.by)
    block = _block_that_begins(part, told.on)
    said = post_comment(
        part,
        body=told.body,
        by=user,
        pen_name=pen_name,
        block=block,
        quote=told.on if block else "",
        parent=parent,
        at=loading.ago(told.days_ago),
    )
    _react(loading, said, author=part.story.author.user)
    for reply in told.replies:
        _load_comment(loading, part, reply, said)


def _react(loading: Loading, said: Comment, author: User) -> None:
    """A few readers, and now and then the author with a heart."""
    if loading.dice.random() < 0.5:
        kinds = loading.dice.choices(Kind.values, weights=(6, 3, 2, 2, 1), k=loading.dice.randint(1, 6))
        people = loading.dice.sample(loading.crowd, len(kinds))
        Reaction.objects.bulk_create(
            Reaction(comment=said, user=user, kind=kind) for user, kind in zip(people, kinds, strict=True)
        )
    if said.author is not None and said.author.user_id != author.pk and loading.dice.random() < 0.2:
        mark_comment(said, "heart", given=True, by=author)


def _guest_waits(part: Part) -> None:
    """Something for the author to decide about."""
    words = "I read this on the ferry and missed my stop. Is there more?"
    post_guest_comment(part, body=words, name="A passenger", address="192.0.2.1")


def _block_that_begins(part: Part, words: str) -> str:
    if not words or part.live is None:
        return ""
    return next((block.id for block in split_blocks(part.live.html) if block.text.startswith(words)), "")
