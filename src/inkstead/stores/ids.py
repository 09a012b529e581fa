"""Many ids in a question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Lookup


class Ids:
    """Stands for a list of ids among the types of a prepared query."""


class OneOf(Lookup[Any]):
    """`rows.filter(OneOf("pk", ids))`: as `pk__in`, but all ids are one parameter. Django takes some four microseconds
    for each parameter of its own, and search asks about thousands."""

    prepare_rhs = False

    def __init__(self, column: str | F, ids: Iterable[int] | str) -> None:
        """`ids` as text are those that `written` has written already."""
        super().__init__(
            F(column) if isinstance(column, str) else column, ids if isinstance(ids, str) else written(ids)
        )

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, values = self._column(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", (*values, self.rhs)  # noqa: S608 - a column of ours

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, values = self._column(compiler, connection)
        return f"{column} = ANY(%s::bigint[])", (*values, self.rhs)

    def _column(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if self.rhs in EMPTY:
            raise EmptyResultSet  # nothing need be asked
        column: tuple[str, Any] = self.process_lhs(compiler, connection)
        return column


EMPTY = ("[]", "{}")


def written(ids: Iterable[int]) -> str:
    """As the database reads them. PostgreSQL's driver would look at each number to find out what kind of list it is."""
    if connection.vendor == "postgresql":
        return f"{{{','.join(map(str, ids))}}}"
    return json.dumps(list(ids), separators=(",", ":"))
