"""Write a part, and write it again."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from inkstead.accounts.models import User
from inkstead.collaboration.queries import around
from inkstead.discussion.actions import comments_lost_by
from inkstead.discussion.queries import adrift_in
from inkstead.lib.prose.source import source_of
from inkstead.library.queries import apart_for
from inkstead.stories import actions, rules
from inkstead.stories.actions import Stale, keep_aside
from inkstead.stories.finding import own_part, own_story, writer
from inkstead.stories.models import Part, Revision, Story
from inkstead.web.desk import desk_page
from inkstead.writing.actions import begin_part, save_part, seen_of
from inkstead.writing.forms import VISIBILITIES, PartForm
from inkstead.writing.manuscript import manuscript_of
from inkstead.writing.views.giving_back import gives_back
from inkstead.writing.views.states import published_as


@gives_back
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_part(request: HttpRequest, story_id: int) -> HttpResponse:
    """A text that is typed or pasted; files are brought in on a page of their own."""
    story, user = own_story(request, story_id, rules.must_edit), writer(request)
    initial = {"visibility": "public", "format": "auto", "volume": _last_volume(story), "key": uuid4()}
    form = PartForm(request.POST or None, volumes=_volumes(story), initial=initial)
    if request.method == "POST" and form.is_valid():
        publish = "publish" in request.POST
        part = form.attempt(lambda: _create(story, form, user, publish=publish))
        if part is not None:
            return _after(request, part, publish=publish)
    context = {
        "story": story,
        "may": rules.rights_of(user, story),
        "form": form,
        "number": story.parts.kept().count() + 1,
        "manuscript": manuscript_of(form),
    }
    return desk_page(request, "writing/part.html", "A new part", context, status=422 if form.errors else 200)


def _create(story: Story, form: PartForm, user: User, *, publish: bool) -> Part:
    if publish:
        rules.must_publish(user, story)
    return begin_part(story, form.draft, key=form.cleaned_data["key"], by=user)


@gives_back
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, part_id: int) -> HttpResponse:
    """The whole part as a form that needs no script. A save that comes too late changes nothing and loses nothing."""
    found, user = own_part(request, part_id, rules.must_read_drafts), writer(request)
    if request.method != "POST" and not rules.can_edit(user, found.story):
        return redirect("part_draft", found.pk)  # beta readers have no form for the text
    rules.must_edit(user, found.story)
    if request.method != "POST":
        return _part_page(request, found, _form_of(found))
    form = PartForm(request.POST, volumes=_volumes(found.story))
    if form.is_valid():
        publish = "publish" in request.POST
        try:
            quiet = form.cleaned_data["quiet"]
            saved = form.attempt(lambda: _save(found, form, user, publish=publish, quiet=quiet))
        except Stale:
            stands = own_part(request, part_id)
            aside = keep_aside(found, form.typed_against(stands), by=user)
            return _stale_page(request, stands, form, aside)
        if saved is not None:
            if settled := form.cleaned_data["aside"]:
                actions.settle_aside(saved, settled, by=user)
            return _after(request, saved, publish=publish, quiet=quiet, corrects=found.is_published)
    return _part_page(request, found, form, status=422)


def _save(found: Part, form: PartForm, user: User, *, publish: bool, quiet: bool) -> Part:
    if publish:
        rules.must_publish(user, found.story)
    return save_part(found, form.draft, seen=form.seen, by=user, publish=publish, quiet=quiet)


def _form_of(part: Part) -> PartForm:
    source = source_of(part.head.html if part.head else "")
    seen = seen_of(part)
    initial = {
        "text": source.text,
        "format": source.format,
        "volume": part.volume.title if part.volume else "",
        "visibility": part.visibility,
        **part.newest,
        "revision": seen.revision,
        "rest": seen.rest,
    }
    return PartForm(volumes=_volumes(part.story), initial=initial)


def _part_page(request: HttpRequest, part: Part, form: PartForm, *, status: int = 200) -> HttpResponse:
    siblings = list(part.story.parts.kept().in_order().values_list("pk", flat=True))
    context = {
        "story": part.story,
        "part": part,
        "may": rules.rights_of(writer(request), part.story),
        "form": form,
        "number": siblings.index(part.pk) + 1,
        "of": len(siblings),
        "around": around(part, writer(request), all_suggestions=True),
        "has_correction": part.has_correction,
        "aside": part.revisions.waiting_aside().without_texts().order_by("-number").first(),
        "manuscript": manuscript_of(form, part),
        "adrift": adrift_in(part, apart_for(writer(request))),
        "lost": comments_lost_by(part),
    }
    return desk_page(request, "writing/part.html", f"Edit {part.title}", context, status=status)


def _stale_page(request: HttpRequest, part: Part, form: PartForm, aside: Revision) -> HttpResponse:
    """Both texts side by side, the writer's own kept too. Saving from here is a choice: the form knows what stands."""
    seen = seen_of(part)
    form.data = {**form.data.dict(), "revision": str(seen.revision), "rest": seen.rest, "aside": str(aside.number)}  # type: ignore[attr-defined]
    theirs = _form_of(part).initial
    named = ("title", "volume", "notes_before", "notes_after", "visibility")
    differs = [name for name in named if theirs[name] != form.data.get(name)]
    words = dict(VISIBILITIES)
    context = {
        "story": part.story,
        "part": part,
        "may": rules.rights_of(writer(request), part.story),
        "form": form,
        "theirs": theirs,
        "aside": aside,
        "manuscript": manuscript_of(form, part),
        "changed": [(form.fields[name].label, words.get(theirs[name], theirs[name])) for name in differs],
    }
    return desk_page(request, "writing/stale.html", "Two versions", context, status=409)


def _after(
    request: HttpRequest, part: Part, *, publish: bool, quiet: bool = False, corrects: bool = False
) -> HttpResponse:
    """Back to the text after a save, to the story after publishing."""
    if publish:
        part = actions.publish_part(part, by=writer(request), quiet=quiet)
        messages.success(request, published_as(part, corrects=corrects, quiet=quiet))
        return redirect("write_story", part.story_id)
    messages.success(request, "Saved. Readers do not see it yet." if _is_unseen(part) else "Saved.")
    return redirect("write_part", part.pk)


def _is_unseen(part: Part) -> bool:
    return not part.is_published or part.has_correction


def _volumes(story: Story) -> list[str]:
    return list(story.volumes.values_list("title", flat=True))


def _last_volume(story: Story) -> str:
    last = story.parts.kept().in_order().select_related("volume").last()
    return last.volume.title if last and last.volume else ""
