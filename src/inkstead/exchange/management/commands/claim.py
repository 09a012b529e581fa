from __future__ import annotations

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inkstead.exchange.authors import find_author
from inkstead.exchange.claims import grant
from inkstead.exchange.models import Unclaimed
from inkstead.lib.refusals import Refused


class Command(BaseCommand):
    help = "Pen names that came with an archive: list those that nobody has taken up, or give one to its person."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("pen_name", nargs="?", metavar="PENNAME", help="the one that came with the archive")
        parser.add_argument("--to", metavar="PENNAME", help="a pen name of the person whose it is")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["pen_name"] is None:
            self._list(as_json=options["json"])
            return
        if options["to"] is None:
            raise CommandError("Say to whom with --to PENNAME.")
        name = find_author(options["pen_name"])
        unclaimed = Unclaimed.objects.filter(pen_name=name).first()
        if unclaimed is None:
            raise Refused(f"“{name.name}” has its person already.", code="conflict")
        grant(unclaimed, to=find_author(options["to"]).user)
        line = f"“{name.name}” is theirs now."
        self.stdout.write(json.dumps({"pen_name": name.name}, ensure_ascii=False) if options["json"] else line)

    def _list(self, *, as_json: bool) -> None:
        rows = Unclaimed.objects.order_by("pen_name__name").values_list("pen_name__name", "site", "email_digest")
        told = [{"pen_name": name, "site": site, "has_address": bool(digest)} for name, site, digest in rows]
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for one in told:
            self.stdout.write(f"{one['pen_name']}  ({one['site']}{'' if one['has_address'] else ', no address'})")
        self.stdout.write(f"{len(told):,} pen names wait for their persons.")
