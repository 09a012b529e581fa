from inkstead.discovery.actions.indexing import (
    forget_part_at_once,
    forget_story,
    forget_story_at_once,
    index_part,
    index_parts_of,
    index_story,
    take_in_waiting,
)
from inkstead.discovery.actions.mending import Wrong, examine_index, mend_index
from inkstead.discovery.actions.retagging import begin_retagging, index_retagged
from inkstead.discovery.actions.saving import forget_search, renew_search_secret, save_search

__all__ = [
    "Wrong",
    "begin_retagging",
    "examine_index",
    "forget_part_at_once",
    "forget_search",
    "forget_story",
    "forget_story_at_once",
    "index_part",
    "index_parts_of",
    "index_retagged",
    "index_story",
    "mend_index",
    "renew_search_secret",
    "save_search",
    "take_in_waiting",
]
