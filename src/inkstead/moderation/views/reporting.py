"""Report something: a form that works for guests and without scripts."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inkstead.accounts.models import User
from inkstead.discussion.guests.traces import network_of
from inkstead.moderation import actions
from inkstead.moderation.forms import ReportForm
from inkstead.moderation.things import Thing, thing_for
from inkstead.web.meta import PageMeta


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, thing_id: int) -> HttpResponse:
    """What somebody may not see cannot be reported by them: to them it is not there."""
    actions.refuse_reports_of_reports(kind)
    thing = thing_for(request.user, kind, thing_id)
    user = request.user if isinstance(request.user, User) else None
    if user is None and not settings.GUEST_COMMENTS:
        return redirect_to_login(request.get_full_path())
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
            return redirect(_back(thing))
    meta = PageMeta(title=f"Report {thing.title}", description="", url=request.path, robots="noindex")
    challenge = actions.challenge(thing) if user is None else ""
    shown = {"page": meta, "thing": thing, "form": form, "challenge": challenge}
    return render(request, "moderation/report.html", shown, status=400 if form.errors else 200)


def _back(thing: Thing) -> str:
    return thing.url
