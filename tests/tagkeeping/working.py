"""Doing in tests what the background would do about tags: the real jobs with their real arguments, oldest first."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from inkstead.background.jobs import task_at
from inkstead.background.models import Job
from inkstead.stories.models import Story, Tag
from inkstead.tagkeeping.actions import change_tag, undo_change
from inkstead.tagkeeping.models import TagChange
from inkstead.tagkeeping.plans import Asked
from tests.factories import make_part, make_story

LANES = ("tags", "search/tags")


def work_off() -> int:
    """Facts of other apps are left alone, but for the one that sends search to the stories of changed tags."""
    done = 0
    while job := Job.objects.filter(_ours(), state=Job.State.WAITING).order_by("pk").first():
        task_at(job.task_path).func(*job.args)
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
        done += 1
    return done


def _ours() -> Q:
    return Q(lane__in=LANES) | Q(task_path="inkstead.events.jobs.react", args__0="discovery.find_retagged")


def change(tag: Tag, verb: str, *, by: Any, why: str = "", **asked: Any) -> TagChange:
    done = change_tag(tag, Asked(verb, **asked), by=by, why=why)
    work_off()
    return done


def undo(done: TagChange, *, by: Any) -> TagChange:
    undone = undo_change(done, by=by)
    work_off()
    return undone


def story(by: Any, title: str, *tags: str, **fields: Any) -> Story:
    made = make_story(by, title, tags=list(tags), **fields)
    make_part(made)
    return made


def tag(slug: str) -> Tag:
    return Tag.objects.select_related("stands_for").get(slug=slug)
