"""A text that cannot be saved is given back: nobody has to type it a second time.

Whatever refuses a form — a rule, a page that was open too long, a session that ended, a thing that is gone — what
was typed into it comes back in a text area. Only to whoever sent it from a page of ours: another site may not have
its words shown here.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render

# Fields that people write sentences into, as they are called on their pages.
WRITTEN = {
    "text": "Text",
    "title": "Title",
    "body": "What you wrote",
    "summary": "Summary",
    "notes_before": "Note before",
    "notes_after": "Note after",
    "standing_before": "Note before every part",
    "standing_after": "Note after every part",
    "note": "Note",
    "reason": "Reason",
    "tags": "Tags",
}
SHORT = frozenset({"title", "tags"})  # not worth a page of their own
NEVER = ("csrf", "password", "token", "code", "secret")
LONG = 80  # characters, from which on a field without a name here is taken for something written

SIGNED_OUT = (
    "You are signed out, so this could not be saved. Sign in, go back to where you wrote it, and put it in again."
)
GONE = "What this belongs to is gone, or no longer yours to write on, so this could not be saved."


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody wrote into the form that was sent, each with its label; nothing when it was only a click."""
    if request.method != "POST" or not _is_page(request):
        return []
    sent = _sent(request)
    held = {name: value for name, value in sent.items() if str(value).strip() and _is_written(name, str(value))}
    if not set(held) - SHORT:
        return []
    order = [*(name for name in WRITTEN if name in held), *(name for name in held if name not in WRITTEN)]
    return [(WRITTEN.get(name) or name.replace("_", " ").capitalize(), str(held[name])) for name in order]


def given_back(request: HttpRequest, why: str, status: int, **more: object) -> HttpResponse | None:
    """The page with everything that was typed; None when there is nothing to give back. `more` is for the page."""
    held = typed_in(request)
    if not held:
        return None
    return render(request, "given_back.html", {"why": why, "held": held, "section": "write", **more}, status=status)


def _is_page(request: HttpRequest) -> bool:
    """A script keeps what it sent, and could not show a page."""
    return "text/html" in request.headers.get("Accept", "text/html") and "HX-Request" not in request.headers


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent it, as browsers tell. Where nothing is told nothing else is claimed."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def _sent(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except (RequestDataTooBig, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return QueryDict()


def _is_written(name: str, value: str) -> bool:
    if any(word in name.lower() for word in NEVER):
        return False
    return name in WRITTEN or "\n" in value or len(value) > LONG
