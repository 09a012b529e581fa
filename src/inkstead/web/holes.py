"""Places in a shared page that are filled for one reader.

A template writes `{% hole "vote" %}what strangers see{% endhole %}`. Rendered, it becomes fixed bytes with holes
between them; `fill` joins them for one visitor. Fillers live in the apps that own what they show.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Unguessable, so that no text of a writer can pass for a hole.
_TOKEN = secrets.token_hex(8)
_OPEN, _SHUT, _END = f"\x00{_TOKEN}<", f"\x00{_TOKEN}>", f"\x00{_TOKEN}/"


@dataclass(frozen=True, slots=True)
class Hole:
    name: str
    argument: str
    default: bytes


@dataclass(slots=True)
class Visitor:
    """A signed-in person as a page needs them. Made once per session and process, dropped when either changes."""

    user_id: int
    session_key: str
    csrf_cookie: str
    csrf_token: str
    pen_name: str
    pen_name_url: str
    pen_name_ids: frozenset[int]
    pen_name_id: int = 0  # of the one in use
    is_moderator: bool = False
    keeps_tags: bool = False
    quiet: str = ""  # why nothing of theirs is heard; empty for nearly everybody
    is_suspended: bool = False  # no button that others would see the effect of
    own_lists: bool = False  # hides something, so that lists are made for this person alone
    closed: frozenset[int] = frozenset()  # pen names that keep this person out
    away: frozenset[int] = frozenset()  # those, and pen names that this person blocked or hides
    blocked: frozenset[int] = frozenset()  # of these whom they blocked
    preferences: Mapping[str, str] = field(default_factory=dict)


Personal = Mapping[str, Any]
Filler = Callable[[Visitor, Personal, str], str | None]  # None: what strangers see
Loader = Callable[[Visitor, Mapping[str, Any]], Personal]

# What every signed-in page asks beside its own: SQL for one number, with %(user)s.
_everywhere: dict[str, str] = {}
_fillers: dict[str, Filler] = {}
_loaders: dict[str, Loader] = {}


def mark(name: str, argument: object, default: str) -> str:
    """What the template tag writes; `split` finds it again."""
    return f"{_OPEN}{name}:{argument}{_SHUT}{default}{_END}"


def split(rendered: str) -> tuple[tuple[bytes, ...], tuple[Hole, ...]]:
    """Fixed segments and the holes between them: one segment more than there are holes."""
    first, *pieces = rendered.split(_OPEN)
    segments, holes = [first.encode()], []
    for piece in pieces:
        named, _, rest = piece.partition(_SHUT)
        name, _, argument = named.partition(":")
        default, _, following = rest.partition(_END)
        holes.append(Hole(name, argument, default.encode()))
        segments.append(following.encode())
    return tuple(segments), tuple(holes)


def fills(name: str) -> Callable[[Filler], Filler]:
    """Register the function that fills the holes of this name."""

    def register(filler: Filler) -> Filler:
        _fillers[name] = filler
        return filler

    return register


def everywhere(name: str, sql: str) -> None:
    """Register a number about a reader that pages with a query of their own ask along, as rows of `everywhere_rows`."""
    _everywhere[name] = sql


def everywhere_rows() -> str:
    """More of a query whose rows are a word, a number, a share and a text."""
    return "".join(f" UNION ALL SELECT '{name}', ({sql}), 1.0, ''" for name, sql in _everywhere.items())


def personal(kind: str) -> Callable[[Loader], Loader]:
    """Register the one set of queries that a kind of page needs for its holes."""

    def register(loader: Loader) -> Loader:
        _loaders[kind] = loader
        return loader

    return register


def fill(
    segments: tuple[bytes, ...],
    holes: tuple[Hole, ...],
    kind: str,
    context: Mapping[str, Any],
    visitor: Visitor | None,
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """The page for one visitor; for a stranger with `extra` (messages) only those holes differ from the shared page."""
    known: Personal = {}
    if visitor is not None and (load := _loaders.get(kind)) is not None:
        known = load(visitor, context)
    out = [segments[0]]
    for hole, segment in zip(holes, segments[1:], strict=True):
        filler = _fillers.get(hole.name)
        if extra and hole.name in extra:
            out.append(extra[hole.name].encode())
        elif visitor is None or filler is None:
            out.append(hole.default)
        else:
            told = filler(visitor, known, hole.argument)
            out.append(hole.default if told is None else told.encode())
        out.append(segment)
    return b"".join(out)


def filled(name: str, argument: str, visitor: Visitor, known: Personal) -> str | None:
    """One hole for one visitor, for pages that are rendered for them alone."""
    filler = _fillers.get(name)
    return None if filler is None else filler(visitor, known, argument)
