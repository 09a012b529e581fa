"""What was decided about oneself, and what everybody may know."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.moderation import actions, rules
from inkstead.moderation.forms import AppealForm
from inkstead.moderation.models import Act, Decision
from inkstead.moderation.queries import decisions_about, figures
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta
from inkstead.web.responses import render_page, shared_page


@login_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    me = person(request)
    shown = {"decisions": decisions_about(me), "person": me}
    return render(request, "moderation/decisions.html", shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The reason, and a form to appeal: once."""
    rows = Decision.objects.filter(about=person(request)).exclude(act=Act.NOTHING).select_related("appeal")
    found = get_object_or_404(rows, pk=decision_id)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if form.attempt(lambda: actions.appeal(found, words=words, by=person(request))) is not None:
            messages.success(request, "Your appeal is there. Another moderator reads it, where there is one.")
            return redirect(found)
    shown = {"decision": found, "form": form, "may_appeal": rules.can_appeal(person(request), found)}
    return render(request, "moderation/own_decision.html", shown, status=400 if form.errors else 200)


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """How many, and of nobody."""
    told = "Reports, decisions and appeals in numbers."
    meta = PageMeta(title="What moderators did", description=told, url="/about/transparency/")
    return shared_page(
        request,
        lambda: render_page(
            "about",
            "moderation/transparency.html",
            {"page": meta, "figures": figures()},
            names=("moderation",),
            context={},
        ),
    )
