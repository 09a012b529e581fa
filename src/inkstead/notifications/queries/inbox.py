"""The inbox: newest first, page by page, what belongs together in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core import signing
from django.db.models import Q
from django.utils.dateparse import parse_datetime

from inkstead.accounts.models import User
from inkstead.lib.refusals import Refused
from inkstead.notifications.models import Notice
from inkstead.notifications.queries.sentences import Told, sentences

PAGE = 30
COUNTED = 99  # more are "99+": nobody counts a hundred thousand for every page
LATELY = 200  # among so many of the newest is the highest id
SALT = "inbox"


@dataclass(slots=True)
class Line:
    """One notice, or several of a kind about one story that follow each other."""

    kind: str
    at: datetime
    told: Told
    ids: list[int]
    is_new: bool
    others: list[Told] = field(default_factory=list)  # the rest of a group
    group: tuple[object, ...] = ()

    @property
    def url(self) -> str:
        """Whoever opens a line has read all of it."""
        rest = ",".join(map(str, self.ids[1:]))
        return f"/me/notices/{self.ids[0]}/" + (f"?with={rest}" if rest else "")

    @property
    def many(self) -> int:
        return 1 + len(self.others)


@dataclass(frozen=True, slots=True)
class Inbox:
    lines: Sequence[Line]
    next: str  # cursor, empty on the last page
    newest: int  # the highest id that is shown: what "all read" means


def inbox_page(reader: User, *, cursor: str = "", only_new: bool = False, size: int = PAGE) -> Inbox:
    rows = Notice.objects.shown_to(reader)
    # By the index of the inbox; its order by time is that of the ids but for what is counted, which comes up again.
    newest = max(rows.order_by("-at", "-pk").values_list("pk", flat=True)[:LATELY], default=0)
    if only_new:
        rows = rows.unread()
    if cursor:
        at, pk = _opened(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    found = list(rows.order_by("-at", "-pk")[: size + 1])
    shown = found[:size]
    following = signing.dumps([shown[-1].at.isoformat(), shown[-1].pk], salt=SALT) if found[size:] else ""
    return Inbox(_lines(shown, sentences(shown, reader)), following, newest)


def unread_count(reader: User) -> int:
    """100 stands for "more than 99"."""
    return Notice.objects.shown_to(reader).unread()[: COUNTED + 1].count()


def _lines(rows: Sequence[Notice], told: dict[int, Told]) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        sentence = told.get(row.pk)
        if sentence is None:
            continue
        group = _group(row)
        if lines and group and lines[-1].group == group:
            lines[-1].others.append(sentence)
            lines[-1].ids.append(row.pk)
        else:
            lines.append(Line(row.kind, row.at, sentence, [row.pk], row.read_at is None, group=group))
    return lines


def _group(row: Notice) -> tuple[object, ...]:
    """New parts of a story that came together are one line; so are comments on a part. Read and new ones stay apart."""
    about = row.story_id if row.kind in ("part", "version") else row.part_id
    return (row.kind, about, row.read_at is None) if row.kind in ("part", "version", "comment") else ()


def _opened(cursor: str) -> tuple[datetime, int]:
    try:
        at, pk = signing.loads(cursor, salt=SALT)
        moment = parse_datetime(at)
    except (signing.BadSignature, ValueError, TypeError):
        moment, pk = None, 0
    if moment is None:
        raise Refused("This page of the inbox does not exist.", code="bad_cursor", fields={"cursor": "Unknown."})
    return moment, pk
