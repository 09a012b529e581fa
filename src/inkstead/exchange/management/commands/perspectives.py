from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.exchange.preparing import prepare
from inkstead.exchange.sources import read_paths
from inkstead.lib.refusals import Refused
from inkstead.perspectives.account import account
from inkstead.perspectives.analysis import PartText, Perspectives, read_story
from inkstead.perspectives.queries import newest_perspectives
from inkstead.stores.preparing import prepare_database
from inkstead.stories.models import Story

LARGEST_ID = 2**63 - 1


class Command(BaseCommand):
    """Stands here, not beside the analysis, because a PATH is read as an import reads it."""

    help = "Say who tells each scene, which scenes tell the same moment, and which lines come back."
    prepares_database = False  # a file is looked at without one

    def add_arguments(self, parser: CommandParser) -> None:
        given = parser.add_mutually_exclusive_group(required=True)
        given.add_argument("path", nargs="?", metavar="PATH", type=Path, help="a manuscript, or a folder of its parts")
        given.add_argument("--story", metavar="ID", type=_story_id, help="a story of this site, with its drafts")
        parser.add_argument("--format", metavar="F", help="text, markdown or html; guessed when left out")
        parser.add_argument("--lines", action="store_true", help="with --json: every spoken line and who says it")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        lines = options["lines"]
        if options["story"] is None:
            seen, titles = _of_path(options["path"], options["format"], lines=lines)
        else:
            seen, titles = _of_story(options["story"], lines=lines)
        if options["json"]:
            self.stdout.write(json.dumps(seen.as_json(lines=lines), ensure_ascii=False))
        else:
            self.stdout.write(account(seen, titles))


def _of_path(path: Path, format: str | None, *, lines: bool) -> tuple[Perspectives, list[str]]:  # noqa: A002
    files, _ = read_paths([path], format=format)
    parts = prepare(files, one_story=True).stories[0].parts
    texts = [PartText(part.title, part.prose.blocks, part.volume) for part in parts]
    return read_story(texts, lines=lines), [part.title for part in parts]


def _of_story(story_id: int, *, lines: bool) -> tuple[Perspectives, list[str]]:
    prepare_database()
    story = Story.objects.filter(pk=story_id).first()
    if story is None:
        raise Refused(f"There is no story {story_id}.", code="missing")
    seen, parts = newest_perspectives(story, lines=lines)
    return seen, [part.title for part in parts]


def _story_id(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or not 0 < int(given) <= LARGEST_ID:
        raise argparse.ArgumentTypeError(f"{given[:40]!r} is not the number of a story")
    return int(given)
