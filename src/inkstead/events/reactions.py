"""Who reacts to what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from inkstead.events.facts import Fact

Handler = TypeVar("Handler", bound=Callable[[Any], None])
LATER = -20  # the priority of what takes long and nobody waits for: it comes after search and all notices
ATTEMPTS = 10  # about 17 minutes of trying; until then the story's later facts wait for this handler


@dataclass(frozen=True)
class Reaction:
    name: str
    function: Callable[[Any], None]
    facts: tuple[type[Fact], ...]
    queue: str
    priority: int
    max_attempts: int

    def lane(self, story_id: int | None) -> str:
        """What may not overtake each other: the facts of one story, for one handler."""
        return self.name if story_id is None else f"{self.name}/story:{story_id}"


reactions: dict[str, Reaction] = {}
_at_once: dict[type[Fact], list[Callable[[Any], None]]] = {}


def on(
    *facts: type[Fact], queue: str = "default", priority: int = 0, max_attempts: int = ATTEMPTS
) -> Callable[[Handler], Handler]:
    """Run the function after every such fact: after commit, at least once, in order per story. It may be repeated.

    Those of a higher `priority` (-100 to 100) go first, whichever fact they belong to.
    """
    if not facts:
        raise TypeError("@on needs at least one fact, as in @on(PartPublished).")

    def register(function: Handler) -> Handler:
        name = f"{function.__module__.removeprefix('inkstead.').removesuffix('.handlers')}.{function.__name__}"
        reactions[name] = Reaction(name, function, facts, queue, priority, max_attempts)
        return function

    return register


def reactions_to(fact: type[Fact]) -> list[Reaction]:
    return [reaction for reaction in reactions.values() if fact in reaction.facts]


def at_once(*facts: type[Fact]) -> Callable[[Handler], Handler]:
    """Run the function within the transaction of every such fact: for what nobody may see a moment longer, such as the
    words of a withdrawn part in search. It must be quick, and change rows of its own app only."""

    def register(function: Handler) -> Handler:
        for fact in facts:
            _at_once.setdefault(fact, []).append(function)
        return function

    return register


def react_at_once(fact: Fact) -> None:
    for function in _at_once.get(type(fact), ()):
        function(fact)
