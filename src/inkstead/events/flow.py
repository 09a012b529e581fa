"""The flow of the program, for reading: each fact, what it touches, who reacts. `inkstead events` prints it."""

from __future__ import annotations

import dataclasses
import inspect
from dataclasses import dataclass
from typing import Any

from inkstead.events.facts import Fact, facts
from inkstead.events.reactions import reactions_to


@dataclass(frozen=True)
class Reacting:
    name: str
    does: str


@dataclass(frozen=True)
class Flow:
    fact: str
    app: str
    says: str
    fields: tuple[str, ...]
    touches: tuple[str, ...]
    reactions: tuple[Reacting, ...]


def flows() -> list[Flow]:
    return [_flow(fact) for fact in sorted(facts.values(), key=lambda fact: (fact.__module__, fact.name))]


def _flow(fact: type[Fact]) -> Flow:
    reacting = (Reacting(r.name, _first_line(r.function)) for r in reactions_to(fact))
    return Flow(
        fact=fact.name,
        app=fact.__module__.removeprefix("inkstead.").removesuffix(".events"),
        says=_first_line(fact) if _has_own_docstring(fact) else "",
        fields=tuple(field.name for field in dataclasses.fields(fact)),
        touches=_touches(fact),
        reactions=tuple(sorted(reacting, key=lambda r: r.name)),
    )


def _touches(fact: type[Fact]) -> tuple[str, ...]:
    """As patterns: a fact whose fields hold their own names, so that "part:345" reads "part:<part_id>"."""
    stand_ins: dict[str, Any] = {field.name: f"<{field.name}>" for field in dataclasses.fields(fact)}
    try:
        return fact(**stand_ins).touches()
    except Exception:  # a fact that calculates with its ids: its code must be read
        return ("…",)


def _has_own_docstring(fact: type[Fact]) -> bool:
    """dataclass writes a docstring that only repeats the fields."""
    return not (fact.__doc__ or "").startswith(f"{fact.__name__}(")


def _first_line(thing: Any) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]
