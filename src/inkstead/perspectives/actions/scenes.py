"""Say who tells a scene, and how."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.perspectives.events import SceneCorrected
from inkstead.perspectives.finding import blocks_of
from inkstead.perspectives.models import Scene, SceneSaid
from inkstead.stories import rules
from inkstead.stories.models import Story

LONGEST_NAME = 100
PERSONS = ("first", "second", "third")
TENSES = ("past", "present")
EVIDENCE = [{"kind": "author", "says": "The author says so.", "block": None}]


@transaction.atomic
def correct_scene(scene: Scene, *, narrator: str | None = None, person: str = "", tense: str = "", by: User) -> None:
    """Kept once and for ever. An empty narrator is nobody of the story; None and "" leave what was said before.

    The scenes as readers see them are right at once; what follows from it elsewhere is found in the background.
    """
    story = Story.objects.locked().get(pk=scene.survey.story_id)
    rules.must_edit(by, story)
    rules.must_be_kept(story)
    if narrator is not None:
        narrator = " ".join(narrator.split())
        if len(narrator) > LONGEST_NAME:
            message = f"A name has at most {LONGEST_NAME} letters here."
            raise Refused(message, code="invalid", fields={"narrator": message})
    if (person and person not in PERSONS) or (tense and tense not in TENSES):
        raise Refused("That is no person or tense of a telling.", code="invalid")
    said, _ = SceneSaid.objects.get_or_create(
        part_id=scene.part_id, block=scene.block, defaults={"story": story, "blocks": []}
    )
    said.blocks, said.at = blocks_of(scene), timezone.now()
    said.narrator = said.narrator if narrator is None else narrator
    said.person, said.tense = person or said.person, tense or said.tense
    said.save()
    _show(scene, story, said)
    announce(SceneCorrected(story_id=story.pk))


@transaction.atomic
def forget_correction(scene: Scene, *, by: User) -> None:
    """Go by what the text tells again. Doing it twice is harmless."""
    story = Story.objects.locked().get(pk=scene.survey.story_id)
    rules.must_edit(by, story)
    blocks = set(blocks_of(scene))
    rows = [row.pk for row in SceneSaid.objects.filter(part=scene.part_id) if blocks.intersection(row.blocks)]
    SceneSaid.objects.filter(pk__in=rows).delete()
    announce(SceneCorrected(story_id=story.pk))


def _show(scene: Scene, story: Story, said: SceneSaid) -> None:
    same = Scene.objects.filter(survey__story=story, part=scene.part_id, block=scene.block)
    if said.narrator is not None:
        sure = 1.0 if said.narrator else 0.0
        same.update(narrator=said.narrator, confidence=sure, evidence=EVIDENCE if said.narrator else [])
    if said.person:
        same.update(person=said.person)
    if said.tense:
        same.update(tense=said.tense)
