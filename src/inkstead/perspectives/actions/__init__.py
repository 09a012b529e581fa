"""Changes to what is found in a story's texts, and to what its writers said about that."""

from inkstead.perspectives.actions.linking import forget_link, link_scenes, unlink_scenes
from inkstead.perspectives.actions.meaning import forget_meaning, mean_difference
from inkstead.perspectives.actions.scenes import correct_scene, forget_correction
from inkstead.perspectives.actions.surveying import is_current, survey_for, survey_story

__all__ = [
    "correct_scene",
    "forget_correction",
    "forget_link",
    "forget_meaning",
    "is_current",
    "link_scenes",
    "mean_difference",
    "survey_for",
    "survey_story",
    "unlink_scenes",
]
