"""From what a writer typed to clean blocks, scenes and counts. Pure: no models, no files, no network."""

from inkstead.lib.prose.blocks import Block, join_blocks, plain_text, split_blocks
from inkstead.lib.prose.carrying import Carrying
from inkstead.lib.prose.formats import EDITOR, Prose, read_prose, to_html
from inkstead.lib.prose.identity import assign_ids
from inkstead.lib.prose.limits import PART_LIMIT
from inkstead.lib.prose.sanitise import RULES_VERSION, clean
from inkstead.lib.prose.scenes import Scene, split_scenes
from inkstead.lib.prose.words import count_words, reading_minutes

__all__ = [
    "EDITOR",
    "PART_LIMIT",
    "RULES_VERSION",
    "Block",
    "Carrying",
    "Prose",
    "Scene",
    "assign_ids",
    "clean",
    "count_words",
    "join_blocks",
    "plain_text",
    "read_prose",
    "reading_minutes",
    "split_blocks",
    "split_scenes",
    "to_html",
]
