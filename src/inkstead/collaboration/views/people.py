"""Who works on a story: asked, shown, changed, gone."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.collaboration import actions
from inkstead.collaboration.forms import InviteForm, RoleForm
from inkstead.collaboration.queries import open_invitations, people_of, role_label
from inkstead.stories import rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Contributor, Invitation
from inkstead.web.desk import desk_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, story_id: int) -> HttpResponse:
    """Everybody who works on the story sees who else does; its author asks others to join."""
    must = rules.must_manage if request.method == "POST" else rules.must_read_drafts
    story, user = own_story(request, story_id, must), writer(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = form.attempt(lambda: actions.invite(story, name=given["name"], role=given["role"], by=user))
        if made is not None:
            messages.success(request, f"{made.pen_name.name} is invited. They find it on their Write page.")
            return redirect("story_people", story.pk)
    can_manage = rules.can_manage(user, story)
    context = {
        "story": story,
        "people": people_of(story, user),
        "may": rules.rights_of(user, story),
        "can_manage": can_manage,
        "invitations": open_invitations(story) if can_manage else (),
        "form": form,
    }
    return desk_page(
        request, "collaboration/people.html", f"People of {story.title}", context, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, story_id: int, contributor_id: int) -> HttpResponse:
    """Another role for somebody who works on the story."""
    found, user = _contributor(request, story_id, contributor_id), writer(request)
    rules.must_manage(user, found.story)
    form = RoleForm(request.POST or None, initial={"role": found.role})
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        actions.change_role(found, role=role, by=user)
        messages.success(request, f"{found.pen_name.name} is now: {role_label(role)}.")
        return redirect("story_people", story_id)
    context = {"story": found.story, "person": found, "form": form}
    return desk_page(
        request, "collaboration/person.html", found.pen_name.name, context, status=422 if form.errors else 200
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, story_id: int, contributor_id: int) -> HttpResponse:
    """By the author: somebody works on the story no longer. By themselves: they leave."""
    found, user = _contributor(request, story_id, contributor_id), writer(request)
    leaves = found.pen_name.user_id == user.pk
    if not leaves:
        rules.must_manage(user, found.story)
    if request.method == "POST":
        actions.remove_contributor(found, by=user)
        who = f"You do not work on “{found.story.title}” any more." if leaves else f"{found.pen_name.name} is removed."
        messages.success(request, who)
        still = rules.can_read_drafts(user, found.story)
        return redirect("story_people", story_id) if still else redirect("write")
    context = {"story": found.story, "person": found, "leaves": leaves, "role": role_label(found.role)}
    return desk_page(request, "collaboration/leave.html", "Leave" if leaves else "Remove", context)


@login_required
@require_POST
def take_back(request: HttpRequest, story_id: int, invitation_id: int) -> HttpResponse:
    story = own_story(request, story_id, rules.must_manage)
    found = get_object_or_404(Invitation.objects.select_related("story", "pen_name"), pk=invitation_id, story=story)
    actions.take_back_invitation(found, by=writer(request))
    messages.success(request, f"The invitation to {found.pen_name.name} is taken back.")
    return redirect("story_people", story.pk)


def _contributor(request: HttpRequest, story_id: int, contributor_id: int) -> Contributor:
    """Those who do not work on the story learn nothing; those who do see its people anyway."""
    story = own_story(request, story_id, rules.must_read_drafts)
    found = story.contributors.select_related("pen_name").filter(pk=contributor_id).first()
    if found is None:
        raise Http404
    found.story = story
    return found
