"""What other programs ask a site for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from inkstead.catalogues.crawlers import robots_txt
from inkstead.web.pages import make_page
from inkstead.web.responses import shared_page


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    told = robots_txt(let_in=settings.AI_CRAWLERS)
    return shared_page(request, lambda: make_page("robots", told, (), {}, content_type="text/plain; charset=utf-8"))
