"""Small templates compiled to string joining, for what is written often: the holes of a page, the rows of its lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import escape
from operator import attrgetter
from typing import Any

from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

_EDGE = "\x01"  # no text of a writer contains it: control characters are taken out of everything that is saved


class Fragment:
    """A template that is rendered once for each set of flags; after that only its values change.

    `values` and `flags` are the template's variables, dotted where it has dots. A value is escaped unless it is safe
    already, and must be printed as it is, without filters. Some hundred times faster than rendering the template.
    """

    def __init__(self, template: str, *, values: tuple[str, ...] = (), flags: tuple[str, ...] = ()) -> None:
        self.template = template
        self.values = values
        self.flags = flags
        self._compiled = cache(self._compile)

    def _compile(self, flags: tuple[bool, ...]) -> tuple[str, ...]:
        context: dict[str, Any] = {}
        for name in self.values:
            _put(context, name, SafeString(f"{_EDGE}{name}{_EDGE}"))
        for name, value in zip(self.flags, flags, strict=True):
            if not (value and (name in context or name in self.values)):
                _put(context, name, value)
        return tuple(get_template(self.template).render(context).strip().split(_EDGE))

    def __call__(self, **given: object) -> str:
        """Keywords are the names with `__` for a dot."""
        known = {name.replace("__", "."): value for name, value in given.items()}
        pieces = list(self._compiled(tuple([bool(known[flag]) for flag in self.flags])))
        shown = {name: _shown(known[name]) for name in self.values if name in known}
        pieces[1::2] = [shown[name] for name in pieces[1::2]]
        return "".join(pieces)

    def each(self, items: Iterable[object]) -> SafeString:
        """One after another for rows whose attributes are the variables (`comment.id` asks a row for its `id`)."""
        return mark_safe("\n".join(self._rows(items)))  # noqa: S308 - values are escaped one by one

    def _rows(self, items: Iterable[object]) -> Iterator[str]:
        flags = [attrgetter(name.partition(".")[2]) for name in self.flags]
        for item in items:
            pieces = list(self._compiled(tuple(bool(ask(item)) for ask in flags)))
            for index in range(1, len(pieces), 2):
                pieces[index] = _shown(getattr(item, pieces[index].partition(".")[2]))
            yield "".join(pieces)


def _shown(value: object) -> str:
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return str(value) if kind in (int, SafeString) else conditional_escape(str(value))


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    """As Django escapes; the same few addresses, names and keys come again and again on a page."""
    return escape(text)


def _put(context: dict[str, Any], dotted: str, value: object) -> None:
    *path, last = dotted.split(".")
    for name in path:
        context = context.setdefault(name, {})
    context[last] = value
