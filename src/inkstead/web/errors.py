"""Pages for what went wrong: what happened, what is safe, what to do."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from inkstead.web.giving_back import is_from_here, typed_in
from inkstead.web.json_views import error, wants_json


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    if wants_json(request):
        return error(403, "csrf", "This page is too old to be believed. Sign in again in another tab.")
    held = typed_in(request) if is_from_here(request) else []
    return render(request, "403_csrf.html", {"held": held}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    explanation = _too_much(exception)
    if explanation is None:
        return render(request, "400.html", status=400)
    return render(request, "400.html", {"explanation": explanation, "is_too_much": True}, status=413)


def _too_much(exception: Exception) -> str | None:
    match exception:
        case RequestDataTooBig():
            most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
            return (
                f"What you sent is larger than {most} MB, and nothing of it was kept. It is still in the page before "
                "this one: go back, divide it, and send the pieces."
            )
        case TooManyFilesSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            return (
                f"At most {most} files can be sent at once, and nothing of these was kept. Put them into one zip "
                f"archive and send that, or send {most} at a time."
            )
        case TooManyFieldsSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            return f"At most {most:,} things can be sent at once. Nothing was changed: go back and choose fewer."
    return None


def incomplete(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        return error(400, "incomplete", "This arrived incomplete; nothing was changed by it.")
    explanation = (
        "What you sent broke off on its way, so nothing of it was kept and nothing was changed. It is still in the "
        "page before this one: go back and send it again."
    )
    return render(request, "400.html", {"explanation": explanation}, status=400)


def only_sent_to(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Somebody opened the address of a button: they came back from signing in, or loaded an old page again."""
    page = render(request, "405.html", {"above": _above(request.path)}, status=405)
    page["Allow"] = answer["Allow"]
    return page


def _above(path: str) -> str:
    """The page that an address belongs to, as far as addresses tell."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


def failed(request: HttpRequest) -> HttpResponse:
    """Rendered without a request: the database itself may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)
