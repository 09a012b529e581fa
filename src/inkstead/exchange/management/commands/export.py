from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inkstead.exchange.authors import find_author
from inkstead.exchange.bundles import AT_ONCE, bundle, stories_of_series
from inkstead.exchange.formats import WRITERS
from inkstead.exchange.leaving import book_of, everything, readable, within
from inkstead.exchange.portable.account import write_account
from inkstead.exchange.portable.write import write_archive
from inkstead.exchange.progress import progress_bar
from inkstead.exchange.sources import shown
from inkstead.lib.files import move_whole, write_whole
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Part, Series, Story, Volume


class Command(BaseCommand):
    help = (
        "Write a story, a volume or part of it, a series, everything of a pen name, or what a reader keeps, to a file."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("story", metavar="STORY_ID", type=int, nargs="?")
        parser.add_argument("--volume", metavar="ID", type=int, help="only this volume of the story")
        parser.add_argument("--part", metavar="ID", type=int, help="only this part of the story")
        parser.add_argument("--series", metavar="ID", type=int, help="a zip of the books of a series")
        parser.add_argument("--author", metavar="PENNAME", help="a zip of everything, to be taken in elsewhere")
        parser.add_argument("--reader", metavar="PENNAME", help="a zip of what its person keeps as a reader")
        parser.add_argument("--format", choices=sorted(WRITERS), help="needed but with --author and --reader")
        parser.add_argument("--output", required=True, metavar="FILE", type=Path, help="replaced if it is there")
        parser.add_argument("--drafts", action="store_true", help="also what is not published, with its newest text")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = [name for name in ("story", "series", "author", "reader") if options[name] is not None]
        if len(asked) != 1:
            raise CommandError("Name one thing: STORY_ID, --series ID, --author PENNAME or --reader PENNAME.")
        if options["format"] is None and asked[0] not in ("author", "reader"):
            raise CommandError("--format is needed.")
        folder = options["output"].parent
        if not folder.is_dir():  # a name that was mistyped must not become a folder
            raise Refused(f"There is no folder “{shown(str(folder))}”.", code="missing")
        ways = {"story": self._story, "series": self._series, "author": self._author, "reader": self._reader}
        told, line = ways[asked[0]](options)
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else line)

    def _story(self, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        story = Story.objects.select_related("author").filter(pk=options["story"]).first()
        if story is None:
            raise Refused(f"There is no story {options['story']}.", code="missing")
        only, drafts = _only(story, options), options["drafts"]
        parts = within(readable(story), only)
        if not drafts and not parts.exists():
            drafts = True
            self.stderr.write("Nothing of this story is published: its drafts were written.")
        chosen = within(everything(story), only) if drafts else parts
        book = book_of(story, chosen, newest=drafts, only=only)
        if not book.parts:
            raise Refused(f"“{story.title}” has no part with a text yet.", code="empty")
        data = WRITERS[options["format"]].write(book)
        keep_file(options["output"], data)
        told = {"story": story.pk, "file": str(options["output"]), "bytes": len(data), "parts": len(book.parts)}
        line = f"“{book.title}”, {len(book.parts)} part{'s' * (len(book.parts) != 1)}: {options['output']}"
        return told, line

    def _series(self, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        series = Series.objects.filter(pk=options["series"]).first()
        if series is None:
            raise Refused(f"There is no series {options['series']}.", code="missing")
        if options["format"] not in AT_ONCE:
            raise Refused(f"A series leaves as one of: {', '.join(AT_ONCE)}.", code="invalid")
        stories = stories_of_series(series, None)
        progress = progress_bar(None)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "series.zip"
            with path.open("wb") as file:
                for done, piece in enumerate(bundle(stories, options["format"], reader=None), start=1):
                    file.write(piece)
                    if progress is not None:
                        progress(min(done, len(stories)), len(stories))
            size = _move(path, options["output"])
        told = {"series": series.pk, "file": str(options["output"]), "bytes": size, "stories": len(stories)}
        return told, f"“{series.title}”, {len(stories)} stories: {options['output']}"

    def _author(self, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """Whatever became of the account."""
        author = find_author(options["author"], also_closed=True)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "archive.zip"
            write_archive(author, path, progress=progress_bar(None))
            size = _move(path, options["output"])
        told = {"author": author.name, "file": str(options["output"]), "bytes": size}
        return told, f"Everything of “{author.name}”: {options['output']}"

    def _reader(self, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
        name = find_author(options["reader"], also_closed=True)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "archive.zip"
            write_account(name.user, path, progress=progress_bar(None))
            size = _move(path, options["output"])
        told = {"reader": name.name, "file": str(options["output"]), "bytes": size}
        return told, f"What “{name.name}” keeps as a reader: {options['output']}"


def _only(story: Story, options: dict[str, Any]) -> Volume | Part | None:
    for name, rows in (("volume", Volume.objects), ("part", Part.objects)):
        if options[name] is None:
            continue
        found = rows.filter(story=story, pk=options[name]).first()
        if found is None:
            raise Refused(f"“{story.title}” has no {name} {options[name]}.", code="missing")
        return found
    return None


def _move(path: Path, output: Path) -> int:
    size = path.stat().st_size
    try:
        move_whole(path, output)
    except OSError as error:
        raise _unwritable(output, error) from error
    return size


def keep_file(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> Refused:
    return Refused(f"“{path}” cannot be written: {error.strerror}.", code="unwritable")
