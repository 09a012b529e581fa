from __future__ import annotations

from inkstead.background import job
from inkstead.exchange import arrivals, downloads
from inkstead.stories.models import Story


@job
def forget_old_arrivals() -> None:
    """Uploads that nobody came back for. Receiving one does the same; this is for quiet sites."""
    arrivals.forget_old_arrivals()


@job(max_attempts=3)
def build_book(story_id: int, name: str) -> None:
    """A shared book that takes a while. Asking for it twice builds it once."""
    story = Story.objects.listed().select_related("author").filter(pk=story_id).first()
    if story is None:
        return
    tag = downloads.digest(story, name)
    if not downloads.kept_file(story, name, tag).exists():
        downloads.build(story, name, tag)
