"""What somebody may be typing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Exists, IntegerField, OuterRef, QuerySet, Subquery

from inkstead.accounts.models import PenName
from inkstead.discovery.asking import KINDS, WRITERS, as_on_keyboards
from inkstead.discovery.models import NameKind
from inkstead.discovery.wording import START_LENGTH
from inkstead.lib.slugs import slugify_tag, slugify_title
from inkstead.lib.words import WORD, fold, is_unspaced
from inkstead.stories.families import top_of
from inkstead.stories.models import Contributor, Role, Story, StoryTag, Tag

SHOWN = 8
LOOKED_AT = 40  # tags and writers that begin so, of which those with most stories are shown
STORIES = 64  # titles with a word that begins so; those that begin so themselves come first, then the newest
COUNTED = 100  # stories of a tag or a writer; of those with more the older one comes first
SHORTEST = 2
LAST = "\U0010ffff"
# A field that is being typed at the end of a query.
FIELD = re.compile(rf"""(?:^|(?<=\s))(?P<no>-?)(?P<name>{"|".join(["tag", *sorted(KINDS), *WRITERS])}):
    (?:"(?P<quoted>[^"]*)|(?P<plain>[^"\s]*))$""", re.IGNORECASE | re.VERBOSE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    kind: str
    label: str
    url: str
    stories: int


def suggestions(typed: str, among: QuerySet[Story] | None = None) -> list[Suggestion]:
    """Stories, writers and tags that begin so; of the first forty tags and writers those with most stories. Only of
    stories that everybody (and this reader, `among`) may find: the rows are asked."""
    typed = as_on_keyboards(typed[:200])
    field = FIELD.search(typed)
    begun = (field["quoted"] or field["plain"] or "") if field else typed
    start = " ".join(WORD.findall(fold(begun)))[:START_LENGTH]
    if len(start) < SHORTEST and not (start and is_unspaced(start)):
        return []
    listed = Story.objects.listed() if among is None else among
    if field:
        return _of_field(field, typed[: field.start()], start, listed)
    # The index counts what strangers may find.
    enough = SHOWN if among is None else LOOKED_AT
    found = [(kind, *one) for kind in (NameKind.TAG, NameKind.WRITER) for one in _most(kind, start, listed, enough)]
    return _named([*found, *((NameKind.STORY, pk, 1) for pk in _titles(start, listed))])


def _of_field(field: re.Match[str], before: str, start: str, listed: QuerySet[Story]) -> list[Suggestion]:
    """Tags or writers that the field may be about; each leads to the query with it."""
    name = field["name"].lower()
    kind = NameKind.WRITER if name in WRITERS else NameKind.TAG
    # Few of them may be of the kind, and many spellings of one tag.
    counted = _most(kind, start, listed, LOOKED_AT)
    rows: dict[int, Tag] | dict[int, PenName] = (
        Tag.objects.select_related("stands_for").in_bulk([pk for pk, _ in counted])
        if kind == NameKind.TAG
        else PenName.objects.filter(user__is_active=True).in_bulk([pk for pk, _ in counted])
    )
    shown: dict[str, Suggestion] = {}
    for pk, stories in counted:
        row = rows.get(pk)
        meant = top_of(row) if isinstance(row, Tag) else row
        if meant is None or (isinstance(meant, Tag) and name in KINDS and meant.kind != name):
            continue
        read = slugify_tag if isinstance(meant, Tag) else slugify_title
        value = meant.name if read(meant.name) == meant.slug and '"' not in meant.name else meant.slug
        piece = f"{field['no']}{name}:" + (f'"{value}"' if " " in value else value)
        address = "/search/?" + urlencode({"q": before + piece})
        shown.setdefault(piece, Suggestion(_kind(kind, meant), piece, address, stories))
    return list(shown.values())[:SHOWN]


def _most(kind: str, start: str, listed: QuerySet[Story], enough: int) -> list[tuple[int, int]]:
    """Tags or writers with the number of their stories, those with most first; those without any are left out. The
    index knows who comes first, and the rows are asked of as many as it takes."""
    met, counted = _met(kind, start), list[tuple[int, int]]()
    for first in range(0, len(met), enough):
        counted += _counted(kind, met[first : first + enough], listed)
        if len(counted) >= enough:
            break
    return sorted(counted, key=lambda one: (-one[1], one[0]))


def _counted(kind: str, targets: list[int], listed: QuerySet[Story]) -> list[tuple[int, int]]:
    carried: QuerySet[Any]
    if kind == NameKind.TAG:
        # Not `story__in`: a list of all stories would be made for each tag.
        carried = StoryTag.objects.filter(Exists(listed.filter(pk=OuterRef("story"))), tag=OuterRef("pk"))
        rows: QuerySet[Any] = Tag.objects.filter(pk__in=targets)
    else:
        carried = listed.filter(author=OuterRef("pk"))
        rows = PenName.objects.filter(pk__in=targets)
    rows = rows.annotate(number=_Count(carried.order_by().values("pk")[:COUNTED]))
    counted: list[tuple[int, int]] = list(rows.values_list("pk", "number"))
    if kind == NameKind.WRITER and (beside := [pk for pk, stories in counted if not stories]):
        helped = Contributor.objects.filter(pen_name__in=beside, role=Role.COAUTHOR, story__in=listed)
        counted += [(pk, 1) for pk in helped.values_list("pen_name", flat=True).distinct()]
    return [(pk, stories) for pk, stories in counted if stories]


def _titles(start: str, listed: QuerySet[Story]) -> list[int]:
    first, _, order = _along(start)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT target FROM discovery_indexedname"  # noqa: S608 - nothing of it was typed
            f" WHERE kind = %(kind)s AND {first} ORDER BY {order}, target LIMIT %(most)s",
            {**_bounds(start), "kind": str(NameKind.STORY), "most": STORIES},
        )
        near = [target for (target,) in cursor.fetchall()]
    titles = dict(listed.filter(pk__in=near).values_list("pk", "title"))
    whole = {pk for pk, title in titles.items() if " ".join(WORD.findall(fold(title))).startswith(start)}
    return sorted(titles, key=lambda pk: (pk not in whole, -pk))[:SHOWN]


class _Count(Subquery):
    """How many rows a subquery has, which may be cut off: a plain COUNT would count them all."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _met(kind: str, start: str) -> list[int]:
    """The first tags or writers that begin so, those with most stories in the index first. Each has a row for every
    story; from one to the next the index is entered anew, so that a million rows of one tag are passed in one step (a
    loose index scan)."""
    first, following, order = _along(start)
    names = "SELECT id FROM discovery_indexedname"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE met(id, number) AS (
                SELECT ({names} WHERE kind = %(kind)s AND {first} ORDER BY {order}, target LIMIT 1), 1
                UNION ALL
                SELECT COALESCE(
                    ({names} WHERE kind = %(kind)s AND starts = last.starts AND target > last.target
                     ORDER BY target LIMIT 1),
                    ({names} WHERE kind = %(kind)s AND {following}
                     ORDER BY {order}, target LIMIT 1)
                ), number + 1
                FROM met JOIN discovery_indexedname last ON last.id = met.id WHERE number < %(most)s
            ), counted AS (
                SELECT one.target, (SELECT COUNT(*) FROM (
                    SELECT 1 FROM discovery_indexedname other
                    WHERE other.kind = %(kind)s AND other.starts = one.starts AND other.target = one.target
                    LIMIT {COUNTED}
                ) each_story) AS stories FROM met JOIN discovery_indexedname one USING (id)
            )
            SELECT target FROM counted GROUP BY target ORDER BY MAX(stories) DESC, target
            """,  # noqa: S608 - nothing of it was typed
            {**_bounds(start), "kind": str(kind), "most": LOOKED_AT},
        )
        return [target for (target,) in cursor.fetchall()]


def _along(start: str) -> tuple[str, str, str]:
    """How an index is walked in the order of its bytes: what begins so, what comes after `last`, and the order."""
    if connection.vendor == "postgresql":
        first = "starts LIKE %(like)s"
        return first, f"starts ~>~ last.starts AND {first}", "starts USING ~<~"
    # SQLite begins its walk at one lower bound, so there is only one.
    return "starts >= %(start)s AND starts < %(end)s", "starts > last.starts AND starts < %(end)s", "starts"


def _bounds(start: str) -> dict[str, str]:
    like = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return {"start": start, "end": start + LAST, "like": like}


def _named(found: list[tuple[str, int, int]]) -> list[Suggestion]:
    ids = {kind: [target for other, target, _ in found if other == kind] for kind in NameKind.values}
    titles = Story.objects.listed().in_bulk(ids["story"])
    names = PenName.objects.filter(user__is_active=True).in_bulk(ids["writer"])
    tags = Tag.objects.select_related("stands_for").in_bulk(ids["tag"])
    rows: dict[str, dict[int, Story] | dict[int, PenName] | dict[int, Tag]]
    rows = {"story": titles, "writer": names, "tag": tags}
    shown: list[Suggestion] = []
    for kind in ("tag", "writer", "story"):
        most = SHOWN - len(shown) if kind == "story" else 2
        known = [(target, stories) for other, target, stories in found if other == kind and target in rows[kind]]
        shown += [
            Suggestion(_kind(kind, rows[kind][pk]), _label(rows[kind][pk]), _address(rows[kind][pk]), stories)
            for pk, stories in known[:most]
        ]
    return shown


def _label(row: Story | PenName | Tag) -> str:
    """A spelling says for what it stands."""
    return f"{row} → {row.stands_for}" if isinstance(row, Tag) and row.stands_for else str(row)


def _address(row: Story | PenName | Tag) -> str:
    return (top_of(row) if isinstance(row, Tag) else row).get_absolute_url()


def _kind(kind: str, row: object) -> str:
    return row.kind if isinstance(row, Tag) and row.kind != "freeform" else kind
