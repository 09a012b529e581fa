"""Lists of stories and search."""

from inkstead.discovery.queries.lists import (
    PAGE,
    SORTS,
    Found,
    StoryPage,
    Wish,
    cards_with_latest,
    find,
    list_stories,
    story_page,
)

__all__ = [
    "PAGE",
    "SORTS",
    "Found",
    "StoryPage",
    "Wish",
    "cards_with_latest",
    "find",
    "list_stories",
    "story_page",
]
