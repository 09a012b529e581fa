"""What the API says about itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from inkstead.api.endpoints import SHARED, api, finished
from inkstead.api.errors import JSON, answer_to, not_found
from inkstead.api.openapi import document, document_bytes
from inkstead.web.meta import PageMeta


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(document_bytes(api), content_type=JSON)
    answer["Cache-Control"] = SHARED
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every endpoint, for people."""
    told = document(api)
    lines = [
        {"method": method.upper(), "path": path, "summary": operation["description"].split("\n")[0], **_who(operation)}
        for path, operations in told["paths"].items()
        for method, operation in operations.items()
    ]
    page = PageMeta(title="API", description="What programs can ask of this site.", url=request.path)
    return render(request, "api/index.html", {"endpoints": lines, "page": page})


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Whoever calls, with whatever token or key: there is nothing here."""
    return finished(request, answer_to(request, not_found("address")))


def _who(operation: dict[str, Any]) -> dict[str, bool]:
    return {"guests": {} in operation["security"]}
