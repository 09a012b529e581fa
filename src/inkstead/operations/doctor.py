"""Looks for what could hurt later, and says what to do about it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Max

from inkstead.background.models import Job
from inkstead.discovery.actions import examine_index
from inkstead.events.models import FactRow
from inkstead.exchange.caged import pandoc
from inkstead.lib.cage.walls import standing
from inkstead.lib.languages import language_name
from inkstead.reading.models import Read
from inkstead.stories.models import NetworkDay, Part, Story
from inkstead.stories.share_image.fonts import lacks_letters
from inkstead.tagkeeping.actions import examine_tags

LOW_DISK = 1024**3  # bytes
OLDEST_SQLITE = (3, 35)  # the first that answers with what it wrote (RETURNING): reads are counted with that
ID_HEADROOM = 2**62
TITLES = 5  # of a language, of which one that can be set is enough
MANY = 50  # readers on a day, of whom some should come from somewhere else


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    ok: bool
    text: str


def examine() -> list[Finding]:
    return [finding for check in CHECKS for finding in check()]


def _database() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        yield Finding("database", True, f"{connection.vendor} answers.")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        answer = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        durable = cursor.fetchone()[0] >= 2
    yield Finding(
        "database", answer == "ok", "The file is sound." if answer == "ok" else f"The file is damaged: {answer}."
    )
    yield Finding(
        "durability", durable, "Every commit reaches the disk." if durable else "Commits can be lost in a power cut."
    )


def _sqlite() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        yield sqlite_finding(sqlite3.sqlite_version_info)


def sqlite_finding(version: tuple[int, ...]) -> Finding:
    named, least = ".".join(map(str, version)), ".".join(map(str, OLDEST_SQLITE))
    if version >= OLDEST_SQLITE:
        return Finding("sqlite", True, f"SQLite {named} knows everything that is asked of it.")
    care = f"SQLite {named} is too old: reads are not counted before {least}. Use a Python that brings a newer one."
    return Finding("sqlite", False, care)


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    text = f"{free / 1024**3:.1f} GiB free in {settings.DATA}."
    yield Finding("disk", free > LOW_DISK, text if free > LOW_DISK else text + " Make room soon.")


def _files() -> Iterator[Finding]:
    bucket = settings.STORAGES["default"]["OPTIONS"].get("bucket_name")
    if not bucket:
        return
    try:
        default_storage.listdir("covers")
    except Exception as error:  # whatever a network has
        yield Finding("files", False, f"The bucket “{bucket}” does not answer: {error}")
    else:
        yield Finding("files", True, f"Files are kept in the bucket “{bucket}”.")


def _jobs() -> Iterator[Finding]:
    failed = Job.objects.filter(state="failed").count()
    yield Finding(
        "jobs", not failed, f"{failed} background jobs were given up." if failed else "No background job was given up."
    )


def _ids() -> Iterator[Finding]:
    largest = max(model.objects.aggregate(most=Max("pk"))["most"] or 0 for model in (Read, Part, FactRow, Job))
    yield Finding("ids", largest < ID_HEADROOM, f"The largest id is {largest:,}; there is room for 9.2 quintillion.")


def _mail() -> Iterator[Finding]:
    text = (
        f"Mail goes through {settings.EMAIL_HOST}."
        if settings.EMAIL_HOST
        else f"Mail is written to files in {settings.EMAIL_FILE_PATH}."
    )
    yield Finding("mail", True, text)


def _cage() -> Iterator[Finding]:
    missing = standing().missing
    here = "Uploads are read in a process without files, network or other programs."
    text = f"Uploads are read in a process of their own, but this system cannot keep it from: {', '.join(missing)}."
    yield Finding("cage", not missing, text if missing else here)


def _pandoc() -> Iterator[Finding]:
    """Not having it is a choice, so it is no fault."""
    path = pandoc.program()
    memory = pandoc.MEMORY // 1024**2
    there = f"Texts as .odt and .rtf come in through {path}, in a cage of its own with {memory} MB to write to."
    absent = "Texts as .odt and .rtf cannot come in: `pip install 'inkstead[convert]'` brings pandoc."
    yield Finding("pandoc", True, there if path else absent)


def _search() -> Iterator[Finding]:
    wrong = examine_index()
    if wrong.is_right:
        yield Finding("search", True, "Search knows every public story and part, and nothing else.")
        return
    told = [
        f"{wrong.missing_stories + wrong.missing_parts} public stories and parts are not found"
        if wrong.missing_stories + wrong.missing_parts
        else "",
        f"{wrong.old_stories + wrong.old_parts} are kept that are not public or were rewritten"
        if wrong.old_stories + wrong.old_parts
        else "",
        "its tables do not hold what they should" if wrong.broken else "",
    ]
    said = ", ".join(filter(None, told))
    yield Finding("search", False, f"Search: {said}. `inkstead doctor --mend` puts it right.")


def _tags() -> Iterator[Finding]:
    wrong = examine_tags()
    if wrong:
        care = f"{wrong} tags are found under others than their links say. `inkstead doctor --mend` puts it right."
        yield Finding("tags", False, care)
    else:
        yield Finding("tags", True, "Every tag is found under those that its links and spellings say.")


def _fonts() -> Iterator[Finding]:
    """Covers and pictures of links are drawn with what this machine has. Of a language the newest titles are tried."""
    listed = Story.objects.listed()
    languages = listed.order_by("language").values_list("language", flat=True).distinct()
    newest = {one: listed.filter(language=one).order_by("-pk").values_list("title", flat=True) for one in languages}
    lacking = [language_name(one) for one, titles in newest.items() if all(map(lacks_letters, titles[:TITLES]))]
    if not lacking:
        yield Finding("fonts", True, "Titles in all languages of the stories here can be drawn on covers.")
        return
    care = (
        f"No font here has the letters of stories in: {', '.join(lacking)}. Their covers and the pictures of links to "
        "them show no title. Debian has the letters of most scripts in fonts-noto-core, Chinese, Japanese and Korean "
        "in fonts-noto-cjk."
    )
    yield Finding("fonts", False, care)


def _networks() -> Iterator[Finding]:
    """Behind a proxy whose word is not taken, everybody seems to come from it: rankings would count one reader."""
    seen = NetworkDay.objects.filter(what=NetworkDay.READ)
    for day in seen.order_by("-day").values_list("day", flat=True).distinct()[:2]:
        readers = Read.objects.filter(day=day).order_by().values("reader").distinct()[:MANY].count()
        networks = seen.filter(day=day).order_by().values("network").distinct()[:2].count()
        if readers >= MANY and networks < 2:
            care = (
                f"All readers of {day} came from one network, so rankings count them as one. Name the proxy in front "
                "in INKSTEAD_TRUSTED_PROXIES, or, where they do share an address, their network in "
                "INKSTEAD_SHARED_NETWORKS."
            )
            yield Finding("networks", False, care)
            return
    yield Finding("networks", True, "Readers are told apart by their networks, as far as there are many.")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    *(_database, _sqlite, _disk, _files, _jobs, _ids, _mail, _cage, _pandoc, _search, _tags, _fonts, _networks),
)
