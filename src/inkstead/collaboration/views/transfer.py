"""Give a story to another writer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from inkstead.collaboration import actions
from inkstead.collaboration.forms import OfferForm
from inkstead.collaboration.queries import open_invitations
from inkstead.stories import rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Invitation
from inkstead.web.desk import desk_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, story_id: int) -> HttpResponse:
    """Offered here; the story goes over when the other accepts."""
    story, user = own_story(request, story_id, rules.must_manage), writer(request)
    form = OfferForm(request.POST or None, title=story.title)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = form.attempt(lambda: actions.offer_story(story, name=given["name"], stays=given["stays"], by=user))
        if made is not None:
            messages.success(request, f"The story is offered to {made.pen_name.name}. It is yours until they accept.")
            return redirect("story_people", story.pk)
    offered = open_invitations(story).filter(role=Invitation.AUTHOR).first()
    context = {"story": story, "form": form, "offered": offered}
    return desk_page(
        request, "collaboration/transfer.html", "Give the story away", context, status=422 if form.errors else 200
    )
