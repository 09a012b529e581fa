from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.readership.actions import FigureDifference, recount_figures
from inkstead.reading.actions import Difference, recount

RIGHT = "Every counter was right."
FIGURES_RIGHT = "The figures of every story were right."


class Command(BaseCommand):
    help = "Rebuild every counter and the writers' figures from the rows beneath them and report what differed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        counters, figures = recount(), recount_figures()
        if options["json"]:
            told = {"differences": [asdict(one) for one in counters], "figures": [asdict(one) for one in figures]}
            print(json.dumps(told))
            return
        everything: list[Difference | FigureDifference] = [*counters, *figures]
        for found in everything:
            when = f" on {found.day}" if isinstance(found, FigureDifference) and found.day else ""
            counted = f"stood at {found.stood_at:,}, counted {found.counted:,}"
            print(f"{found.of} {found.id}: {found.counter}{when} {counted}.")
        print(f"{len(counters)} counters were wrong and have been put right." if counters else RIGHT)
        print(f"{len(figures)} figures were wrong and have been put right." if figures else FIGURES_RIGHT)
