"""The inbox."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inkstead.lib.refusals import Refused
from inkstead.notifications import actions
from inkstead.notifications.models import Notice
from inkstead.notifications.queries import inbox_page, sentences
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta

MOST = 2**63 - 1


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    only_new = request.GET.get("show") == "new"
    try:
        found = inbox_page(person(request), cursor=request.GET.get("after", ""), only_new=only_new)
    except Refused as refused:  # a forged or outdated cursor in an address
        return render(request, "400.html", {"explanation": refused.message}, status=400)
    asked = {"show": "new"} if only_new else {}
    view = {
        "page": PageMeta(title="Inbox", description="", url="/me/notices/", robots="noindex"),
        "inbox": found,
        "only_new": only_new,
        "has_new": any(line.is_new for line in found.lines),
        "next_url": "?" + urlencode(asked | {"after": found.next}) if found.next else "",
    }
    return render(request, "notifications/inbox.html", view)


@login_required
@require_safe
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """On to what it tells of. Whoever goes there has read it."""
    user = person(request)
    row = get_object_or_404(Notice, user=user, pk=notice_id)
    told = sentences([row], user).get(row.pk)
    actions.mark_read([row.pk, *_ids(request.GET.get("with", ""))], by=user)
    if told is None:
        messages.info(request, "What that notice told of is not there any more, or not to be seen.")
    return redirect(told.url if told else "notices")


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """`until` marks all up to that one; `line` and `new` mark some, as read or as new."""
    user = person(request)
    until, ids = request.POST.get("until", ""), request.POST.get("line") or request.POST.get("new") or ""
    if _is_id(until):
        actions.mark_all_read(by=user, until=int(until))
    wanted = _ids(ids)
    if wanted and "new" in request.POST:
        actions.mark_unread(wanted, by=user)
    elif wanted:
        actions.mark_read(wanted, by=user)
    return redirect(reverse("notices") + ("?show=new" if request.POST.get("show") == "new" else ""))


def _ids(words: str) -> list[int]:
    return [int(word) for word in words.split(",")[:100] if _is_id(word)]


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdigit() and int(word[:20]) <= MOST
