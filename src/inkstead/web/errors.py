"""Pages for what went wrong: what happened, what is safe, what to do."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

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
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
        explanation = (
            f"What you sent is larger than {most} MB, and nothing of it was kept. Divide it and send the pieces."
        )
        return render(request, "400.html", {"explanation": explanation}, status=413)
    return render(request, "400.html", status=400)


def failed(request: HttpRequest) -> HttpResponse:
    """Rendered without a request: the database itself may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)
