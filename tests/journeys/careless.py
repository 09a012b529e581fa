"""A deliberately broken program, for `crowd` to notice: what people follow is counted by reading the number and writing
it back, and nothing keeps a vote from standing twice.

These are its settings, and in them the middleware that breaks it. As a program it looks at the rows of a data folder:
`break` takes the constraint of votes away, `count` says what does not stand there exactly once.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.http import HttpRequest, HttpResponse

from inkstead.settings import *  # noqa: F403
from inkstead.settings import MIDDLEWARE as _SOUND

MIDDLEWARE = ["tests.journeys.careless.counts_by_hand", *_SOUND]


def counts_by_hand(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    from inkstead.stories.actions import follows

    follows._count = by_hand()
    return respond


def by_hand(pause: float = 0.02) -> Callable[[Any, int, Any], None]:
    """In place of `stories.actions.follows._count`."""
    from django.db import transaction

    from inkstead.stories.models import StoryCounts

    def count(story: Any, change: int, by: Any) -> None:
        def write_back() -> None:
            known = StoryCounts.objects.get(story=story).followers
            time.sleep(pause)
            StoryCounts.objects.filter(story=story).update(followers=max(0, known + change))

        transaction.on_commit(write_back)

    return count


@contextmanager
def votes_without_constraint() -> Iterator[None]:
    """Taken away, and put back when no vote stands any more."""
    from django.db import connection

    from inkstead.discussion.models import Vote

    once = Vote._meta.constraints.pop()
    try:
        with connection.schema_editor() as editor:
            editor.remove_constraint(Vote, once)
        yield
        Vote.objects.all().delete()
    finally:
        Vote._meta.constraints.append(once)
        with connection.schema_editor() as editor:
            editor.add_constraint(Vote, once)


def break_votes() -> None:
    """For good."""
    from django.db import connection

    from inkstead.discussion.models import Vote

    once = Vote._meta.constraints.pop()
    with connection.schema_editor() as editor:
        editor.remove_constraint(Vote, once)


def not_once(pairs: int) -> dict[str, int]:
    """How many pairs of a person and a thing have no row, or more than one."""
    from django.db.models import Count

    from inkstead.discussion.models import Reaction, Vote
    from inkstead.library.models import ShelfEntry
    from inkstead.stories.models import StoryFollow

    rows = {
        "votes": Vote.objects.values("user", "part"),
        "follows": StoryFollow.objects.values("user", "story"),
        "shelved": ShelfEntry.objects.values("shelf__user", "story"),
        "reactions": Reaction.objects.values("user", "comment"),
    }
    wrong = {}
    for name, grouped in rows.items():
        found = list(grouped.annotate(many=Count("pk")).values_list("many", flat=True))
        wrong[name] = pairs - len(found) + sum(many != 1 for many in found)
    return {name: number for name, number in wrong.items() if number}


def main(arguments: list[str]) -> None:
    import django

    django.setup()
    if arguments[0] == "break":
        break_votes()
    else:
        sys.stdout.write(json.dumps(not_once(int(arguments[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
