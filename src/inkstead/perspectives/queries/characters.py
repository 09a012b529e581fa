"""Who is in a story: the scenes they tell and the scenes they are in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from inkstead.lib.slugs import slugify_title
from inkstead.perspectives.models import Scene

MOST = 40
OFTEN = 3
"""Somebody who tells nothing is a character from so many scenes on."""


@dataclass(slots=True)
class Character:
    name: str
    slug: str
    tells: list[Scene] = field(default_factory=list)
    is_in: list[Scene] = field(default_factory=list)


def characters_in(scenes: Iterable[Scene]) -> list[Character]:
    """Those who tell first, whoever tells most before the others; then those who are there often. In reading order."""
    found: dict[str, Character] = {}
    for scene in scenes:
        there = dict.fromkeys([*filter(None, [scene.narrator]), *scene.present])
        for name in there:
            who = found.setdefault(name, Character(name, ""))
            (who.tells if name == scene.narrator else who.is_in).append(scene)
    telling = sorted((who for who in found.values() if who.tells), key=lambda who: -len(who.tells))
    others = [who for who in found.values() if not who.tells and len(who.is_in) >= OFTEN]
    chosen = [*telling, *sorted(others, key=lambda who: -len(who.is_in))][:MOST]
    _name(chosen)
    return chosen


def _name(chosen: Sequence[Character]) -> None:
    """Names are made of any letters or none, and two may come to the same."""
    taken: set[str] = set()
    for who in chosen:
        slug, number = slugify_title(who.name), 1
        while slug in taken:
            number += 1
            slug = f"{slugify_title(who.name)}-{number}"
        taken.add(slug)
        who.slug = slug


def character_named(slug: str, scenes: Iterable[Scene]) -> Character | None:
    return next((who for who in characters_in(scenes) if who.slug == slug), None)
