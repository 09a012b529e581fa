from __future__ import annotations

from django.utils import timezone

from inkstead.background import job
from inkstead.background.actions import enqueue
from inkstead.exchange import archives, arrivals, downloads, gathering, incoming
from inkstead.exchange.downloads import SLOW, Wanted
from inkstead.lib import keeping
from inkstead.lib.refusals import OutOfReach, Refused
from inkstead.stories.models import Part, Story, Volume


@job
def forget_old_arrivals() -> None:
    """Uploads that nobody came back for. Receiving one does the same; this is for quiet sites."""
    arrivals.forget_old_arrivals()


@job(max_attempts=2)
def read_arrival(arrival_id: int) -> None:
    """An upload that takes longer than its writer should wait for a page."""
    arrivals.read(arrival_id)


@job
def forget_old_private_books() -> None:
    downloads.forget_old_private_books()


def ask_for_book(book: Wanted) -> None:
    """One job for one state of a book, however often its page looks again; a lost file can be asked for next hour."""
    of = "" if book.only is None else f"{type(book.only).__name__.lower()}-{book.only.pk}"
    key = f"book:{book.file}:{timezone.now():%Y%m%d%H}"
    args = [book.story.pk, book.format, of, [] if book.is_shared else list(book.parts)]
    # What is set takes much memory, so one at a time.
    lane = "typesetting" if book.format in SLOW else None
    enqueue(build_book.module_path, args, max_attempts=3, unique_key=key, lane=lane)


@job(max_attempts=3)
def build_book(story_id: int, name: str, of: str = "", parts: list[int] | None = None) -> None:
    """A book that takes a while. `parts` are those of a reader who may see more, or other ones, than a stranger.
    Asking for it twice builds it once."""
    story = Story.objects.select_related("author").filter(pk=story_id).first()
    if story is None:
        return
    book = downloads.of_parts(story, name, parts, only=_only(story, of))
    if book is not None and not keeping.is_kept(book.file):
        try:
            downloads.build(book)
        except OutOfReach:
            raise
        except Refused as refused:  # another try would end in the same way
            downloads.note_refusal(book, refused.message)


@job(max_attempts=2)
def make_books(key: str, stories: list[int], name: str, person: int | None) -> None:
    gathering.make_books(key, stories, name, person)


def _only(story: Story, of: str) -> Volume | Part | None:
    kind, _, number = of.partition("-")
    if kind == "volume":
        return Volume.objects.get(story=story, pk=int(number))
    return Part.objects.get(story=story, pk=int(number)) if kind == "part" else None


@job
def forget_old_archives() -> None:
    archives.forget_old_archives()
    incoming.forget_old_incoming()


@job(max_attempts=3)
def take_in_archive(incoming_id: int) -> None:
    incoming.take_in(incoming_id)


@job(max_attempts=3)
def make_archive(archive_id: int, turn: int) -> None:
    archives.make_archive(archive_id, turn)
