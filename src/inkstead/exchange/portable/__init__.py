"""Everything of a pen name in one zip, so that its writer can leave, and another Inkstead can take it in; and in a zip
of its own what somebody keeps as a reader, which belongs to no name.

What other apps add of a story – its figures – is registered with `adds_to_archive`, and what they keep for a person
with `adds_to_account`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from inkstead.accounts.models import User
from inkstead.stories.models import Story

# Names of files in a story's folder, and what stands in them in pieces.
Section = Callable[[Story], Iterator[tuple[str, Iterator[bytes]]]]
_sections: list[Section] = []


def adds_to_archive(function: Section) -> Section:
    """Registers what another app keeps of a story that belongs to its author."""
    _sections.append(function)
    return function


def sections() -> list[Section]:
    return list(_sections)


Rows = Iterable[dict[str, Any]]


Whose = TypeVar("Whose")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Whose]):
    """A list that an archive holds, of a name or of a person: its file, what README says of it, and its rows."""

    name: str
    says: str
    rows: Callable[[Whose], Rows]


_kept: list[Kept[User]] = []


def adds_to_account(name: str, says: str) -> Callable[[Callable[[User], Rows]], Callable[[User], Rows]]:
    """Registers what another app keeps for a person. Nobody else's words, and no address of anybody."""

    def added(rows: Callable[[User], Rows]) -> Callable[[User], Rows]:
        _kept.append(Kept(name, says, rows))
        return rows

    return added


def kept_by_others() -> list[Kept[User]]:
    return list(_kept)
