"""A conversation that two people tell, in parts of a story."""

from __future__ import annotations

from inkstead.perspectives.actions import survey_story
from inkstead.perspectives.models import Audience, Retelling, Scene
from inkstead.stories import actions
from inkstead.stories.models import Part, Story, Visibility
from tests.factories import make_part, make_story
from tests.world import World

HERS = """“I will not go back to the harbour, Mara,” he said.

“Then the boat will sail without you,” I said. He looked at the door.

“Let it sail. I have had enough of salt.”

He left."""
HIS = """“I will not go back to the harbor, Mara,” I said.

“Then the boat will sail without you,” she said. I looked at the door.

“Let it sail. I have had enough of salt.”

I left, and I heard my name once more. “Jonas!” said Mara."""
OTHER = "The tide came in. I counted the lamps on the pier and went home, and nobody spoke to me that night."


def told_twice(world: World, *, second: str = HIS, **fields: object) -> tuple[Story, Part, Part]:
    """Mara's part and Jonas's, both public; read already."""
    story = make_story(world.ana, "Salt", visibility=Visibility.PUBLIC)
    one = make_part(story, "Mara", text=HERS)
    other = make_part(story, "Jonas", text=second, **fields)  # type: ignore[arg-type]
    survey_story(story.pk)
    return story, one, other


def tellings(story: Story, audience: str = Audience.EVERYBODY) -> list[Retelling]:
    rows = Retelling.objects.filter(survey__story=story, survey__audience=audience)
    return list(rows.select_related("one", "other", "survey").order_by("pk"))


def scenes(story: Story, audience: str = Audience.EVERYBODY) -> list[Scene]:
    rows = Scene.objects.filter(survey__story=story, survey__audience=audience)
    return list(rows.select_related("survey", "part").order_by("part__position", "first"))


def revise(part: Part, text: str, *, keep_draft: bool = False) -> Part:
    part = actions.revise_part(part, text=text, format="text", keep_draft=keep_draft, by=part.story.author.user)
    survey_story(part.story_id)
    return part
