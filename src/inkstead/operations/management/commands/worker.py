from __future__ import annotations

import argparse
import os
import signal
import threading
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.urls import reverse

from inkstead.background.schedule import Periodic
from inkstead.background.worker import Worker, run_waiting_jobs
from inkstead.events.following import follow_facts
from inkstead.lib import stamps
from inkstead.lib.processes import die_with_parent
from inkstead.operations import schedule
from inkstead.stores.valkey import follow_touches

BEHIND = 10  # a tenth of the processor where pages want all of it, and all of it where they want none


class Command(BaseCommand):
    help = "Run background jobs (`inkstead serve` starts one of these by itself)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, help="jobs at once (1 on SQLite, 2 on PostgreSQL)")
        parser.add_argument("--once", action="store_true", help="run what is waiting, then leave")
        parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["parent"]:
            die_with_parent(options["parent"])
            os.nice(BEHIND)  # on the machine of the pages, which go first
        if options["once"]:
            run_waiting_jobs()
            return
        # A worker killed between a commit and its news may be the one that we replace.
        stamps.current().touch_all()
        # The first address that is asked for brings all pages in: the first letter would wait for that.
        reverse("me")
        worker = Worker(threads=options["threads"] or settings.WORKER_THREADS, periodic=periodic())
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        stop = threading.Event()
        if settings.VALKEY_URL:
            follow_touches(stop)
        if connection.vendor == "postgresql":
            follow_facts(stop)
        worker.run()
        stop.set()


def periodic() -> Sequence[Periodic]:
    return schedule.SCHEDULE
