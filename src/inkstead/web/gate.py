"""The gate before what is rated for adults. Whoever finds such a thing raises `GatedError`; one page answers.

Nobody keeps that page, nor what stands behind it: a cache in front would give one to those who asked for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from inkstead.web.pages import PRIVATE

COOKIE = "adult"
PARAMETER = "adult"  # `?adult=yes`, for programs and for addresses that a reader's own catalogue gives them


@dataclass
class GatedError(Exception):
    """Somebody has not said that they want to see this."""

    title: str
    url: str  # of its story, which everybody may see
    rating: str
    warnings: Sequence[str] = ()


def said_yes(request: HttpRequest) -> bool:
    """In this browser, or with this very request."""
    return request.COOKIES.get(COOKIE) == "yes" or request.GET.get(PARAMETER) == "yes"


def gate_page(request: HttpRequest, gated: GatedError) -> HttpResponse:
    """Works without scripts. It says nothing of what is behind it but its title, rating and warnings."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else gated.url
    answer = render(request, "gate.html", {"gated": gated, "next": back})
    answer["Cache-Control"] = PRIVATE
    answer["X-Robots-Tag"] = "noindex"
    return answer
