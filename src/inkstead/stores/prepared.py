"""Queries that are asked with every request: their SQL is made once, and then only values change.

Django builds the SQL of a query anew each time, which for `visible_to` costs many times what the database needs to
answer it. The query is still written as a queryset, in one place:

    part_for = Prepared(lambda part, user: Part.objects.visible_to(User(pk=user)).filter(pk=part), int, int)
    part_for.one(12, 7)

Of the type `Ids` is any number of ids, for `OneOf`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from inkstead.stores.ids import Ids, written

Row = TypeVar("Row", bound=Model)

# Stand in for the values while the SQL is made, and are looked for among its parameters.
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda place: 7_309_000_000_000_000_000 + place,
    str: lambda place: f"\x00{place}\x00",
    Ids: lambda place: f"\x00{place}\x00",
}


ID_LIMIT = 2**63


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    parameters: tuple[Any, ...]
    slots: tuple[tuple[int, int], ...]  # which parameter is which value
    model: Any
    names: list[str]
    columns: slice
    converters: tuple[tuple[int, list[Any], Any], ...]
    populators: Sequence[Any]


def _fit(values: Sequence[Any]) -> bool:
    """Numbers in addresses can be longer than any id; the stores would fail on them, and Django finds nothing."""
    return all(-ID_LIMIT <= value < ID_LIMIT for value in values if type(value) is int)


class Prepared(Generic[Row]):
    """`build` makes the queryset from values of these types. It may depend on them only as parameters of the SQL:
    a value that decides which conditions there are would be decided once and for all."""

    def __init__(self, build: Callable[..., QuerySet[Row, Any]], *types: type) -> None:
        self._build = build
        self._types = types
        self._made: dict[str, Statement] = {}

    def one(self, *values: Any) -> Row | None:
        """The first row, or None."""
        if not _fit(values):
            return None
        made, parameters = self._filled(values)
        with connection.cursor() as cursor:
            cursor.execute(made.sql, parameters)
            found = cursor.fetchone()
        return None if found is None else self._row(made, found)

    def all(self, *values: Any) -> list[tuple[Any, ...]]:
        """Every row of a `values_list`; none, and nothing is asked, where a list of ids is empty."""
        if not _fit(values) or any(not value for value, kind in zip(values, self._types, strict=True) if kind is Ids):
            return []
        made, parameters = self._filled(values)
        with connection.cursor() as cursor:
            cursor.execute(made.sql, parameters)
            rows = [list(row) for row in cursor.fetchall()]
        for place, converters, expression in made.converters:
            for convert in converters:
                for row in rows:
                    if row[place] is not None:
                        row[place] = convert(row[place], expression, connection)
        return [tuple(row) for row in rows]

    def _filled(self, values: Sequence[Any]) -> tuple[Statement, list[Any]]:
        made = self._made.get(connection.vendor) or self._made.setdefault(connection.vendor, self._make())
        parameters = list(made.parameters)
        for place, which in made.slots:
            parameters[place] = written(values[which]) if self._types[which] is Ids else values[which]
        return made, parameters

    def _row(self, made: Statement, found: Sequence[Any]) -> Row:
        values = list(found)
        for place, converters, expression in made.converters:
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        row: Row = made.model.from_db(connection.alias, made.names, values[made.columns])
        for populator in made.populators:
            populator.populate(values, row)
        return row

    def _make(self) -> Statement:
        stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(self._types)]
        compiler = self._build(*stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        slots = [(at, stand_ins.index(value)) for at, value in enumerate(parameters) if value in stand_ins]
        if {which for _, which in slots} != set(range(len(stand_ins))):
            raise TypeError(f"A value of this query is no parameter of its SQL: {sql}")
        info = compiler.klass_info or {"select_fields": [], "model": None}  # none for values
        fields = info["select_fields"]
        columns = slice(fields[0], fields[-1] + 1) if fields else slice(0)
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return Statement(
            sql=sql,
            parameters=tuple(parameters),
            slots=tuple(slots),
            model=info["model"],
            names=[column[0].target.attname for column in compiler.select[columns]],
            columns=columns,
            converters=tuple((place, list(found), column) for place, (found, column) in converters.items()),
            populators=get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]
            if fields
            else (),  # the stubs know a later Django
        )
