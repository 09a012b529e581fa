"""The demo library: loaded once, gone without a trace."""

from __future__ import annotations

from django.apps import apps

from inkstead.accounts.models import User
from inkstead.discussion.actions import cast_vote, post_comment
from inkstead.operations.demo import demo_is_loaded, load_demo, remove_demo
from inkstead.operations.demo.crowd import DOMAIN
from inkstead.readership.actions import recount_figures
from inkstead.reading.actions import recount
from inkstead.serial.models import Announcement
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Part, Story, StoryCounts
from tests.readership.by_hand import differences
from tests.world import World


def rows() -> dict[str, int]:
    # What happened, words that stories share, and numbers of days that have been.
    passed_over = {"events.FactRow", "background.Job", "stories.Tag", "stories.FollowDay", "stories.StaleDay"}
    passed_over.add("stories.NetworkDay")
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.label not in passed_over]
    return {model._meta.label: model._default_manager.count() for model in models if model._meta.managed}


def test_loading_twice_is_harmless_and_removing_leaves_nothing(world: World) -> None:
    recount_figures()
    before = rows()
    counted = sorted(StoryCounts.objects.values_list())
    stories = load_demo()
    assert (len(stories) >= 6, Part.objects.filter(story__in=stories).count() >= 30) == (True, True)
    planned = Part.objects.filter(story__in=stories, in_queue=True, state="scheduled")
    assert (planned.count(), Announcement.objects.count()) == (3, 1)
    loaded = rows()
    assert (load_demo(), rows()) == ([], loaded)
    assert (recount(), recount_figures()) == ([], [])
    assert differences() == []  # held against the rows by a count that knows nothing of the program's own

    # What demo people left with others goes too, and what others left with them.
    person = User.objects.filter(email__endswith=f"@{DOMAIN}", pen_names__isnull=False).order_by("pk")[0]
    name = person.pen_names.get()
    cast_vote(world.part, by=person)
    follow_story(world.story, by=person)
    post_comment(world.part, body="From the demo.", by=person, pen_name=name, parent=None)
    follow_story(stories[0], by=world.ben)
    part = stories[0].parts.all()[0]
    cast_vote(part, by=world.ben)

    assert remove_demo() == len(stories)
    left = rows()
    assert left.pop("discussion.Comment") == before.pop("discussion.Comment") + 1  # an empty place, not shown
    logged = left.pop("moderation.LogEntry") - before.pop("moderation.LogEntry")
    assert logged == 1  # nobody can take a line of the log away; it names nobody
    assert left == before
    assert sorted(StoryCounts.objects.values_list()) == counted
    assert recount() == []
    assert (demo_is_loaded(), remove_demo(), Story.objects.count()) == (False, 0, 4)
