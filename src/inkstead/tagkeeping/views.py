"""The pages of tag keepers: a list, a tag with everything that can be decided about it, a preview before each change,
the log and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.accounts.models import User
from inkstead.accounts.rules import can_keep_tags
from inkstead.lib.languages import COMMON_LANGUAGES
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Tag, TagKind
from inkstead.tagkeeping import actions, queries
from inkstead.tagkeeping.actions.undoing import undoing
from inkstead.tagkeeping.plans import BY_HAND, MAKERS, Asked, plan
from inkstead.web.meta import PageMeta

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
LINES = 50
FIELDS = ("other", "kind", "name", "language", "beside")


def keepers_only(view: View[P]) -> View[P]:
    @wraps(view)
    def asked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not can_keep_tags(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(asked)


@keepers_only
@require_safe
def tags(request: HttpRequest) -> HttpResponse:
    q, kind, shown = (request.GET.get(name, "")[:80].replace("\x00", "") for name in ("q", "kind", "show"))
    shown = shown if shown in queries.SHOWN else ""
    found = queries.tag_list(q=q, kind=kind, shown=shown, after=request.GET.get("after", ""))
    kept = {"q": q, "kind": kind, "show": shown}
    view = {
        "list": found,
        "q": q,
        "kind": kind,
        "kinds": TagKind.choices,
        "filters": [(label, _address(kept | {"show": key}), key == shown) for key, label in queries.SHOWN.items()],
        "shown": shown,
        "next_url": _address(kept | {"after": found.next}) if found.next else "",
    }
    return _page(request, "tags", "Tags", view)


@keepers_only
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """`q` is what was typed of one name."""
    found = queries.suggested(request.GET.get("q", "")[:60].replace("\x00", ""))
    items = [
        {"name": row.name, "kind": row.kind_label, "stories": row.stories, "stands_for": row.stands_for}
        for row in found
    ]
    return JsonResponse({"items": items})


@keepers_only
@require_safe
def tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    return _tag_page(request, _tag(tag_id))


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, tag_id: int, verb: str) -> HttpResponse:
    """Asked: what would become of it. Sent: done, and told where it can be taken back."""
    found = _tag(tag_id)
    if verb not in MAKERS:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    asked = _asked(verb, given)
    try:
        if request.method == "POST":
            done = actions.change_tag(found, asked, by=_person(request), why=given.get("why", ""))
            messages.success(request, f"{done.said}. It can be taken back in the log.")
            return redirect(done)
        made = plan(found, asked)
    except Refused as refused:
        return _tag_page(request, found, refused=refused.message, asked=asked, why=given.get("why", ""))
    kept = [(name, value) for name in FIELDS if (value := getattr(asked, name))]
    view = {
        "tag": found,
        "plan": made,
        "number": made.stories.count(),
        "sample": list(made.stories.select_related("author")[: queries.SAMPLE]),
        "kept": [*kept, *(("story", pk) for pk in asked.stories)],
        "verb": verb,
    }
    return _page(request, "decide", f"{found.name}: if you do this", view)


@keepers_only
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    rows = queries.log()
    before = _number(request.GET.get("before", ""))
    shown = list((rows.filter(pk__lt=before) if before else rows)[: LINES + 1])
    following = f"?before={shown[LINES - 1].pk}" if len(shown) > LINES else ""
    return _page(request, "log", "What was decided about tags", {"changes": shown[:LINES], "next_url": following})


@keepers_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """One line of the log: how far it has come, and what would become of taking it back."""
    found = get_object_or_404(queries.log(), pk=change_id)
    if request.method == "POST":
        undone = actions.undo_change(found, by=_person(request), why=request.POST.get("why", ""))
        messages.success(request, "Taken back.")
        return redirect(undone)
    view: dict[str, Any] = {"change": found, "tasks": queries.tasks_of(found)}
    try:
        view["undoing"] = undoing(found)
    except Refused as refused:
        view["refused"] = refused.message
    return _page(request, "change", found.said, view)


def _tag_page(
    request: HttpRequest, found: Tag, *, refused: str = "", asked: Asked | None = None, why: str = ""
) -> HttpResponse:
    about = queries.tag_page(found)
    view = {
        "about": about,
        "tag": found,
        "asked": asked,
        "why": why,
        "refused": refused,
        "kinds": TagKind.choices,
        "languages": COMMON_LANGUAGES,
        "stories": list(queries.carrying([found.pk]).select_related("author")[:LINES]),
        "most": BY_HAND,
    }
    return _page(request, "tag", found.name, view, status=400 if refused else 200)


def _page(request: HttpRequest, name: str, title: str, view: dict[str, Any], *, status: int = 200) -> HttpResponse:
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, f"tagkeeping/{name}.html", {"page": meta, **view}, status=status)


def _address(asked: dict[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in asked.items() if value})


def _asked(verb: str, given: QueryDict) -> Asked:
    texts = {name: given.get(name, "").replace("\x00", "").strip() for name in FIELDS}
    stories = tuple(number for typed in given.getlist("story")[: BY_HAND + 1] if (number := _number(typed)))
    return Asked(verb, stories=stories, **texts)


def _tag(tag_id: int) -> Tag:
    return get_object_or_404(queries.known().select_related("stands_for"), pk=tag_id)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
