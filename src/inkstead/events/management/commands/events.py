from __future__ import annotations

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.events.flow import Flow, flows


class Command(BaseCommand):
    help = "Show what can happen, which pages each fact refreshes, and who reacts to it."
    prepares_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"facts": [dataclasses.asdict(flow) for flow in flows()]}, indent=2))
            return
        for flow in flows():
            self.stdout.write(_as_text(flow))


def _as_text(flow: Flow) -> str:
    lines = [f"{flow.fact} ({flow.app})"]
    if flow.says:
        lines.append(f"    {flow.says}")
    if flow.touches:
        lines.append(f"    refreshes {', '.join(flow.touches)}")
    lines += [f"    → {reaction.name}  {reaction.does}".rstrip() for reaction in flow.reactions]
    return "\n".join(lines) + "\n"
