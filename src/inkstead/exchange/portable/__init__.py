"""Everything of a pen name in one zip, so that its writer can leave, and another Inkstead can take it in.

What other apps add of a story – its figures – is registered with `adds_to_archive`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
