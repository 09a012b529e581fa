from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.discovery.queries import Wish, find
from inkstead.discovery.queries.snippets import snippets


class Command(BaseCommand):
    help = "Find stories as readers find them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", metavar="QUERY", nargs="+", help="as it is typed into the search field")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        found = find(Wish(q=" ".join(options["query"])))
        quoted = snippets(found.hits, [story.pk for story in found.stories], found.asked.terms)
        items = [
            {
                "id": story.pk,
                "url": story.get_absolute_url(),
                "title": story.title,
                "author": story.author.name,
                "part": quoted[story.pk].part_title if story.pk in quoted else "",
                "part_url": quoted[story.pk].part_url if story.pk in quoted else "",
                "quote": quoted[story.pk].text if story.pk in quoted else "",
            }
            for story in found.stories
        ]
        if options["json"]:
            told = {"query": " ".join(options["query"]), "items": items, "notes": list(found.asked.told)}
            print(json.dumps(told, ensure_ascii=False))
            return
        for note in found.asked.told:
            print(note)
        for item in items:
            print(f"{item['id']}  {item['title']}, by {item['author']}")
            if item["quote"]:
                print(f"    {item['part']}: {item['quote']}")
        if not items:
            print("Nothing was found.")
