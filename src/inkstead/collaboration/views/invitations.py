"""An invitation, for the one who got it. To everybody else there is no such page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from inkstead.collaboration import actions
from inkstead.collaboration.queries import ROLES, role_label
from inkstead.stories.finding import writer
from inkstead.stories.models import Invitation, Role, Story
from inkstead.web.desk import desk_page


@login_required
@require_safe
def invitation(request: HttpRequest, invitation_id: int) -> HttpResponse:
    found = _mine(request, invitation_id)
    is_offer = found.role == Invitation.AUTHOR
    context = {
        "invitation": found,
        "invited_to": found.story,
        "is_offer": is_offer,
        "role": role_label(found.role),
        "meaning": "" if is_offer else ROLES[Role(found.role)][1],
        "can_see": Story.objects.visible_to(writer(request)).filter(pk=found.story_id).exists(),
        "works_on_it": Story.objects.worked_on_by(writer(request)).filter(pk=found.story_id).exists(),
    }
    return desk_page(request, "collaboration/invitation.html", "An invitation", context)


@login_required
@require_POST
def accept(request: HttpRequest, invitation_id: int) -> HttpResponse:
    found = actions.accept_invitation(_mine(request, invitation_id), by=writer(request))
    if found.role == Invitation.AUTHOR:
        messages.success(request, f"“{found.story.title}” is yours now, as {found.pen_name.name}.")
    else:
        messages.success(request, f"You work on “{found.story.title}” now, as {found.pen_name.name}.")
    if Story.objects.worked_on_by(writer(request)).filter(pk=found.story_id).exists():
        return redirect("write_story", found.story_id)
    return redirect("invitation", found.pk)


@login_required
@require_POST
def decline(request: HttpRequest, invitation_id: int) -> HttpResponse:
    found = actions.decline_invitation(_mine(request, invitation_id), by=writer(request))
    messages.success(request, f"You have declined. {found.invited_by.name} sees that it is not open any more.")
    return redirect("write")


def _mine(request: HttpRequest, invitation_id: int) -> Invitation:
    rows = Invitation.objects.filter(pen_name__user=writer(request))
    return get_object_or_404(rows.select_related("pen_name", "invited_by", "story__author"), pk=invitation_id)
