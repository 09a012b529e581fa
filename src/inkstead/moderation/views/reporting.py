"""Report something: a form that works for guests and without scripts."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inkstead.accounts.middleware import unless_suspended
from inkstead.accounts.models import User
from inkstead.discussion.guests.traces import network_of
from inkstead.discussion.rules import can_tend
from inkstead.moderation import actions
from inkstead.moderation.forms import ReportForm
from inkstead.moderation.models import ThingKind
from inkstead.moderation.things import Thing, thing_for
from inkstead.stories.gate import must_have_said_yes
from inkstead.web.meta import PageMeta


@unless_suspended
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, thing_id: int) -> HttpResponse:
    """What somebody may not see cannot be reported by them: to them it is not there."""
    actions.refuse_reports_of_reports(kind)
    thing = thing_for(request.user, kind, thing_id)
    user = request.user if isinstance(request.user, User) else None
    if user is None and not settings.GUEST_COMMENTS:
        return redirect_to_login(request.get_full_path())
    if not thing.is_closed:
        _must_have_said_yes(request, thing)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        name = user.pen_name if user is not None else None
        network = "" if user is not None else network_of(request.META["REMOTE_ADDR"])
        proof = request.POST.get("proof", "") if user is None else ""
        made = form.attempt(
            lambda: actions.report(thing, by=user, pen_name=name, network=network, proof=proof, **given)
        )
        if made is not None:
            messages.success(request, "Thank you. Moderators will look at it.")
            return redirect(_back(thing, user))
    title = "Report" if thing.is_closed else f"Report {thing.title}"
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    challenge = actions.challenge(thing) if user is None else ""
    shown = {"page": meta, "thing": thing, "form": form, "challenge": challenge, "back": _back(thing, user)}
    return render(request, "moderation/report.html", shown, status=400 if form.errors else 200)


def _back(thing: Thing, user: User | None) -> str:
    """Where they came from: for whoever looks after a comment that is the page for it."""
    if thing.is_closed:
        return "/"
    if thing.kind == ThingKind.COMMENT and user is not None and can_tend(user, thing.row.part.story):
        return reverse("tend_comment", args=[thing.id])
    return thing.url


def _must_have_said_yes(request: HttpRequest, thing: Thing) -> None:
    """The form quotes a comment, which stands behind the gate of its part."""
    if thing.kind in (ThingKind.COMMENT, ThingKind.PART):
        must_have_said_yes(request, thing.row.part if thing.kind == ThingKind.COMMENT else thing.row)
