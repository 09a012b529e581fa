"""Asking the index. The two databases are asked in their own languages and find the same.

Every word that is put into an expression was cut by `lib.words` or made by `wording`: letters, digits and our own
marks, never a quotation mark or an operator.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from inkstead.discovery.asking import Term
from inkstead.discovery.models import IndexedStory
from inkstead.discovery.tables import PART_VECTOR
from inkstead.lib.words import prefix_mark

# So many of the newest are looked at; ordering all that hold a common word would take as long as the library is large.
MOST_STORIES, MOST_PARTS = 1000, 600
# The newest parts are asked before all others, by the high bits of their ids, of which PostgreSQL's index keeps marks.
# Where a word that must not be there is nearly everywhere, few of many are enough.
BLOCKS = ((".k", 12, MOST_PARTS), (".m", 16, 60))


SQLITE_PARTS = "SELECT rowid FROM discovery_part_words WHERE discovery_part_words MATCH %s"


@dataclass(frozen=True, slots=True)
class Sought:
    """Terms that must all be there, terms of which none may be, and what is filtered by: one of each group, none of the
    last."""

    terms: tuple[Term, ...]
    no_terms: tuple[Term, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    no_facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matches:
    """Ids, newest first, and whether there are no others."""

    ids: list[int]
    is_all: bool


def matching_stories(sought: Sought, most: int = MOST_STORIES) -> Matches:
    """Stories that hold all terms themselves."""
    found = _select("story", _expression(sought, in_parts=False), most)
    ids = _ids(found.sql, found.params)
    return Matches(ids, is_all=len(ids) < most)


def matching_parts(sought: Sought, most: int = MOST_PARTS) -> Matches:
    """Parts that hold a term, and whose story holds the others."""
    if connection.vendor == "postgresql":
        return _newest_parts(sought, most)
    expression = _expression(sought, in_parts=True)
    # Backwards until there are enough: that would be all parts where nearly each holds a word that must not be there.
    for first, enough in _beginnings() if sought.no_terms and most == MOST_PARTS else ():
        ids = _ids(f"{SQLITE_PARTS} AND rowid >= %s ORDER BY rowid DESC LIMIT {most}", [expression, first])
        if len(ids) >= enough:
            return Matches(ids, is_all=False)
    ids = _ids(f"{SQLITE_PARTS} ORDER BY rowid DESC LIMIT {most}", [expression])
    return Matches(ids, is_all=len(ids) < most)


def any_story_has(word: str) -> bool:
    found = _select("story", _expression(Sought((Term((word,)),)), in_parts=False), None)
    sql = f"{found.sql} LIMIT 1"
    if connection.vendor == "postgresql":
        # Of one row alone it thinks that walking through all stories finds it soon, also where none has the word.
        sql = f"WITH found AS MATERIALIZED ({found.sql}) SELECT * FROM found LIMIT 1"  # noqa: S608 - as `_select` made it
    return bool(_ids(sql, found.params))


def is_part_found(part_id: int, word: str) -> bool:
    """Whether this very part is found by a word."""
    if connection.vendor == "postgresql":
        sql = f"SELECT 1 FROM discovery_indexedpart WHERE part_id = %s AND {PART_VECTOR} @@ %s::tsquery"  # noqa: S608
    else:
        sql = "SELECT 1 FROM discovery_part_words WHERE rowid = %s AND discovery_part_words MATCH %s"
    return bool(_ids(sql, [part_id, _facet(word)]))


def stories_with(facet: str) -> RawSQL:
    """All that are filtered by this."""
    return _select("story", _facet(facet), None)


def says_any(terms: Sequence[Term]) -> Q:
    """Of stories: those that hold one of these themselves. SQLite lists all that do, which it is quick at; PostgreSQL
    asks each story that is looked at, and looks for a run of words in the row, as its index has no places."""
    if connection.vendor != "postgresql":
        return Q(pk__in=_select("story", _any_of([_sqlite(term) for term in terms]), None))
    each = " OR ".join(["vector @@ %s::tsquery AND words ~ %s"] * len(terms))
    values = [value for term in terms for value in (_postgres(term), rf"(^|\s){term}".rstrip("*") + _ending(term))]
    said = RawSQL(f"({each})", values, BooleanField())  # noqa: S611
    return Q(Exists(IndexedStory.objects.filter(said, story=OuterRef("pk"))))


def _newest_parts(sought: Sought, most: int) -> Matches:
    """PostgreSQL finds all that match before it can order them, so it is asked step by step."""
    for narrowed, enough in _steps(sought, most):
        ids = _ids("SELECT discovery_newest_parts(%s::tsquery, %s)", [narrowed, most])
        if len(ids) >= enough:
            return Matches(_where_runs_stand(ids, sought), is_all=False)
    return Matches(_where_runs_stand(ids, sought), is_all=True)


def _steps(sought: Sought, most: int) -> Iterator[tuple[str, int]]:
    """Expressions for the newest parts, for more of them, for all, and how many must be found to go no further. Of
    blocks of ids the last two are asked, since the very last one has only begun."""
    expression = _expression(sought, in_parts=True)
    for mark, _, last, enough in _newest_blocks():
        narrowed = f"({expression}) & ('{mark}{last}' | '{mark}{last - 1}')"
        yield narrowed, enough if sought.no_terms and most == MOST_PARTS else most
    yield expression, most


def _beginnings() -> Iterator[tuple[int, int]]:
    """The first ids of the newest parts and of more of them, with how many must be found to go no further."""
    for _, bits, last, enough in _newest_blocks():
        yield (last - 1) << bits, enough


def _newest_blocks() -> Iterator[tuple[str, int, int, int]]:
    """Of each size of blocks the mark, the bits of an id that are inside, the last block, and how many are enough."""
    for newest in _ids("SELECT part_id FROM discovery_indexedpart ORDER BY part_id DESC LIMIT 1", []):
        for mark, bits, enough in BLOCKS:
            if (last := newest >> bits) > 1:
                yield mark, bits, last, enough


def _where_runs_stand(ids: list[int], sought: Sought) -> list[int]:
    """Its index has no places either. A run may stand in the part or in what its story says of itself, and one term at
    least must stand in the part."""
    if not ids or all(len(term.words) == 1 for term in (*sought.terms, *sought.no_terms)):
        return ids

    values: list[Any] = [ids]

    def stands(term: Term, mark: str = "") -> str:
        values.append(" " + " ".join(mark + word for word in term.words) + ("" if term.starts else " "))
        return "strpos(words, %s) > 0"

    def anywhere(term: Term) -> str:
        return f"({stands(term)} OR {stands(term, '_')})"

    told = [anywhere(term) for term in sought.terms]
    told.append(f"({' OR '.join(stands(term) for term in sought.terms)})")
    told += [f"NOT {anywhere(term)}" for term in sought.no_terms]
    words = "' ' || replace(convert_from(packed, 'UTF8'), E'\\n', ' ') || ' '"
    rows = f"SELECT part_id, {words} AS words FROM discovery_indexedpart WHERE part_id = ANY(%s)"  # noqa: S608
    return _ids(
        f"WITH rows AS MATERIALIZED ({rows}) SELECT part_id FROM rows WHERE {' AND '.join(told)} ORDER BY part_id DESC",  # noqa: S608
        values,
    )


def _ids(sql: str, values: Sequence[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _ending(term: Term) -> str:
    return "" if term.starts else r"(\s|$)"


def padded(words: str) -> str:
    """Indexed words as `spelt` terms are looked for in them."""
    return f" {words} ".replace("\n", " ")


def spelt(term: Term) -> str:
    return f" {' '.join(term.words)}{'' if term.starts else ' '}"


def holds(words: str, term: Term) -> bool:
    """Whether indexed words hold a run of words. PostgreSQL's index keeps no places, so runs are looked for here."""
    return spelt(term) in padded(words)


def _select(of: str, expression: str, most: int | None) -> RawSQL:
    if connection.vendor == "postgresql":
        sql = f"SELECT {of}_id FROM discovery_indexed{of} WHERE vector @@ %s::tsquery"  # noqa: S608
        order = f" ORDER BY {of}_id DESC"
    else:
        sql = f"SELECT rowid FROM discovery_{of}_words WHERE discovery_{of}_words MATCH %s"  # noqa: S608
        order = " ORDER BY rowid DESC"
    return RawSQL(sql + (f"{order} LIMIT {most}" if most else ""), [expression], BigIntegerField())  # noqa: S611


def _expression(sought: Sought, *, in_parts: bool) -> str:
    is_postgres = connection.vendor == "postgresql"
    write = _postgres if is_postgres else _sqlite
    # Of one term alone the part itself must hold it: asking for the story's words too would only take time.
    of_story = in_parts and len(sought.terms) > 1
    must = [_any_of([write(term), *([write(term, "_")] if of_story else [])]) for term in sought.terms]
    if of_story:
        must.append(_any_of([write(term) for term in sought.terms]))
    must += [_any_of([_facet(facet) for facet in group]) for group in sought.groups]
    # A run of words cannot be excluded by an index without places: PostgreSQL's findings are looked through afterwards.
    no_terms = [term for term in sought.no_terms if not is_postgres or len(term.words) == 1]
    never = [written for term in no_terms for written in (write(term), *([write(term, "_")] if in_parts else []))]
    never += [_facet(facet) for facet in sought.no_facets]
    if is_postgres:
        return " & ".join([*must, *(f"!{one}" for one in never)])
    joined = " AND ".join(must)
    return f"({joined}) NOT {_any_of(never)}" if never else joined


def _any_of(written: Sequence[str]) -> str:
    return f"({(' | ' if connection.vendor == 'postgresql' else ' OR ').join(written)})"


def _facet(facet: str) -> str:
    return f"'{facet}'" if connection.vendor == "postgresql" else f'"{facet}"'


def _prefix(term: Term, mark: str) -> str:
    """What the index keeps of all words that begin so; empty of a beginning that is longer."""
    kept = prefix_mark(mark + term.words[-1])
    return kept if term.starts and len(term.words) == 1 and kept == f".p{mark}{term.words[0]}" else ""


def _sqlite(term: Term, mark: str = "") -> str:
    if prefix := _prefix(term, mark):
        return _facet(prefix)
    return f'"{" ".join(mark + word for word in term.words)}"' + (" *" if term.starts else "")


def _postgres(term: Term, mark: str = "") -> str:
    if prefix := _prefix(term, mark):
        return _facet(prefix)
    ends = [""] * (len(term.words) - 1) + [":*" if term.starts else ""]
    return f"({' & '.join(f'{chr(39)}{mark}{word}{chr(39)}{end}' for word, end in zip(term.words, ends, strict=True))})"
