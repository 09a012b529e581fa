"""What apps above the story's page show below its contents, the same for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a shared page, and what it was made of: when one of the names changes, the page is made again."""

    html: SafeString
    names: Sequence[str]


Below = Callable[[int], Piece]
_below: list[Below] = []


def below_story(function: Below) -> Below:
    """Registers a function that is given a story's id when its page is made."""
    _below.append(function)
    return function


def pieces_below(story: int) -> list[Piece]:
    return [function(story) for function in _below]
