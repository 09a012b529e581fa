"""Reading a text's scenes: who tells them, what is said in them, and which tell the same moment again. No tables here.

`read_story` does all of it. Whoever keeps what `read_features` found in each part pays only `join_parts` after an edit.
"""

from inkstead.perspectives.analysis.features import PartFeatures, PartText, read_features
from inkstead.perspectives.analysis.memory import Memory
from inkstead.perspectives.analysis.results import Perspectives
from inkstead.perspectives.analysis.story import Corrections, join_parts, read_story

__all__ = [
    "Corrections",
    "Memory",
    "PartFeatures",
    "PartText",
    "Perspectives",
    "join_parts",
    "read_features",
    "read_story",
]
