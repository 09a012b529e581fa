from __future__ import annotations

from django.utils import timezone

from inkstead.background import job
from inkstead.background.actions import enqueue
from inkstead.exchange import arrivals, downloads
from inkstead.stories.models import Story


@job
def forget_old_arrivals() -> None:
    """Uploads that nobody came back for. Receiving one does the same; this is for quiet sites."""
    arrivals.forget_old_arrivals()


@job(max_attempts=2)
def read_arrival(arrival_id: int) -> None:
    """An upload that takes longer than its writer should wait for a page."""
    arrivals.read(arrival_id)


def ask_for_book(story: Story, name: str, tag: str) -> None:
    """One job for one state of a story, however often its page looks again; a lost file can be asked for next hour."""
    key = f"book:{story.pk}:{name}:{tag}:{timezone.now():%Y%m%d%H}"
    enqueue(build_book.module_path, [story.pk, name], max_attempts=3, unique_key=key)


@job(max_attempts=3)
def build_book(story_id: int, name: str) -> None:
    """A shared book that takes a while. Asking for it twice builds it once."""
    story = Story.objects.listed().select_related("author").filter(pk=story_id).first()
    if story is None:
        return
    tag = downloads.digest(story, name)
    if not downloads.kept_file(story, name, tag).exists():
        downloads.build(story, name, tag)
