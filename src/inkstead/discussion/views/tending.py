"""Looking after comments: the desk's page of all of a story's, and what can be done with one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.middleware import unless_suspended
from inkstead.accounts.models import User
from inkstead.discussion import actions
from inkstead.discussion.models import Comment, CommentQuerySet, Wave
from inkstead.discussion.queries import (
    comment_html,
    filters_for,
    inbox_of,
    named_in,
    said_by,
    waiting_anywhere,
    waiting_in,
    waves_of,
)
from inkstead.discussion.rules import can_tend
from inkstead.discussion.talk import JOINS
from inkstead.discussion.views.saying import number_of, place_of, speaking_as
from inkstead.lib.refusals import Refused
from inkstead.library.queries import apart_for
from inkstead.stories import rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Part
from inkstead.stories.rules import name_of
from inkstead.web.desk import desk_page
from inkstead.web.meta import PageMeta

DONE = {
    "approve": "Readers see it now.",
    "show": "Readers see it again.",
    "hide": "It is hidden. You can show it again.",
    "spam": "It is hidden, and the filter has learned from it.",
    "remove": "It is gone.",
    "heart": "You gave it a heart.",
    "unheart": "The heart is taken back.",
    "pin": "Its thread stands first now.",
    "unpin": "It stands in its old place again.",
    "lock": "Nothing can be added to the thread now.",
    "unlock": "The thread is open again.",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest, story_id: int) -> HttpResponse:
    """All comments of a story in one place, with filters; answered where they stand."""
    story = own_story(request, story_id, rules.must_edit)
    if request.method == "POST":
        comment = get_object_or_404(_all(), pk=_number(request, "comment"), part__story=story)
        return _act(request, comment, f"{request.path}?{request.GET.urlencode()}#comment-{comment.pk}")
    which = request.GET.get("show", "")
    between = apart_for(writer(request))
    filters = filters_for(between)
    which = which if which in filters else ""
    part, words = _digits(request.GET.get("part", "")), words_of(request.GET.get("q", ""))
    page = number_of(request.GET.get("page", "1"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "story": story,
        "may": rules.rights_of(writer(request), story),
        "inbox": inbox_of(story, which=which, part=part, words=words, page=page, between=between),
        "filters": filters,
        "which": which,
        "part_asked": part,
        "words": words,
        "parts": Part.objects.filter(story=story).kept().in_order().only("pk", "title"),
        "waiting": waiting_in(story, between),
        "waves": waves_of(story),
        "kept": kept.urlencode(),
    }
    return desk_page(request, "discussion/inbox.html", f"Comments on {story.title}", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponse:
    """For moderators: what guests said on any story and nobody has read yet."""
    if not writer(request).is_moderator:
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, get_object_or_404(_all(), pk=_number(request, "comment")), request.path)
    shown = waiting_anywhere(number_of(request.GET.get("page", "1")))
    context = {"inbox": shown, "waves": waves_of(None), "story": None, "section": ""}
    return desk_page(request, "discussion/queue.html", "What guests said", context)


@login_required
@unless_suspended
@require_http_methods(["GET", "HEAD", "POST"])
def tend(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Everything that can be done with one comment, on a page of its own."""
    found = _tended(request, comment_id)
    if request.method == "POST":
        gone = request.POST.get("act") == "remove"
        return _act(request, found, found.part.get_absolute_url() if gone else request.path)
    meta = PageMeta(title="Tend a comment", description="", url=request.path, robots="noindex")
    guest = bool(found.guest_name)
    waves = [
        (alike, said, actions.wave_around(found, alike, by=writer(request)).count())
        for alike, said in (
            ("text", "say nearly the same"),
            ("network", "came from the same network within a day"),
            ("time", "came from guests within half an hour"),
        )
        if guest
    ]
    view = {
        "page": meta,
        "part": found.part,
        "comment": found,
        "html": comment_html(found.body, named_in([found]).get(found.pk, ())),
        "waves": [wave for wave in waves if wave[2] > 1],
        "works_on": name_of(writer(request), found.part.story) is not None,
        "place": place_of(found),
    }
    return render(request, "discussion/tend.html", view)


@login_required
@require_POST
def wave(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Hide together what came together."""
    found = _tended(request, comment_id)
    made = actions.hide_wave(found, request.POST.get("alike", ""), by=writer(request))
    number = made.comments.count()
    messages.success(request, f"{number} comment{'s are' if number != 1 else ' is'} hidden. One click undoes it.")
    return redirect(_list_of(request, found))


@login_required
@require_POST
def undo_wave(request: HttpRequest, wave_id: int) -> HttpResponse:
    found = get_object_or_404(Wave.objects.select_related("story__author"), pk=wave_id)
    me = writer(request)
    if not (me.is_moderator or (found.story is not None and can_tend(me, found.story))):
        raise Http404
    actions.undo_wave(found, by=me)
    messages.success(request, "Everything stands as before.")
    return redirect("comments_of_story", found.story_id) if found.story_id else redirect("guests_queue")


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own comments, under all of one's names, to be found again."""

    words = words_of(request.GET.get("q", ""))
    shown = said_by(writer(request), words=words, page=number_of(request.GET.get("page", "1")))
    meta = PageMeta(title="Your comments", description="", url=request.path, robots="noindex")
    return render(request, "discussion/mine.html", {"page": meta, "inbox": shown, "words": words})


def _act(request: HttpRequest, comment: Comment, back: str) -> HttpResponse:
    """One of `DONE`, or an answer."""
    me, act = writer(request), request.POST.get("act", "")
    if not can_tend(me, comment.part.story):
        raise Http404
    acts: dict[str, Callable[[], object]] = {
        "approve": lambda: actions.approve_comment(comment, by=me),
        "show": lambda: actions.show_comment(comment, by=me),
        "hide": lambda: actions.hide_comment(comment, by=me),
        "spam": lambda: actions.hide_comment(comment, by=me, spam=True),
        "remove": lambda: actions.remove_comment(comment, by=me),
        "answer": lambda: _answer(request, comment, me),
    }
    for mark in ("heart", "pin", "lock"):
        acts[mark] = lambda mark=mark: actions.mark_comment(comment, mark, given=True, by=me)  # type: ignore[misc]
        acts[f"un{mark}"] = lambda mark=mark: actions.mark_comment(comment, mark, given=False, by=me)  # type: ignore[misc]
    if act not in acts:
        raise Http404
    acts[act]()
    messages.success(request, DONE.get(act, "Your answer is there."))
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        back = asked
    return redirect(back)


def _answer(request: HttpRequest, comment: Comment, me: User) -> None:
    """Under the name that works on the story, whatever name is in use: nobody learns of another one by it."""
    name = name_of(me, comment.part.story) or speaking_as(me)
    if not comment.is_visible:
        raise Refused("Approve it first; then you can answer.", code="invalid")
    actions.post_comment(comment.part, body=request.POST.get("body", ""), by=me, pen_name=name, parent=comment)


def _all() -> CommentQuerySet:
    joins = ("part__live", "part__story__author", "author", *(f"part__{join}" for join in JOINS))
    return Comment.objects.filter(deleted_at__isnull=True).select_related(*joins)


def _tended(request: HttpRequest, comment_id: int) -> Comment:
    found = get_object_or_404(_all(), pk=comment_id)
    if not can_tend(writer(request), found.part.story):
        raise Http404
    return found


def _list_of(request: HttpRequest, comment: Comment) -> str:
    if rules.can_edit(writer(request), comment.part.story):
        return reverse("comments_of_story", args=[comment.part.story_id])
    return reverse("guests_queue")


def words_of(typed: str) -> str:
    return typed.replace("\x00", "").strip()[:200]


def _number(request: HttpRequest, name: str) -> int:
    return _digits(request.POST.get(name, ""))


def _digits(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
