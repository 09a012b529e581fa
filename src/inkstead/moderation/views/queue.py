"""What moderators work on. To everybody else these pages are not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.models import User
from inkstead.moderation import actions, rules
from inkstead.moderation.forms import AppealAnswerForm, CannedAnswerForm, DecisionForm
from inkstead.moderation.models import Appeal, CannedAnswer, Case, Decision, ThingKind
from inkstead.moderation.queries import WHICH, canned_answers, case_view, cases_for, log_page, open_appeals
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta

View = Callable[..., HttpResponse]


def for_those(may: Callable[[User], bool]) -> Callable[[View], View]:
    """A page that is not there for anybody else."""

    def around(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, **path: Any) -> HttpResponse:
            if not may(person(request)):
                raise Http404
            return view(request, **path)

        return guarded

    return around


def _sees_cases(user: User) -> bool:
    return bool(rules.kinds_of(user))


@for_those(_sees_cases)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The open cases, the oldest first."""
    me, which, kind = person(request), request.GET.get("show", ""), request.GET.get("kind", "")
    page = request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    shown = cases_for(me, which=which if which in WHICH else "", kind=kind, page=number)
    kinds = [(value, label) for value, label in ThingKind.choices if value in rules.kinds_of(me)]
    view = {"cases": shown, "which": which, "choices": WHICH.items(), "kind": kind, "kinds": kinds}
    moderates = rules.can_moderate(me)
    view |= {"appeals": len(open_appeals()) if moderates else 0, "moderates": moderates, "is_admin": rules.is_admin(me)}
    return _page(request, "queue", "Reports", view)


@for_those(_sees_cases)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """One case: what was reported, as it was and as it is; who reported it and why; and what can be done."""
    found, me = _case(request, case_id), person(request)
    view = case_view(found, me)
    canned = CannedAnswer.objects.filter(pk=_number(request.GET.get("answer", ""))).first()
    form = DecisionForm(request.POST or None, acts=view.acts, initial={"reason": canned.text if canned else ""})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = form.attempt(lambda: actions.decide(found, by=me, **given))
        if made is not None:
            messages.success(request, f"{made.get_act_display()}: it is done, and written down.")
            return redirect("moderation")
    shown = {"view": view, "form": form, "answers": canned_answers()}
    return _page(request, "case", found.title, shown, status=400 if form.errors else 200)


@for_those(_sees_cases)
@require_POST
def claim(request: HttpRequest, case_id: int) -> HttpResponse:
    """`back` gives it back."""
    found, me = _case(request, case_id), person(request)
    if "back" in request.POST:
        actions.give_case_back(found, by=me)
        messages.success(request, "Somebody else can take it now.")
    else:
        actions.claim_case(found, by=me)
        messages.success(request, "You work on it now.")
    return redirect(found)


@for_those(rules.can_moderate)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """What was decided; a POST takes it back."""
    rows = Decision.objects.select_related("about", "pen_name", "by__pen_name", "appeal")
    found = get_object_or_404(rows, pk=decision_id)
    if request.method == "POST":
        actions.reverse_decision(found, by=person(request))
        messages.success(request, "It is taken back.")
        return redirect("moderation_decision", found.pk)
    return _page(request, "decision", str(found), {"decision": found})


@for_those(rules.can_moderate)
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    return _page(request, "appeals", "Appeals", {"appeals": open_appeals()})


@for_those(rules.can_moderate)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    rows = Appeal.objects.select_related("decision__pen_name", "decision__by__pen_name", "answered_by__pen_name")
    found = get_object_or_404(rows, pk=appeal_id)
    form = AppealAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.attempt(lambda: actions.answer_appeal(found, by=person(request), **given)) is not None:
            messages.success(request, "The appeal is answered.")
            return redirect("appeals")
    why_not = "" if found.answered_at else rules.why_not_answer(person(request), found)
    shown = {"appeal": found, "form": form, "why_not": why_not}
    return _page(request, "appeal", "An appeal", shown, status=400 if form.errors else 200)


@for_those(rules.is_admin)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, answer_id: int | None = None) -> HttpResponse:
    """Reasons that are given often: see all, write one, change one, take one away."""
    known = get_object_or_404(CannedAnswer, pk=answer_id) if answer_id is not None else None
    if known is not None and "delete" in request.POST:
        actions.delete_answer(known, by=person(request))
        messages.success(request, f"“{known}” is gone.")
        return redirect("canned_answers")
    initial = {"title": known.title, "text": known.text} if known else {}
    form = CannedAnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.attempt(lambda: actions.save_answer(known, by=person(request), **given)) is not None:
            messages.success(request, "Saved.")
            return redirect("canned_answers")
    shown = {"answers": canned_answers(), "known": known, "form": form}
    return _page(request, "answers", "Canned answers", shown, status=400 if form.errors else 200)


@for_those(rules.can_moderate)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    rows, has_more = log_page(_number(request.GET.get("page", "1")))
    number = max(1, _number(request.GET.get("page", "1")))
    return _page(request, "log", "What was done", {"rows": rows, "has_more": has_more, "number": number})


def _case(request: HttpRequest, case_id: int) -> Case:
    rows = rules.cases_for(person(request)).select_related("pen_name__user", "claimed_by__pen_name")
    return get_object_or_404(rows, pk=case_id)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0


def _page(request: HttpRequest, template: str, title: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, f"moderation/{template}.html", {"page": meta, **shown}, status=status)
