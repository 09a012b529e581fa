"""A story's cover: picked or dropped, looked at, taken away."""

from __future__ import annotations

from typing import BinaryIO, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from inkstead.lib.pictures import BYTES
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.covers import prepare_cover
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Story
from inkstead.web.uploads import Bounded
from inkstead.writing.forms import StoryForm
from inkstead.writing.views.about import about_page

TOO_LARGE = f"This file is larger than {BYTES // 1024**2} MB. Save the picture smaller, or as a JPEG."


@csrf_exempt  # asked by `_cover`, after the handler stands
@login_required
@require_POST
def cover(request: HttpRequest, story_id: int) -> HttpResponse:
    """Another cover, or none. What is refused is said beside the field, and the old cover stays."""
    story = own_story(request, story_id)  # before the file is looked at: strangers cost nothing
    bounded = Bounded(request, BYTES)
    request.upload_handlers.insert(0, bounded)
    return _cover(request, story, bounded)


@csrf_protect
def _cover(request: HttpRequest, story: Story, bounded: Bounded) -> HttpResponse:
    if "remove" in request.POST:
        actions.remove_cover(story, by=writer(request))
        messages.success(request, "The cover is taken away; the story has the one that is drawn for it.")
        return redirect("about_story", story.pk)
    try:
        actions.set_cover(story, prepare_cover(_file(request, bounded)), by=writer(request))
    except Refused as refused:
        if refused.code != "invalid":
            raise
        form = StoryForm.of(story, writer=writer(request))
        return about_page(request, story, form, wrong_cover=refused.message)
    messages.success(request, "The story has a new cover.")
    return redirect("about_story", story.pk)


def _file(request: HttpRequest, bounded: Bounded) -> BinaryIO:
    file = request.FILES.get("cover")
    if bounded.is_too_large:
        raise Refused(TOO_LARGE, code="invalid")
    if not isinstance(file, UploadedFile):
        raise Refused("Choose a picture first.", code="invalid")
    return cast(BinaryIO, file.file)
