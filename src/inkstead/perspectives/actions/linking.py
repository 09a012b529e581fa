"""Say whether two scenes tell the same moment."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.perspectives.events import SceneCorrected
from inkstead.perspectives.finding import blocks_of
from inkstead.perspectives.models import LinkSaid, Retelling, Scene
from inkstead.stories import rules
from inkstead.stories.models import Story


def link_scenes(one: Scene, other: Scene, *, by: User) -> None:
    """Accept that two scenes tell the same, whether or not it was found. Doing it twice is harmless."""
    _say(one, other, accepted=True, by=by)


def unlink_scenes(one: Scene, other: Scene, *, by: User) -> None:
    """Refuse it: readers are offered nothing between the two from this moment on."""
    _say(one, other, accepted=False, by=by)


@transaction.atomic
def forget_link(said: LinkSaid, *, by: User) -> None:
    """Leave it to the text again."""
    story = Story.objects.locked().get(pk=said.story_id)
    rules.must_edit(by, story)
    said.delete()
    announce(SceneCorrected(story_id=story.pk))


@transaction.atomic
def _say(one: Scene, other: Scene, *, accepted: bool, by: User) -> None:
    story = Story.objects.locked().get(pk=one.survey.story_id)
    rules.must_edit(by, story)
    rules.must_be_kept(story)
    if one.survey_id != other.survey_id or (one.part_id, one.block) == (other.part_id, other.block):
        raise Refused("Two different scenes of one story can tell the same moment.", code="invalid")
    one, other = sorted((one, other), key=lambda scene: (scene.part.position, scene.part_id, scene.first))
    LinkSaid.objects.update_or_create(
        one_part_id=one.part_id,
        one_block=one.block,
        other_part_id=other.part_id,
        other_block=other.block,
        defaults={
            "story": story,
            "one_blocks": blocks_of(one),
            "other_blocks": blocks_of(other),
            "accepted": accepted,
            "at": timezone.now(),
        },
    )
    _show(_same(story, one, other), accepted=accepted)
    announce(SceneCorrected(story_id=story.pk))


def _same(story: Story, one: Scene, other: Scene) -> QuerySet[Retelling]:
    """For every audience."""
    return Retelling.objects.filter(
        survey__story=story,
        one__part=one.part_id,
        one__block=one.block,
        other__part=other.part_id,
        other__block=other.block,
    )


def _show(rows: QuerySet[Retelling], *, accepted: bool) -> None:
    if accepted:
        rows.update(accepted=True, confidence=1.0)
    else:
        Retelling.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
