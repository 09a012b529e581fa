"""Accept a difference between two tellings as meant."""

from __future__ import annotations

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.perspectives.finding import sides_of
from inkstead.perspectives.models import Meant, SharedLine
from inkstead.stories import rules
from inkstead.stories.models import Story


@transaction.atomic
def mean_difference(line: SharedLine, *, by: User) -> None:
    """These words here and those there: when either is written otherwise, it is asked again. Twice is harmless."""
    story = Story.objects.locked().get(pk=line.retelling.survey.story_id)
    rules.must_edit(by, story)
    Meant.objects.get_or_create(**_same(line), defaults={"story": story})


@transaction.atomic
def forget_meaning(line: SharedLine, *, by: User) -> None:
    story = Story.objects.locked().get(pk=line.retelling.survey.story_id)
    rules.must_edit(by, story)
    Meant.objects.filter(**_same(line)).delete()


def _same(line: SharedLine) -> dict[str, object]:
    (part, block, words), (other_part, other_block, other_words) = sides_of(line)
    return {
        "one_part_id": part,
        "one_block": block,
        "one_words": words,
        "other_part_id": other_part,
        "other_block": other_block,
        "other_words": other_words,
    }
