"""What readers keep for themselves: where they are, what they have read, whom they follow, and their shelves."""

from inkstead.library.models.follows import PenNameFollow, ShelfFollow, TagFollow
from inkstead.library.models.hides import Hide
from inkstead.library.models.history import HistoryChoice, HistoryEntry
from inkstead.library.models.places import FINISHED, Place, ReadMark
from inkstead.library.models.shelves import EVERYBODYS, Sharing, Shelf, ShelfEntry, ShelfKind, ShelfQuerySet

__all__ = [
    "EVERYBODYS",
    "FINISHED",
    "Hide",
    "HistoryChoice",
    "HistoryEntry",
    "PenNameFollow",
    "Place",
    "ReadMark",
    "Sharing",
    "Shelf",
    "ShelfEntry",
    "ShelfFollow",
    "ShelfKind",
    "ShelfQuerySet",
    "TagFollow",
]
