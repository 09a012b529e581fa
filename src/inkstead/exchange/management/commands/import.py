# The command is called `import`, and a command is called like its module.
# ruff: noqa: N999
from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from inkstead.exchange.actions import Imported, import_manuscripts
from inkstead.exchange.authors import find_author
from inkstead.exchange.formats.kinds import KNOWN_FORMATS
from inkstead.exchange.management.archived import archives_among, take_in
from inkstead.exchange.management.rescued import rescue_archive
from inkstead.exchange.progress import progress_bar
from inkstead.exchange.sources import read_paths


class Command(BaseCommand):
    help = (
        "Bring manuscripts in as stories: text, Markdown, HTML, Word (.docx), OpenDocument, RTF or EPUB; files, "
        "folders, or a zip of these."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path, help="a file, or a folder of files")
        parser.add_argument("--author", metavar="PENNAME", help="the pen name it appears under")
        parser.add_argument("--story", metavar="TITLE", help="one story of all paths, in their order")
        parser.add_argument("--publish", action="store_true", help="publish at once; otherwise the parts are drafts")
        parser.add_argument("--format", metavar="F", help=f"{', '.join(KNOWN_FORMATS)}; guessed when left out")
        parser.add_argument("--language", metavar="L", help="language of a new story, like en or pt-BR")
        parser.add_argument("--efiction", action="store_true", help="PATH is the SQL dump of an eFiction 3 archive")
        parser.add_argument("--stories", metavar="FOLDER", type=Path, help="of an eFiction archive: its stories folder")
        parser.add_argument("--site", metavar="HOST", default="", help="of an eFiction archive: where it stood")
        parser.add_argument("--dry-run", action="store_true", help="of an eFiction archive: only say what would come")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["efiction"]:
            self.stdout.write(rescue_archive(options))
            return
        if options["author"] is None:
            raise CommandError("--author is needed.")
        author = find_author(options["author"])
        if archives := archives_among(options["paths"]):
            told = take_in(archives, author=author, publish=options["publish"], as_json=options["json"])
            self.stdout.write(told)
            return
        files, warnings = read_paths(options["paths"], format=options["format"])
        done = import_manuscripts(
            files,
            author=author,
            by=author.user,
            story_title=options["story"],
            publish=options["publish"],
            language=options["language"],
            progress=progress_bar(sum(len(file.data) for file in files)),
        )
        warnings += done.warnings
        self.stdout.write(_json(done, warnings) if options["json"] else _lines(done, warnings))


def _json(done: Imported, warnings: list[str]) -> str:
    stories = [
        {
            "id": story.story.pk,
            "url": settings.BASE_URL + story.story.get_absolute_url(),
            "title": story.story.title,
            "parts": [
                {
                    "id": part.pk,
                    "url": settings.BASE_URL + part.get_absolute_url(),
                    "title": part.title,
                    "words": part.head.words if part.head else 0,
                    "scenes": part.head.scenes if part.head else 0,
                }
                for part in story.parts
            ],
        }
        for story in done.stories
    ]
    return json.dumps({"stories": stories, "warnings": warnings}, ensure_ascii=False)


def _lines(done: Imported, warnings: list[str]) -> str:
    lines = []
    for story in done.stories:
        words = sum(part.head.words for part in story.parts if part.head)
        parts = "1 part" if len(story.parts) == 1 else f"{len(story.parts)} parts"
        lines.append(f"“{story.story.title}”: {parts}, {words:,} words, {story.added} new")
        if all(part.is_published for part in story.parts):
            lines.append(f"  {settings.BASE_URL}{story.story.get_absolute_url()}")
        else:
            lines.append(
                f"  Only you see what is a draft. Publish at {settings.BASE_URL}/write/story/{story.story.pk}/"
            )
            lines.append("  or import again with --publish.")
    return "\n".join([*lines, *(f"Note: {warning}" for warning in warnings)])
