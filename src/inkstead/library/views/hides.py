"""What somebody hides: choose it, see all of it, take it back."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inkstead.accounts.models import PenName
from inkstead.accounts.queries import blocks_of
from inkstead.library import actions
from inkstead.library.queries import hides_of
from inkstead.stories.families import open_tags
from inkstead.stories.finding import writer as person
from inkstead.stories.models import Contributor, Role, Story, Tag
from inkstead.web.addresses import own_address
from inkstead.web.meta import PageMeta

LONGEST = 19  # digits of an id, or somebody invented it


@login_required
@require_safe
def hidden(request: HttpRequest) -> HttpResponse:
    shown = hides_of(person(request))
    meta = PageMeta(title="Blocked, muted and hidden", description="", url="/me/hidden/", robots="noindex")
    return render(request, "library/hidden.html", {"page": meta, "hides": shown, "blocks": blocks_of(person(request))})


@login_required
@require_safe
def choose(request: HttpRequest, story_id: int) -> HttpResponse:
    """The story, who tells it, its tags: each with a button."""
    story = get_object_or_404(Story.objects.visible_to(person(request)).select_related("author"), pk=story_id)
    beside = Contributor.objects.filter(story=story, role=Role.COAUTHOR).values("pen_name")
    names = PenName.objects.filter(Q(pk=story.author_id) | Q(pk__in=beside)).order_by("pk")
    tags = story.tags.filter(pk__in=open_tags(person(request)).values("pk")).order_by("storytag__position")
    meta = PageMeta(title="Hide", description="", url=f"/me/hidden/story/{story.pk}/", robots="noindex")
    view = {"page": meta, "story": story, "names": names, "tags": tags, "back": _came_from(request)}
    return render(request, "library/hide.html", view)


@login_required
@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """`kind` is story, writer or tag; `id` says which, `next` where one was."""
    row = actions.hide(_meant(request), by=person(request))
    undo = reverse("show_again", args=[row.pk])
    what = "is muted, and hidden from your lists" if row.pen_name_id else "is hidden from your lists"
    messages.success(request, f"“{row}” {what}.", extra_tags=undo)
    return redirect(own_address(request.POST.get("next", "")) or "home")


@login_required
@require_POST
def show_again(request: HttpRequest, hide_id: int) -> HttpResponse:
    actions.show_again(hide_id, by=person(request))
    messages.success(request, "You see and hear of it again.")
    return redirect("hidden")


def _came_from(request: HttpRequest) -> str:
    """The list, as an address on this site; nothing when somebody came from elsewhere."""
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or came.path.startswith("/me/hidden/"):
        return ""
    return own_address(urlunsplit(("", "", came.path, came.query, "")))


def _meant(request: HttpRequest) -> Story | PenName | Tag:
    kind, typed = request.POST.get("kind", ""), request.POST.get("id", "")
    pk = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < LONGEST else 0
    if kind == "story":
        return get_object_or_404(Story.objects.visible_to(person(request)), pk=pk)
    if kind == "writer":
        return get_object_or_404(PenName.objects.open_to(person(request)), pk=pk)
    if kind == "tag":
        return get_object_or_404(open_tags(person(request)), pk=pk)
    raise Http404
