"""`python -m bench.crowded_rows FOLLOWERS COMMENTS THREAD NOTICES`: makes the bench's story one that many people read.

Rows, not actions: only what the pages and the telling of followers ask is there. Prints what `bench.crowded` asks for.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

import django

django.setup()

from django.db import transaction
from django.utils import timezone

from bench.library import token_of
from inkstead.accounts.models import User
from inkstead.discussion.models import Comment
from inkstead.lib.prose.stored import stored_elements
from inkstead.notifications.models import Notice
from inkstead.reading.actions import recount
from inkstead.stories.actions import create_part
from inkstead.stories.models import Part, StoryFollow

BODY = "This line stays with me: the harbour, the rain, and what was not said."


@transaction.atomic
def main(followers: int, comments: int, thread: int, notices: int) -> dict[str, Any]:
    part = Part.objects.select_related("story__author__user", "live").get()
    author, reader = part.story.author.user, User.objects.get(email="reader@reader.example")
    assert part.live is not None
    now, blocks = (
        timezone.now(),
        [name for name, told in stored_elements(part.live.html).items() if not told.startswith("<hr")],
    )
    made = [
        Comment(
            part=part,
            author=reader.pen_name,
            block=blocks[number % len(blocks)],
            body=f"{BODY} {number}",
            created_at=now - timedelta(seconds=number),
        )
        for number in range(comments)
    ]
    Comment.objects.bulk_create(made, batch_size=2_000)
    root = Comment.objects.create(part=part, author=reader.pen_name, body=BODY, created_at=now)
    answers = [
        Comment(part=part, author=reader.pen_name, parent=root, thread=root, body=BODY, created_at=now)
        for _ in range(thread)
    ]
    Comment.objects.bulk_create(answers, batch_size=2_000)
    people = User.objects.bulk_create(
        [User(email=f"follower{number}@reader.invalid") for number in range(followers)], batch_size=2_000
    )
    StoryFollow.objects.bulk_create([StoryFollow(user=user, story=part.story) for user in people], batch_size=2_000)
    Notice.objects.bulk_create(
        [
            Notice(
                user=reader,
                kind="part",
                key=f"bench:{number}",
                story_id=part.story_id,
                part_id=part.pk,
                at=now - timedelta(minutes=number),
            )
            for number in range(notices)
        ],
        batch_size=2_000,
    )
    following = create_part(part.story, title="The next one", text="The lamp was lit again.", by=author)
    return {"token": token_of(author), "next": following.pk, "blocks": blocks, "thread": root.pk}


if __name__ == "__main__":
    made = main(*map(int, sys.argv[1:]))
    recount()
    sys.stdout.write(json.dumps(made))
