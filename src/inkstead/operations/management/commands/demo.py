from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.operations.demo import load_demo, remove_demo


class Command(BaseCommand):
    help = "Load the demo library, or remove it with everybody in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["load", "remove"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "load":
            stories = load_demo()
            print(f"{len(stories)} stories are on the shelves." if stories else "The demo library is loaded already.")
        else:
            gone = remove_demo()
            words = "with their readers, and with votes and comments of others on them."
            print(f"{gone} demo stories are gone, {words}" if gone else "There is no demo library here.")
