"""What a list can be narrowed by, as links to the list with it and without it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from inkstead.discovery.asking import meaning_of, pieces_of, with_piece, without_piece
from inkstead.discovery.queries.narrowing import Choice, Group
from inkstead.web.fragments import Fragment

_choice = Fragment(
    "discovery/choice.html",
    values=("one.label", "one.count", "one.include", "one.exclude", "one.clear", "one.stands"),
    flags=("one.stands", "one.is_out"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Something to narrow by: the list may stand for it, or leave it out, and each link leads to one of the others."""

    label: str
    count: int
    stands: str  # a class, empty where the list says nothing about it
    is_out: bool
    include: str
    exclude: str
    clear: str


def choices_html(group: Group, q: str) -> SafeString:
    """The lines of a group, for a list that was asked for by `q`."""
    return _choice.each(_shown(choice, q) for choice in group.choices)


def search_address(q: str) -> str:
    return "/search/?" + urlencode({"q": q}) if q else "/search/"


def _shown(choice: Choice, q: str) -> Shown:
    opposite = f"-{choice.typed}"
    said = {meaning_of(piece) for piece in pieces_of(q)}
    is_in, is_out = meaning_of(choice.typed) in said, meaning_of(opposite) in said
    return Shown(
        choice.label,
        choice.count,
        "is-in" if is_in else "is-out" if is_out else "",
        is_out and not is_in,
        search_address(with_piece(q, choice.typed)),
        search_address(with_piece(q, opposite)),
        search_address(without_piece(q, choice.typed if is_in else opposite)),
    )
