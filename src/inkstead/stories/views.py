from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from inkstead.accounts.models import User
from inkstead.stories import share_image
from inkstead.stories.covers import TYPES, read_cover
from inkstead.stories.gate import has_said_yes, holds_adult
from inkstead.stories.images import TYPE, read_image
from inkstead.stories.models import Story
from inkstead.stories.rules import role_of
from inkstead.stories.training import robots_of
from inkstead.web.front import tag_matches
from inkstead.web.pages import PRIVATE, SHARED


def signed_in_reader(request: HttpRequest) -> User | None:
    """Asked without looking at a session that nobody sent: else every answer would be another one for each cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


@require_safe
def share(request: HttpRequest, story_id: int) -> HttpResponse:
    """The picture that goes with a link to a story."""
    reader = signed_in_reader(request)
    story = get_object_or_404(Story.objects.listed().visible_to(reader).select_related("author"), pk=story_id)
    tag = f'"{share_image.digest(story)}"'
    if tag_matches(request.headers.get("If-None-Match", ""), tag):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(share_image.share_image(story), content_type="image/png")
    response["ETag"] = tag
    # Whom its author keeps out does not find it: what a browser that is signed in got is for nobody else.
    response["Cache-Control"] = SHARED if reader is None else PRIVATE
    if robots := robots_of([story]):
        response["X-Robots-Tag"] = robots
    return response


@require_safe
def cover(request: HttpRequest, name: str) -> HttpResponse:
    """A file of an uploaded cover. Its name is a secret as long as its story is one, and its content never changes."""
    content = read_cover(name)
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type=TYPES[name.rpartition(".")[2]],
        headers={"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"},
    )


def works_on(request: HttpRequest, story: Story) -> bool:
    return isinstance(request.user, User) and role_of(request.user, story) != ""


@require_safe
def image(request: HttpRequest, story_id: int, name: str) -> HttpResponse:
    """A picture in a text, for those who may open its story. No other machine keeps it, for that can change."""
    story = get_object_or_404(Story.objects.visible_to(request.user), pk=story_id)
    if not (has_said_yes(request) or works_on(request, story)) and holds_adult(story):
        raise Http404
    content = read_image(story.pk, name)
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type=TYPE,
        headers={
            "Cache-Control": "private, max-age=86400",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'",
        },
    )
