"""Asking the index. The two databases are asked in their own languages and find the same.

Every word that is put into an expression was cut by `lib.words` or made by `wording`: letters, digits and our own
marks, never a quotation mark or an operator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from inkstead.discovery.asking import Term
from inkstead.discovery.models import IndexedStory

# So many of the newest are looked at; ordering all that hold a common word would take as long as the library is large.
MOST_STORIES, MOST_PARTS = 1000, 600


@dataclass(frozen=True, slots=True)
class Sought:
    """Terms that must all be there, terms of which none may be, and what is filtered by: one of each group, none of the
    last."""

    terms: tuple[Term, ...]
    no_terms: tuple[Term, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    no_facets: tuple[str, ...] = ()


def matching_stories(sought: Sought, most: int = MOST_STORIES) -> RawSQL:
    """Ids of stories that hold all terms themselves, newest first."""
    return _select("story", _expression(sought, in_parts=False), most)


def matching_parts(sought: Sought, most: int = MOST_PARTS) -> RawSQL:
    """Ids of parts that hold a term, and whose story holds the others, newest first."""
    return _select("part", _expression(sought, in_parts=True), most)


def any_story_has(word: str) -> bool:
    found = _select("story", _expression(Sought((Term((word,)),)), in_parts=False), 1)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.params)
        return cursor.fetchone() is not None


def is_part_found(part_id: int, word: str) -> bool:
    """Whether this very part is found by a word."""
    if connection.vendor == "postgresql":
        sql = "SELECT 1 FROM discovery_indexedpart WHERE part_id = %s AND vector @@ %s::tsquery"
    else:
        sql = "SELECT 1 FROM discovery_part_words WHERE rowid = %s AND discovery_part_words MATCH %s"
    with connection.cursor() as cursor:
        cursor.execute(sql, [part_id, _facet(word)])
        return cursor.fetchone() is not None


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


def _ending(term: Term) -> str:
    return "" if term.starts else r"(\s|$)"


def holds(words: str, term: Term) -> bool:
    """Whether indexed words hold a run of words. PostgreSQL's index keeps no places, so runs are looked for here."""
    padded = f" {words} ".replace("\n", " ")
    return f" {term}".rstrip("*") in padded if term.starts else f" {term} " in padded


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


def _sqlite(term: Term, mark: str = "") -> str:
    return f'"{" ".join(mark + word for word in term.words)}"' + (" *" if term.starts else "")


def _postgres(term: Term, mark: str = "") -> str:
    ends = [""] * (len(term.words) - 1) + [":*" if term.starts else ""]
    return f"({' & '.join(f'{chr(39)}{mark}{word}{chr(39)}{end}' for word, end in zip(term.words, ends, strict=True))})"
