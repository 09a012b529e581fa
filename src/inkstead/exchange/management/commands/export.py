from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from inkstead.exchange.formats import WRITERS
from inkstead.exchange.leaving import book_of, everything, readable
from inkstead.lib.files import write_whole
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Story


class Command(BaseCommand):
    help = "Write a story to a file, as its readers see it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("story", metavar="STORY_ID", type=int)
        parser.add_argument("--format", required=True, choices=sorted(WRITERS))
        parser.add_argument("--output", required=True, metavar="FILE", type=Path, help="replaced if it is there")
        parser.add_argument("--drafts", action="store_true", help="also what is not published, with its newest text")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        story = Story.objects.select_related("author").filter(pk=options["story"]).first()
        if story is None:
            raise Refused(f"There is no story {options['story']}.", code="missing")
        parts, drafts = readable(story), options["drafts"]
        if not drafts and not parts.exists():
            drafts = True
            self.stderr.write("Nothing of this story is published: its drafts were written.")
        book = book_of(story, everything(story) if drafts else parts, newest=drafts)
        if not book.parts:
            raise Refused(f"“{story.title}” has no part with a text yet.", code="empty")
        data = WRITERS[options["format"]].write(book)
        keep_file(options["output"], data)
        told = {"story": story.pk, "file": str(options["output"]), "bytes": len(data), "parts": len(book.parts)}
        line = f"“{book.title}”, {len(book.parts)} part{'s' * (len(book.parts) != 1)}: {options['output']}"
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else line)


def keep_file(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise Refused(f"“{path}” cannot be written: {error.strerror}.", code="unwritable") from error
