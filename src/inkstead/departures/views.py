"""Leaving, staying after all, and heirs."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.accounts.closed import closed_account, remember_closed_account
from inkstead.accounts.rules import why_quiet
from inkstead.departures import actions, choosing
from inkstead.departures.models import Departure, Heir
from inkstead.lib.refusals import Refused
from inkstead.stories.finding import writer as person

MONTHS = tuple(str(number) for number in actions.MONTHS)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """What becomes of each story, and then the password: the account is closed with that, and gone in a week."""
    user = person(request)
    has_password = user.has_usable_password()
    wrong = ""
    if request.method == "POST":
        stories = {name[6:]: str(value) for name, value in request.POST.items() if name.startswith("story-")}
        try:
            if not actions.is_sure(user, request.POST.get("password", "")):
                raise Refused(actions.WRONG, code="invalid", fields={"password": actions.WRONG})
            actions.ask_to_leave(user, stories=stories, keeps_comments=request.POST.get("comments") != "go")
        except Refused as refused:
            wrong = refused.message
        else:
            logout(request)
            remember_closed_account(request, user)
            return redirect("stay")
    offered = choosing.choices_of(user)
    choices = [
        (choice.story, field, choice.ways, request.POST.get(field) or choice.ways[0].value)
        for choice in offered
        for field in (f"story-{choice.story.pk}",)
    ]
    view = {
        "choices": choices,
        "has_names": len({choice.story.author_id for choice in offered}) > 1,
        "comments": request.POST.get("comments", "keep"),
        "has_password": has_password,
        "wrong": wrong,
        "days": actions.GRACE.days,
    }
    return render(request, "departures/leave.html", view, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def stay(request: HttpRequest) -> HttpResponse:
    """For whoever asked to leave, until they are gone."""
    user = closed_account(request, now=time.time())
    if user is None:
        return redirect_to_login(request.get_full_path())
    departure = Departure.objects.filter(user=user).first()
    if departure is None:
        return redirect("leaving")
    if request.method == "POST":
        actions.stay(user)
        request.session.flush()
        messages.success(request, "You are staying. Sign in again.")
        return redirect("account_login")
    return render(request, "departures/stay.html", {"departure": departure})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def heir(request: HttpRequest) -> HttpResponse:
    """Whom I named, and who named me."""
    user = person(request)
    mine = Heir.objects.filter(user=user).select_related("pen_name", "asked_as").first()
    view: dict[str, Any] = {"months": actions.MONTHS, "name": request.POST.get("name", ""), "wrong": ""}
    view["quiet"], status = why_quiet(user), 200
    if request.method == "POST":
        months = request.POST.get("months", "")
        try:
            actions.name_heir(
                user,
                name=view["name"],
                months=int(months) if months.isascii() and months.isdigit() else 0,
                all_names=request.POST.get("all_names") == "yes",
            )
        except Refused as refused:
            view["wrong"], status = ("", 403) if view["quiet"] else (refused.message, 422)
        else:
            messages.success(request, "They are asked. It holds when they accept.")
            return redirect("heir")
    others = Heir.objects.filter(pen_name__user=user).select_related("user", "asked_as", "pen_name")
    view["has_names"] = user.pen_names.count() > 1
    view |= {"heir": mine, "others": [(one, actions.is_away(one)) for one in others]}
    return render(request, "departures/heir.html", view, status=status)


@login_required
@require_POST
def no_heir(request: HttpRequest) -> HttpResponse:
    actions.name_nobody(person(request))
    messages.success(request, "Nobody is named any more.")
    return redirect("heir")


@login_required
@require_POST
def answer(request: HttpRequest, asked_as: int, said: str) -> HttpResponse:
    """Of whoever was named: accept, refuse (also later), or claim."""
    asked = Heir.asked_of(person(request), asked_as)
    if asked is None:
        raise Http404
    try:
        if said == "accept":
            actions.accept(asked)
            messages.success(request, "You will look after their stories if it comes to that.")
        elif said == "claim":
            actions.claim(asked)
            messages.success(
                request, "They are written to. If they do not come, their stories are yours in thirty days."
            )
        else:
            actions.refuse(asked)
            messages.success(request, "That is ended.")
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("heir")
