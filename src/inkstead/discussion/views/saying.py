"""Vote, comment: small forms that work without JavaScript, and answer a fragment to htmx."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.middleware import unless_suspended
from inkstead.accounts.models import PenName, User
from inkstead.discussion import actions, limits
from inkstead.discussion.models import Comment, Vote
from inkstead.discussion.queries import comment_html, named_in, thread_of, thread_page
from inkstead.discussion.rules import can_edit_comment
from inkstead.discussion.showing import beholder_of, knowing
from inkstead.discussion.talk import JOINS
from inkstead.lib.refusals import Refused, TooOften
from inkstead.library.queries import apart_for
from inkstead.stories.gate import must_have_said_yes
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
        actions.cast_vote(part, by=user, address=request.META["REMOTE_ADDR"])
    return redirect(part)


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, part_id: int, slug: str = "") -> HttpResponse:
    """All threads of a part, page by page; a POST says something."""
    part = visible_part(request, part_id)
    if request.method == "POST":
        return say(request, part)
    beholder = beholder_of(request, part)
    shown = thread_page(part, number_of(request.GET.get("page", "1")), reach=beholder.reach, between=beholder.between)
    meta = PageMeta(title=f"Comments on {part.title}", description="", url=part.get_absolute_url(), robots="noindex")
    view = {"page": meta, "part": part, "threads": shown, "beholder": knowing(beholder, request, shown.comments)}
    return render(request, "discussion/comments.html", view)


@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One thread on pages of its own: where a comment's address leads."""
    found = visible_comment(request, comment_id)
    beholder = beholder_of(request, found.part)
    page = request.GET.get("page")
    thread = thread_of(found, number_of(page) if page else None, reach=beholder.reach, between=beholder.between)
    meta = PageMeta(
        title=f"Comment on {found.part.title}", description="", url=found.get_absolute_url(), robots="noindex"
    )
    view = {
        "page": meta,
        "part": found.part,
        "comment": found,
        "is_apart": found.author_id in beholder.between.away,
        "thread": thread,
        "anchor": f"#{found.block}"
        if found.block and found.block in (found.part.live.html if found.part.live else "")
        else "",
        "beholder": knowing(beholder, request, thread.comments),
    }
    return render(request, "discussion/thread.html", view)


@require_safe
def history(request: HttpRequest, comment_id: int) -> HttpResponse:
    """What a comment said before it was changed; not to who keeps its writer apart."""
    found = visible_comment(request, comment_id)
    if not found.is_visible or found.edited_at is None or found.author_id in apart_for(request.user).away:
        raise Http404
    named = named_in([found]).get(found.pk, ())
    said = [(found.edited_at, found.body), *((row.at, row.body) for row in found.earlier.all())]
    versions = [(at, comment_html(body, named)) for at, body in said]
    knows_more = found.ahead is not None and found.ahead.position > beholder_of(request, found.part).reach
    meta = PageMeta(title="How a comment was changed", description="", url=request.path, robots="noindex")
    view = {"page": meta, "part": found.part, "comment": found, "versions": versions, "knows_more": knows_more}
    return render(request, "discussion/history.html", view)


@login_required
@unless_suspended
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, comment_id: int) -> HttpResponse:
    found = visible_comment(request, comment_id)
    if not can_edit_comment(_person(request), found):
        raise Http404
    body, wrong = request.POST.get("body", found.body), ""
    if request.method == "POST":
        try:
            actions.edit_comment(found, body=body, by=_person(request))
            return redirect(place_of(found))
        except Refused as refused:
            wrong = refused.message
    meta = PageMeta(title="Edit your comment", description="", url=request.path, robots="noindex")
    view = {"page": meta, "part": found.part, "comment": found, "body": body, "error": wrong}
    return render(request, "discussion/edit.html", view, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, comment_id: int) -> HttpResponse:
    """One's own words can be taken back for as long as they are there: while they wait, when they were hidden, and when
    the part itself cannot be opened any more."""
    me = _person(request)
    mine = Comment.objects.filter(author__user=me, deleted_at__isnull=True)
    found = get_object_or_404(mine.select_related("part__story"), pk=comment_id)
    is_open = Part.objects.visible_to(me).filter(pk=found.part_id).exists() and found.is_visible
    if request.method == "POST":
        actions.delete_comment(found, by=me)
        messages.success(request, "Your comment is gone.")
        return redirect(found.part.get_absolute_url() + "#comments" if is_open else "my_comments")
    meta = PageMeta(title="Remove your comment?", description="", url=request.path, robots="noindex")
    back = f"{found.part.get_absolute_url()}#comment-{found.pk}" if is_open else reverse("my_comments")
    return render(request, "discussion/delete.html", {"page": meta, "comment": found, "back": back})


def say(request: HttpRequest, part: Part, block: str = "") -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(f"/me/login/?next={part.get_absolute_url()}%23comments")
    user, body, quote = _person(request), request.POST.get("body", ""), request.POST.get("quote", "")
    parent = parent_of(request, part)
    try:
        limits.comments.must_allow(user.pk)
        said = actions.post_comment(
            part, body=body, by=user, pen_name=speaking_as(user), parent=parent, block=block, quote=quote
        )
    except Refused as refused:  # every typed character comes back; a quote that is not there would be refused again
        quote = "" if "quote" in refused.fields else quote
        meta = PageMeta(title="Your comment", description="", url=part.get_absolute_url(), robots="noindex")
        view = {"page": meta, "part": part, "body": body, "parent": parent, "quote": quote, "error": refused.message}
        answer = render(request, "discussion/edit.html", view | {"action": request.path}, status=422)
        if isinstance(refused, TooOften):
            answer.status_code, answer["Retry-After"] = 429, str(refused.wait)
        return answer
    if not said.is_visible:
        messages.success(request, "Your comment waits until somebody who writes this story has read it.")
        return redirect(margin_url(part, block) if block else part.get_absolute_url() + "#comments")
    return redirect(place_of(said))


def speaking_as(user: User) -> PenName:
    """The pen name in use, else the first one."""
    name = user.pen_name or user.pen_names.order_by("pk").first()
    if name is None:
        raise Refused("Choose a pen name first.", code="forbidden")
    return name


def parent_of(request: HttpRequest, part: Part) -> Comment | None:
    """The comment that is answered, among those that readers can see."""
    number = request.POST.get("parent") or ""
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    rows = Comment.objects.standing().open_to(request.user).select_related("thread")
    return get_object_or_404(rows, pk=int(number), part=part)


def visible_part(request: HttpRequest, part_id: int) -> Part:
    rows = Part.objects.visible_to(request.user).select_related("story__author", "live", *JOINS)
    found = get_object_or_404(rows, pk=part_id)
    must_have_said_yes(request, found)
    return found


def visible_comment(request: HttpRequest, pk: int) -> Comment:
    """Found through its part: a comment is as visible as what it is about. What waits is nowhere to be found."""
    rows = Comment.objects.standing().open_to(request.user).filter(part__in=Part.objects.visible_to(request.user))
    joins = ("part__live", "part__story__author", *(f"part__{join}" for join in JOINS))
    found = get_object_or_404(rows.select_related("author", "ahead", *joins), pk=pk)
    must_have_said_yes(request, found.part)
    return found


def number_of(page: str) -> int:
    return int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1


def margin_url(part: Part, block: str = "") -> str:
    return f"{part.get_absolute_url()}margin/{block}/" if block else f"{part.get_absolute_url()}margin/"


def place_of(comment: Comment) -> str:
    """Where readers find a comment: in the margin of its paragraph, or below its part."""
    if comment.block:
        return f"{margin_url(comment.part, comment.block)}#comment-{comment.pk}"
    return f"{comment.part.get_absolute_url()}#comment-{comment.pk}"


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
