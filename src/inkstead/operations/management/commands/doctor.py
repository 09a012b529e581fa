from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inkstead.discovery.actions import mend_index
from inkstead.operations.doctor import examine
from inkstead.tagkeeping.actions import mend_tags


class Command(BaseCommand):
    help = "Examine database, disk, jobs and ids; exit 1 when something needs care."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mend", action="store_true", help="first make what search looks in anew")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["mend"]:
            mend_tags()
            mend_index(everything=True)
        findings = examine()
        if options["json"]:
            print(json.dumps({"findings": [asdict(finding) for finding in findings]}))
        else:
            for finding in findings:
                print(f"{'well ' if finding.ok else 'CARE '} {finding.check}: {finding.text}")
        if not all(finding.ok for finding in findings):
            sys.exit(1)
