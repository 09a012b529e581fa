"""The wall of a name."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.accounts.models import PenName, User
from inkstead.discussion import actions, limits
from inkstead.discussion.models import ON_WALLS, WallPost, Who
from inkstead.discussion.queries.lists import APART
from inkstead.discussion.queries.walls import has_kept_apart, wall_page
from inkstead.discussion.views.saying import number_of, speaking_as
from inkstead.lib.refusals import Refused, TooOften
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta


@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands on it; a POST writes something."""
    name = get_object_or_404(PenName.objects.open_to(request.user), slug=slug)
    user = request.user if isinstance(request.user, User) else None
    here, body, wrong = f"{name.get_absolute_url()}wall/", "", None
    if request.method == "POST":
        if user is None:
            return redirect(f"/me/login/?next={here}")
        body = request.POST.get("body", "")
        try:
            limits.comments.must_allow(user.pk)
            actions.write_on_wall(name, body=body, by=user, pen_name=speaking_as(user))
            return redirect(here)
        except Refused as refused:  # every typed character comes back
            wrong = refused
    is_own = user is not None and user.pk == name.user_id
    apart = is_own and request.GET.get("show") == APART
    view = {
        "page": PageMeta(title=f"The wall of {name}", description="", url=here, robots="noindex"),
        "name": name,
        "wall": wall_page(name, user, number_of(request.GET.get("page", "1")), apart=apart),
        "apart": apart,
        "has_apart": is_own and (apart or has_kept_apart(name)),
        "why_not": actions.why_not_here(name, user),
        "is_own": is_own,
        "who": actions.who_may(name),
        "choices": [(value, label) for value, label in Who.choices if value in ON_WALLS],
        "body": body,
        "error": wrong.message if wrong else "",
    }
    answer = render(request, "discussion/wall.html", view, status=422 if wrong else 200)
    if isinstance(wrong, TooOften):
        answer.status_code, answer["Retry-After"] = 429, str(wrong.wait)
    return answer


@login_required
@require_POST
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Who may write on one's own wall."""
    name = get_object_or_404(PenName, slug=slug, user=person(request))
    actions.decide_wall(name, who=request.POST.get("who", ""), by=person(request))
    messages.success(request, "Saved.")
    return redirect("wall", name.slug)


@login_required
@require_POST
def take_off(request: HttpRequest, post_id: int) -> HttpResponse:
    post = get_object_or_404(WallPost.objects.within_reach_of(request.user).select_related("wall_of"), pk=post_id)
    actions.take_off_wall(post, by=person(request))
    messages.success(request, "It is gone.")
    return redirect("wall", post.wall_of.slug)
