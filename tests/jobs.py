"""What waits in the background, worked off for the apps that a test is about."""

from __future__ import annotations

from inkstead.background.models import Job
from inkstead.background.worker import run_waiting_jobs
from inkstead.events.jobs import react


def work_off(*apps: str) -> None:
    """Run what waits for these apps, and what that asks for in turn. What waits for others is thrown away: a test of
    sums needs neither search index nor sitemap, and making them for the whole world was four fifths of its time."""
    while True:
        others = [job.pk for job in Job.objects.waiting() if not _is_of(apps, job)]
        Job.objects.filter(pk__in=others).delete()
        if not run_waiting_jobs():
            return


def _is_of(apps: tuple[str, ...], job: Job) -> bool:
    name = str(job.args[0]) if job.task_path == react.module_path else job.task_path.removeprefix("inkstead.")
    return name.split(".", 1)[0] in apps
