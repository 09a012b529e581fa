"""What tag keepers do, and what the background does after them."""

from inkstead.tagkeeping.actions.changing import change_tag
from inkstead.tagkeeping.actions.indexing import next_to_index, tag_indexed
from inkstead.tagkeeping.actions.mending import examine_tags, mend_tags
from inkstead.tagkeeping.actions.moving import move_back, move_stories
from inkstead.tagkeeping.actions.placing import place_tags
from inkstead.tagkeeping.actions.undoing import undo_change

__all__ = [
    "change_tag",
    "examine_tags",
    "mend_tags",
    "move_back",
    "move_stories",
    "next_to_index",
    "place_tags",
    "tag_indexed",
    "undo_change",
]
