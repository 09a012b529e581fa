from __future__ import annotations

import importlib
import os
from argparse import ArgumentTypeError
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections

from inkstead.operations.server import refuse_taken_port, serve
from inkstead.stores.preparing import prepare_database


class Command(BaseCommand):
    help = "Serve the site, with background work, until SIGTERM or Ctrl-C."
    prepares_database = False  # first the port: a database is not migrated for a server that cannot start

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (127.0.0.1)")
        parser.add_argument("--port", type=port_number, default=8000, help="port to listen at (8000)")
        parser.add_argument("--demo", action="store_true", help="fill an empty library with the demo stories")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        refuse_taken_port(host, port)
        prepare_database()
        if options["demo"] and not apps.get_model("stories", "Story")._default_manager.exists():
            importlib.import_module("inkstead.operations.demo").load_demo()
        # For the processes we start: addresses in pages and mail lead to where the site really is.
        os.environ.setdefault("INKSTEAD_BASE_URL", f"http://{_reachable(host)}:{port}")
        connections.close_all()
        self.stdout.write(greeting(host, port))
        self.stdout.flush()
        serve(host, port)


def port_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65_536):
        raise ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _reachable(host: str) -> str:
    """An address for people: a server that listens everywhere is nearest on its own machine."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def greeting(host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    return "\n".join(
        [
            f"Inkstead is at http://{shown}:{port}/ (Ctrl-C stops it).",
            f"Everything is kept in {settings.DATA}.",
            f"Mail {where_mail_goes()}.",
        ]
    )


def where_mail_goes() -> str:
    kind = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    match kind:
        case "filebased":
            return f"is written to files in {settings.EMAIL_FILE_PATH}"
        case "console":
            return "is printed here instead of being sent"
        case "smtp":
            return f"is sent through {settings.EMAIL_HOST}"
        case _:
            return f"goes through {settings.EMAIL_BACKEND}"
