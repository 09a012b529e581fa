"""What happened, as a frozen dataclass of ids. Facts are saved as JSON: numbers, texts, booleans, None."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, Self

facts: dict[str, type[Fact]] = {}


@dataclasses.dataclass(frozen=True)
class Fact:
    """Past tense, in the app it happened in: `class PartPublished(Fact)` in stories/events.py.

    A field `story_id` puts all facts of a story in order: each handler sees them one after the other.
    """

    name: ClassVar[str]
    # What changed, as cached pages name it, with the fact's own fields: ("part:{part_id}", "library").
    touched: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.name = cls.__name__
        known = facts.setdefault(cls.name, cls)
        # dataclass(slots=True) makes the class a second time; anything else of that name is a mistake.
        if known.__module__ != cls.__module__:
            raise TypeError(f"There is a fact {cls.name} already, in {known.__module__}.")
        facts[cls.name] = cls

    def touches(self) -> tuple[str, ...]:
        """The names of what changed: ("part:345", "library")."""
        return tuple(pattern.format(**self.payload()) for pattern in self.touched)

    def payload(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Self:
        """A fact written by an older version may have fields too many; missing ones need a default in the class."""
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in payload.items() if name in known})
