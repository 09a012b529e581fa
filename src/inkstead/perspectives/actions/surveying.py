"""Read a story again, and write down what is different from before."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from inkstead.events import announce
from inkstead.perspectives.actions.writing_down import write_down
from inkstead.perspectives.analysis import Perspectives
from inkstead.perspectives.anchors import Anchors, Said, Standing
from inkstead.perspectives.events import TellingsFound
from inkstead.perspectives.keeping import KEPT, METHOD, Text, fingerprint, parts_for, said_of, texts_of
from inkstead.perspectives.models import Audience, Survey
from inkstead.stories.models import Story

TRIES = 3
Found = dict[str, tuple[Perspectives, list[tuple[str, ...]]]]


def survey_story(story_id: int) -> None:
    """For every audience. Repeating it is harmless, and costs three queries when nothing has changed."""
    story = Story.objects.filter(pk=story_id).first()
    if story is None:
        return
    found: Found = {}  # what everybody reads is often what its writers have, and then read once
    for audience in Audience.values:
        survey_for(story, audience, found)


def survey_for(story: Story, audience: str, found: Found | None = None) -> None:
    """Reading happens outside of any transaction; if the texts changed meanwhile it happens again."""
    for _ in range(TRIES):
        texts, said = _material(story, audience)
        mark = fingerprint(texts, said)
        if _is_needless(story, audience, texts):
            Survey.objects.filter(story=story, audience=audience).delete()
            return
        if Survey.objects.filter(story=story, audience=audience, texts=mark).exists():
            return
        kept = found if found is not None else {}
        if mark not in kept:
            kept[mark] = KEPT.perspectives(story.pk, texts, said)
        if _write(story, audience, mark, *kept[mark]):
            return


def is_current(story: Story, audience: str) -> bool:
    return Survey.objects.filter(
        story=story, audience=audience, texts=fingerprint(*_material(story, audience))
    ).exists()


def _material(story: Story, audience: str) -> tuple[list[Text], Said]:
    return texts_of(parts_for(story, audience), newest=audience == Audience.WRITERS), said_of(story)


def _is_needless(story: Story, audience: str, texts: list[Text]) -> bool:
    """Followers of most stories read what everybody reads."""
    if audience != Audience.FOLLOWERS:
        return False
    return len(texts) == len(texts_of(parts_for(story, Audience.EVERYBODY), newest=False))


@transaction.atomic
def _write(story: Story, audience: str, mark: str, seen: Perspectives, ids: list[tuple[str, ...]]) -> bool:
    """Whether it was still what there is to read."""
    if not Story.objects.locked().filter(pk=story.pk).exists():
        return True
    texts, said = _material(story, audience)
    if fingerprint(texts, said) != mark:
        return False
    survey, _ = Survey.objects.get_or_create(story=story, audience=audience)
    changed = write_down(survey, texts, seen, ids)
    if any(said):
        Anchors(_standing(seen, texts, ids)).follow(said)
    survey.texts, survey.method, survey.at = mark, METHOD, timezone.now()
    survey.save()
    if changed and audience != Audience.WRITERS:
        announce(TellingsFound(story_id=story.pk))
    return True


def _standing(seen: Perspectives, texts: list[Text], ids: list[tuple[str, ...]]) -> list[Standing]:
    return [
        Standing(texts[scene.part - 1].part, scene.key, ids[scene.part - 1][scene.blocks[0] - 1 : scene.blocks[1]])
        for scene in seen.scenes
    ]
