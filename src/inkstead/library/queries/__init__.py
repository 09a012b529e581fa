"""What a reader is reading, follows, has read, and keeps on shelves."""

from inkstead.library.queries.apart import apart_for, apart_of, names_to_part_from, where_met
from inkstead.library.queries.follows import Following, following
from inkstead.library.queries.hides import hides_of
from inkstead.library.queries.history import HistoryLine, HistoryPage, history_page, is_paused
from inkstead.library.queries.places import Continue, places_of
from inkstead.library.queries.shelves import (
    ShelfLine,
    ShelfRow,
    ShelfView,
    Standing,
    public_shelves,
    shelf_row,
    shelf_view,
    shelves_of,
    standing_of,
)

__all__ = [
    "Continue",
    "Following",
    "HistoryLine",
    "HistoryPage",
    "ShelfLine",
    "ShelfRow",
    "ShelfView",
    "Standing",
    "apart_for",
    "apart_of",
    "following",
    "hides_of",
    "history_page",
    "is_paused",
    "names_to_part_from",
    "places_of",
    "public_shelves",
    "shelf_row",
    "shelf_view",
    "shelves_of",
    "standing_of",
    "where_met",
]
