"""Put the demo library on the shelves, through the same actions that people use."""

from __future__ import annotations

import hashlib
import random
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.actions import create_account
from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions import post_comment
from inkstead.discussion.models import Comment, Vote
from inkstead.lib.prose import split_blocks
from inkstead.operations.demo.shelf import DemoComment, DemoPart, DemoStory, demo_stories
from inkstead.reading.tally import Heard, Key, write_reads
from inkstead.stories.actions import add_counts, create_part, create_story, publish_part
from inkstead.stories.models import Part, Story

DOMAIN = "demo.invalid"  # reserved: no mail can ever reach it
CROWD = 480  # silent readers who vote


class Loading:
    """One loading of the library: its clock, its dice (always the same) and the people met so far."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.dice = random.Random(1868)  # noqa: S311 - the numbers only have to look alive
        self.people: dict[str, tuple[User, PenName]] = {}
        self.crowd: list[User] = []

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=max(days, 0.01))

    def person(self, name: str, bio: str = "") -> tuple[User, PenName]:
        if name not in self.people:
            address = hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
            user, pen_name = create_account(pen_name=name, email=f"{address}@{DOMAIN}")
            PenName.objects.filter(pk=pen_name.pk).update(bio=bio, created_at=self.ago(70))
            self.people[name] = (user, pen_name)
        return self.people[name]


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
    return [_load_story(loading, told) for told in demo_stories()]


def _load_story(loading: Loading, told: DemoStory) -> Story:
    user, pen_name = loading.person(told.author, told.author_bio)
    story = create_story(pen_name, by=user, **told.about)
    for part in told.parts:
        _load_part(loading, story, part, user)
    Story.objects.filter(pk=story.pk).update(created_at=loading.ago(told.parts[0].days_ago))
    story.refresh_from_db()
    return story


def _load_part(loading: Loading, story: Story, told: DemoPart, by: User) -> None:
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
    write_reads(_reads(loading, part, told))
    for comment in told.comments:
        _load_comment(loading, part, comment, None)


def _load_votes(loading: Loading, part: Part, told: DemoPart) -> None:
    voters = loading.dice.sample(loading.crowd, min(told.votes, len(loading.crowd)))
    moments = [loading.ago(_some_day_since(loading, told.days_ago)) for _ in voters]
    Vote.objects.bulk_create(
        Vote(user=user, part=part, created_at=moment) for user, moment in zip(voters, moments, strict=True)
    )
    add_counts(part, votes=len(voters))


def _reads(loading: Loading, part: Part, told: DemoPart) -> dict[Key, Heard]:
    """Guests, most of them soon after the part came out; three in four read to the end."""
    heard: dict[Key, Heard] = {}
    for number in range(told.reads):
        day = loading.ago(_some_day_since(loading, told.days_ago)).date()
        reached = 1.0 if loading.dice.random() < 0.74 else round(loading.dice.uniform(0.05, 0.98), 2)
        heard[part.pk, day, f"g:demo{number}"] = Heard(part.story_id, reached, loading.dice.randint(20, 600))
    return heard


def _some_day_since(loading: Loading, days_ago: float) -> float:
    return max(days_ago - min(loading.dice.expovariate(1 / 6), days_ago), 0.01)


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
    for reply in told.replies:
        _load_comment(loading, part, reply, said)


def _block_that_begins(part: Part, words: str) -> str:
    if not words or part.live is None:
        return ""
    return next((block.id for block in split_blocks(part.live.html) if block.text.startswith(words)), "")
