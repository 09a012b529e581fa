"""Keep apart from somebody: block them, mute them, and take it back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.accounts.actions import block_name, unblock_name
from inkstead.accounts.models import Block, PenName, User
from inkstead.library import actions
from inkstead.library.models import Hide
from inkstead.library.queries import names_to_part_from
from inkstead.stories.finding import writer as person
from inkstead.stories.models import Contributor
from inkstead.web.meta import PageMeta


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: HttpRequest, slug: str) -> HttpResponse:
    """What blocking and muting somebody does, with a button for each."""
    me, name = person(request), get_object_or_404(names_to_part_from(person(request)), slug=slug)
    if request.method == "POST":
        return _act(request, name, me)
    shown = {
        "page": PageMeta(title=f"Block or mute {name}", description="", url=request.path, robots="noindex"),
        "name": name,
        "kept_out": Block.objects.filter(by=me, pen_name=name).select_related("as_name").first(),
        "mute": Hide.objects.filter(user=me, pen_name=name).first(),
        "is_own": name.user_id == me.pk,
        "own_names": list(me.pen_names.order_by("name")),
        "together": _together(me, name),
    }
    return render(request, "library/apart.html", shown)


@login_required
@require_POST
def unblock(request: HttpRequest, slug: str) -> HttpResponse:
    """Also of somebody who keeps out who asks."""
    block = get_object_or_404(Block.objects.select_related("pen_name"), by=person(request), pen_name__slug=slug)
    unblock_name(block.pen_name, by=person(request))
    messages.success(request, f"You do not block {block.pen_name} any more. What ended with the block stays ended.")
    return redirect("hidden")


def _act(request: HttpRequest, name: PenName, me: User) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "block":
        block_name(name, by=me, as_name=_as_name(request, me))
        undo = reverse("unblock", args=[name.slug])
        messages.success(request, f"{name} is blocked, under whatever name they come.", extra_tags=undo)
    elif act == "mute":
        row = actions.hide(name, by=me)
        undo = reverse("show_again", args=[row.pk])
        messages.success(request, f"{name} is muted: you do not hear of them any more.", extra_tags=undo)
    else:
        raise Http404
    return redirect("hidden")


def _as_name(request: HttpRequest, me: User) -> PenName | None:
    chosen = request.POST.get("as_name", "")
    return get_object_or_404(me.pen_names, slug=chosen) if chosen else None


def _together(me: User, name: PenName) -> list[str]:
    """Titles of the stories on which both work: a block does not change that."""
    rows = Contributor.objects.filter(pen_name=name, story__author__user=me, story__binned_at=None)
    return list(rows.values_list("story__title", flat=True))
