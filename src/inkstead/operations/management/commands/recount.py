from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.reading.actions import recount


class Command(BaseCommand):
    help = "Rebuild every counter from the rows beneath it and report what differed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        differences = recount()
        if options["json"]:
            print(json.dumps({"differences": [asdict(difference) for difference in differences]}))
        elif not differences:
            print("Every counter was right.")
        else:
            for found in differences:
                print(f"{found.of} {found.id}: {found.counter} stood at {found.stood_at:,}, counted {found.counted:,}.")
            print(f"{len(differences)} counters were wrong and have been put right.")
