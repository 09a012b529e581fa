from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.lib.refusals import Refused
from inkstead.rankings import jobs
from inkstead.rankings.lists import RANKINGS
from inkstead.rankings.queries import ranked
from inkstead.rankings.snapshots import check_snapshot


class Command(BaseCommand):
    help = "Show a ranking, make all of them anew, or check a day's file of another site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", nargs="?", default="rising", help=f"one of {', '.join(RANKINGS)}")
        parser.add_argument("--window", default="", metavar="W", help="today, week, month or all")
        parser.add_argument("--tag", default="", help="only stories with this tag")
        parser.add_argument("--language", default="", help="only stories in this language")
        parser.add_argument("--make", action="store_true", help="first bring all rankings up to date")
        parser.add_argument("--check", metavar="FILE", type=Path, help="make a day's rankings again from its file")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check(options["check"], as_json=options["json"])
            return
        if options["make"]:
            jobs.count_who_came_back.call()
            jobs.make_rankings.call()
        page = ranked(options["name"], options["window"], tag=options["tag"], language=options["language"])
        items = [
            {
                "place": item.place,
                "id": item.card.story.id,
                "title": item.card.story.title,
                "url": item.card.story.url,
                "why": item.reason.line if item.reason else "",
                "sum": item.reason.sum if item.reason else "",
            }
            for item in page.items
        ]
        if options["json"]:
            told = {
                "ranking": page.ranking.name,
                "window": page.window,
                "formula": page.ranking.formula,
                "items": items,
            }
            print(json.dumps(told, ensure_ascii=False))
            return
        print(f"{page.ranking.title}, {page.window}: {page.ranking.formula}")
        for item in items:
            print(f"{item['place']:>3}  {item['title']}  {item['why']} {item['sum']}".rstrip())
        if not items:
            print("No story stands here yet.")

    def _check(self, path: Path, *, as_json: bool) -> None:
        wrong = check_snapshot(path)
        if as_json:
            print(json.dumps({"file": path.name, "wrong": wrong}))
        elif not wrong:
            print("Every ranking in this file comes out as it says.")
        if wrong and not as_json:
            raise Refused(f"These come out otherwise: {', '.join(wrong)}.")
