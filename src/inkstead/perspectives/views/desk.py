"""Pages for those who work on a story. Beta readers see them; whoever may change the text may answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inkstead.lib.refusals import Refused
from inkstead.perspectives import actions
from inkstead.perspectives.actions.scenes import PERSONS, TENSES
from inkstead.perspectives.drawing import draw
from inkstead.perspectives.forms import SceneForm
from inkstead.perspectives.jobs import read_again
from inkstead.perspectives.models import Audience, LinkSaid, Retelling, Scene, SharedLine
from inkstead.perspectives.queries.desk import desk_of, writers_scenes
from inkstead.stories import rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Story
from inkstead.web.desk import desk_page

AT_ONCE = 60_000  # words that are read while somebody waits
SCENES = 100  # of one page
PICKED = 1_000  # scenes to choose from


@login_required
@require_safe
def tellings(request: HttpRequest, story_id: int) -> HttpResponse:
    """The moments of a story, what is told twice, and where two tellings differ."""
    story = own_story(request, story_id, rules.must_read_drafts)
    waits = _read_first(story)
    desk = desk_of(story)
    context = {
        **_of(request, story, waits),
        "desk": desk,
        "sides": (("one", "This scene"), ("other", "and this one")),
        "pick": desk.scenes[:PICKED],
        "timeline": draw(desk.scenes, [(one.told.one, one.told.other, one.told.accepted) for one in desk.links]),
    }
    return desk_page(request, "perspectives/desk/tellings.html", f"Tellings · {story.title}", context)


@login_required
@require_safe
def scenes(request: HttpRequest, story_id: int) -> HttpResponse:
    """Who tells each scene, why that is thought, and what is true."""
    story = own_story(request, story_id, rules.must_read_drafts)
    waits = _read_first(story)
    shown = Paginator(writers_scenes(story), SCENES).get_page(request.GET.get("page"))
    context = {**_of(request, story, waits), "shown": shown, "persons": PERSONS, "tenses": TENSES}
    return desk_page(request, "perspectives/desk/scenes.html", f"Scenes · {story.title}", context)


@login_required
@require_POST
def correct(request: HttpRequest, story_id: int, scene_id: int) -> HttpResponse:
    story, scene = _scene(request, story_id, scene_id)
    if request.POST.get("forget"):
        actions.forget_correction(scene, by=writer(request))
        messages.success(request, "Forgotten. The text tells again.")
        return _to_scene(story, scene)
    form = SceneForm(request.POST)
    if not form.is_valid():
        raise Refused("That is no person or tense of a telling.", code="invalid")
    given = form.cleaned_data
    actions.correct_scene(
        scene, narrator=form.said_narrator, person=given["person"], tense=given["tense"], by=writer(request)
    )
    messages.success(request, "Kept. It stands through every edit.")
    return _to_scene(story, scene)


@login_required
@require_POST
def link(request: HttpRequest, story_id: int) -> HttpResponse:
    """Say that two scenes tell the same moment, or that they do not."""
    one = _scene(request, story_id, _number(request, "one"))[1]
    story, other = _scene(request, story_id, _number(request, "other"))
    if request.POST.get("answer") == "refuse":
        actions.unlink_scenes(one, other, by=writer(request))
        messages.success(request, "They are told apart from now on.")
    else:
        actions.link_scenes(one, other, by=writer(request))
        messages.success(request, "They tell the same moment.")
        if not Retelling.objects.filter(one__in=(one, other), other__in=(one, other)).exists():
            actions.survey_for(story, Audience.WRITERS)
    return redirect("story_tellings", story.pk)


@login_required
@require_POST
def ask_again(request: HttpRequest, story_id: int, said_id: int) -> HttpResponse:
    """Take an answer back."""
    story = own_story(request, story_id, rules.must_edit)
    said = get_object_or_404(LinkSaid, pk=said_id, story=story)
    actions.forget_link(said, by=writer(request))
    return redirect("story_tellings", story.pk)


@login_required
@require_POST
def meant(request: HttpRequest, story_id: int, line_id: int) -> HttpResponse:
    """Accept a difference, or have it asked about again."""
    story = own_story(request, story_id, rules.must_edit)
    lines = SharedLine.objects.filter(retelling__survey__story=story, retelling__survey__audience=Audience.WRITERS)
    joined = lines.select_related("retelling__one", "retelling__other", "retelling__survey")
    line = get_object_or_404(joined, pk=line_id)
    if request.POST.get("answer") == "ask":
        actions.forget_meaning(line, by=writer(request))
    else:
        actions.mean_difference(line, by=writer(request))
    return redirect(f"{reverse('story_tellings', args=[story.pk])}#link-{line.retelling_id}")


def _read_first(story: Story) -> bool:
    """Drafts change without anybody being told; whether the newest words are still to be read."""
    if actions.is_current(story, Audience.WRITERS):
        return False
    words = sum(story.parts.kept().filter(head__isnull=False).values_list("head__words", flat=True))
    if words <= AT_ONCE:
        actions.survey_for(story, Audience.WRITERS)
        return False
    read_again.enqueue(story.pk)
    return True


def _of(request: HttpRequest, story: Story, waits: bool) -> dict[str, Any]:
    return {"story": story, "may": rules.rights_of(writer(request), story), "waits": waits}


def _scene(request: HttpRequest, story_id: int, scene_id: int) -> tuple[Story, Scene]:
    story = own_story(request, story_id, rules.must_edit)
    mine = Scene.objects.filter(survey__story=story, survey__audience=Audience.WRITERS)
    return story, get_object_or_404(mine.select_related("survey", "part"), pk=scene_id)


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0


def _to_scene(story: Story, scene: Scene) -> HttpResponse:
    before = [one.pk for one in writers_scenes(story)].index(scene.pk)
    return redirect(f"{reverse('story_scenes', args=[story.pk])}?page={before // SCENES + 1}#scene-{scene.pk}")
