from __future__ import annotations

from inkstead.events import LATER, on
from inkstead.perspectives import actions
from inkstead.perspectives.events import SceneCorrected
from inkstead.stories.events import PartOpened, PartPublished, PartRevised, PartsReordered, PartWithdrawn

Changed = PartPublished | PartRevised | PartWithdrawn | PartOpened | PartsReordered | SceneCorrected


@on(PartPublished, PartRevised, PartWithdrawn, PartOpened, PartsReordered, SceneCorrected, priority=LATER)
def read_story_again(fact: Changed) -> None:
    """Drafts change without a fact: they are read when one of their writers looks."""
    actions.survey_story(fact.story_id)
