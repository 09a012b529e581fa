"""A text that cannot be saved is given back: nobody has to type it a second time."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from inkstead.lib.refusals import Refused
from inkstead.web.desk import desk_page

View = Callable[..., HttpResponse]

SIGNED_OUT = "You are signed out, so this could not be saved. Sign in in another window, then paste it again."
GONE = "This part lies in the bin, was deleted, or is no longer yours to write on, so this could not be saved."
HELD = (("title", "Title"), ("text", "Text"), ("notes_before", "Note before"), ("notes_after", "Note after"))


def gives_back(view: View) -> View:
    """For views that take a whole text; stands above everything that asks who is there."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get("text", "").strip():
            return view(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return _given_back(request, SIGNED_OUT, 403)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return _given_back(request, GONE, 404)
        except Refused as refused:
            return _given_back(request, refused.message, 403)

    return asked


def _given_back(request: HttpRequest, why: str, status: int) -> HttpResponse:
    held = [(label, request.POST.get(name, "")) for name, label in HELD if request.POST.get(name, "").strip()]
    return desk_page(request, "writing/given_back.html", "Not saved", {"why": why, "held": held}, status=status)
