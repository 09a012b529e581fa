"""The form for people without an account. It is a page of its own, rendered for each: the kept pages carry no form."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.discussion import actions
from inkstead.discussion.guests.proofs import challenge_for
from inkstead.discussion.models import Comment
from inkstead.discussion.rules import why_silent
from inkstead.discussion.talk import JOINS, talk_of
from inkstead.discussion.views.saying import place_of
from inkstead.lib.refusals import Refused
from inkstead.stories.gate import must_have_said_yes
from inkstead.stories.models import Part
from inkstead.web.meta import PageMeta
from inkstead.web.responses import render_page, shared_page

COOKIE = "guest"  # of a pass; a cookie that only these pages get: it says whose comments were approved before
COOKIE_AGE = 180 * 24 * 3600
FIELDS = ("block", "quote", "parent", "body", "name")


@require_http_methods(["GET", "HEAD", "POST"])
def say_as_guest(request: HttpRequest, part_id: int) -> HttpResponse:
    rows = Part.objects.visible_to(None).published().select_related("story__author", "live", *JOINS)
    part = get_object_or_404(rows, pk=part_id)
    if request.user.is_authenticated:
        return redirect(part.get_absolute_url() + "#comments")
    must_have_said_yes(request, part)
    given = request.POST if request.method == "POST" else request.GET
    parent, wrong, unsaid = _parent(part, given.get("parent", "")), "", ""
    if request.method == "POST":
        try:
            return _said(request, part, parent)
        except Refused as refused:
            wrong = refused.message
            unsaid = "quote" if "quote" in refused.fields else ""  # it would be refused again
    meta = PageMeta(title="Comment as a guest", description="", url=request.path, robots="noindex")
    view = {
        "page": meta,
        "part": part,
        "parent": parent,
        "error": wrong,
        "why_not": why_silent(part, talk_of(part), None, is_worker=False),
        "challenge": challenge_for(part.pk, harder=actions.hardness(part)),
        "given": {name: given.get(name, "") if name != unsaid else "" for name in FIELDS},
    }
    return render(request, "discussion/guest.html", view, status=422 if wrong else 200)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What happens to a guest's comment, and what is kept of it."""
    meta = PageMeta(title="Comments of guests", description="What happens to them.", url="/about/guests/")
    view = {"page": meta}
    return shared_page(
        request, lambda: render_page("about", "discussion/about_guests.html", view, names=(), context={})
    )


def _said(request: HttpRequest, part: Part, parent: Comment | None) -> HttpResponse:
    given = request.POST
    said = actions.post_guest_comment(
        part,
        body=given.get("body", ""),
        name=given.get("name", ""),
        address=request.META["REMOTE_ADDR"],
        guest_pass=request.COOKIES.get(COOKIE, "")[:100],
        proof=given.get("proof", ""),
        block=given.get("block", ""),
        quote=given.get("quote", ""),
        parent=parent,
        furthest=_part(given.get("furthest", "")),
    )
    if said.comment.is_visible:
        answer: HttpResponse = redirect(place_of(said.comment))
    else:
        meta = PageMeta(title="Your comment waits", description="", url=request.path, robots="noindex")
        view = {"page": meta, "part": part, "beside": said.comment.block, "held_for": said.comment.held_for}
        answer = render(request, "discussion/guest_sent.html", view)
    if said.guest_pass:
        answer.set_cookie(
            COOKIE,
            said.guest_pass,
            max_age=COOKIE_AGE,
            path="/guest/",
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


def _parent(part: Part, number: str) -> Comment | None:
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    return get_object_or_404(Comment.objects.standing().select_related("author", "thread"), pk=int(number), part=part)


def _part(number: str) -> Part | None:
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Part.objects.visible_to(None).filter(pk=int(number)).first()
