"""Vote, comment: small forms that work without JavaScript, and answer a fragment to htmx."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.models import PenName, User
from inkstead.discussion import actions, limits
from inkstead.discussion.models import Comment, Vote
from inkstead.discussion.queries import thread_of, thread_page
from inkstead.discussion.rules import can_edit_comment
from inkstead.lib.refusals import Refused, TooOften
from inkstead.stories.models import Part
from inkstead.web.meta import PageMeta


@login_required
@require_POST
def vote(request: HttpRequest, part_id: int, slug: str = "") -> HttpResponse:
    """The button turns: a vote where there was none, none where there was one."""
    user = _person(request)
    part = get_object_or_404(Part.objects.visible_to(user), pk=part_id)
    if Vote.objects.filter(user=user, part=part).exists():
        actions.take_back_vote(part, by=user)
    else:
        actions.cast_vote(part, by=user)
    return redirect(part)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, part_id: int, slug: str = "") -> HttpResponse:
    """All threads of a part, page by page; a POST says something."""
    part = get_object_or_404(Part.objects.visible_to(request.user).select_related("story__author", "live"), pk=part_id)
    if request.method == "POST":
        return _say(request, part)
    page = request.GET.get("page", "1")
    shown = thread_page(part, int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1)
    meta = PageMeta(title=f"Comments on {part.title}", description="", url=part.get_absolute_url(), robots="noindex")
    return render(request, "discussion/comments.html", {"page": meta, "part": part, "threads": shown})


@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One thread on a page of its own: where a comment's address leads."""
    found = _visible_comment(request, comment_id)
    meta = PageMeta(
        title=f"Comment on {found.part.title}", description="", url=found.get_absolute_url(), robots="noindex"
    )
    view = {
        "page": meta,
        "part": found.part,
        "comment": found,
        "thread": thread_of(found),
        "mine": _own_ids(request, found),
    }
    return render(request, "discussion/thread.html", view)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    found = _visible_comment(request, comment_id)
    if not can_edit_comment(_person(request), found):
        raise Http404
    body, wrong = request.POST.get("body", found.body), ""
    if request.method == "POST":
        try:
            actions.edit_comment(found, body=body, by=_person(request))
            return redirect(_place_of(found))
        except Refused as refused:
            wrong = refused.message
    meta = PageMeta(title="Edit your comment", description="", url=request.path, robots="noindex")
    view = {"page": meta, "part": found.part, "comment": found, "body": body, "error": wrong}
    return render(request, "discussion/edit.html", view, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    found = _visible_comment(request, comment_id)
    if not can_edit_comment(_person(request), found):
        raise Http404
    if request.method == "POST":
        actions.delete_comment(found, by=_person(request))
        messages.success(request, "Your comment is gone.")
        return redirect(found.part.get_absolute_url() + "#comments")
    meta = PageMeta(title="Remove your comment?", description="", url=request.path, robots="noindex")
    return render(request, "discussion/delete.html", {"page": meta, "part": found.part, "comment": found})


def _say(request: HttpRequest, part: Part) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(f"/me/login/?next={part.get_absolute_url()}%23comments")
    user, body = _person(request), request.POST.get("body", "")
    parent = None
    if number := request.POST.get("parent"):
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise Http404
        parent = get_object_or_404(Comment, pk=int(number), part=part)
    try:
        limits.comments.must_allow(user.pk)
        said = actions.post_comment(part, body=body, by=user, pen_name=speaking_as(user), parent=parent)
    except Refused as refused:  # every typed character comes back
        meta = PageMeta(title="Your comment", description="", url=part.get_absolute_url(), robots="noindex")
        view = {"page": meta, "part": part, "body": body, "parent": parent, "error": refused.message}
        answer = render(request, "discussion/edit.html", view, status=422)
        if isinstance(refused, TooOften):
            answer.status_code, answer["Retry-After"] = 429, str(refused.wait)
        return answer
    return redirect(_place_of(said))


def speaking_as(user: User) -> PenName:
    """The pen name in use, else the first one."""
    name = user.pen_name or user.pen_names.order_by("pk").first()
    if name is None:
        raise Refused("Choose a pen name first.", code="forbidden")
    return name


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _visible_comment(request: HttpRequest, pk: int) -> Comment:
    """Found through its part: a comment is as visible as what it is about."""
    rows = Comment.objects.filter(part__in=Part.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("author", "part__story__author"), pk=pk)


def _own_ids(request: HttpRequest, found: Comment) -> set[int]:
    if not request.user.is_authenticated:
        return set()
    rows = Comment.objects.visible().filter(part=found.part_id, author__user=_person(request))
    return set(rows.values_list("pk", flat=True))


def _place_of(comment: Comment) -> str:
    return f"{comment.part.get_absolute_url()}#comment-{comment.pk}"
