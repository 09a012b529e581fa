"""`inkstead token create`: a key for programs, shown once."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inkstead.accounts import actions
from inkstead.accounts.models import PenName
from inkstead.accounts.names import slug_of


class Command(BaseCommand):
    help = "Create a token with which a program acts as a pen name."

    def add_arguments(self, parser: CommandParser) -> None:
        create = parser.add_subparsers(dest="what", required=True).add_parser("create", help="create a token")
        create.add_argument("pen_name", metavar="PENNAME")
        create.add_argument("--name", required=True, help="what it is for")
        create.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        pen_name = PenName.objects.select_related("user").filter(slug=slug_of(options["pen_name"])).first()
        if pen_name is None:
            raise CommandError(f"There is no pen name “{options['pen_name']}”.")
        token = actions.create_token(pen_name.user, pen_name, options["name"])
        if options["json"]:
            self.stdout.write(json.dumps({"token": token}))
        else:
            self.stdout.write(f"{token}\nThis token is shown only now. Keep it like a password.")
