"""Reads shaped for pages about tellings."""

from inkstead.perspectives.queries.characters import Character, character_named, characters_in
from inkstead.perspectives.queries.counterparts import Counterpart, End, counterparts, links_between
from inkstead.perspectives.queries.marks import Mark, Told, marks_in
from inkstead.perspectives.queries.whole import newest_perspectives, perspectives_for

__all__ = [
    "Character",
    "Counterpart",
    "End",
    "Mark",
    "Told",
    "character_named",
    "characters_in",
    "counterparts",
    "links_between",
    "marks_in",
    "newest_perspectives",
    "perspectives_for",
]
