"""What other programs ask a site for."""

from __future__ import annotations

import zlib
from hashlib import blake2b

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from inkstead.catalogues import sitemaps
from inkstead.catalogues.crawlers import robots_txt
from inkstead.catalogues.models import SitemapFile
from inkstead.web.pages import SHARED, make_page
from inkstead.web.responses import shared_page

GZIP = 16 + zlib.MAX_WBITS  # the window of zlib, with a head and an end as gzip writes them
MOST_FILES = 10**12  # ids go no further


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    told = robots_txt(let_in=settings.AI_CRAWLERS, sitemap=f"{settings.BASE_URL}/sitemap.xml")
    return shared_page(request, lambda: make_page("robots", told, (), {}, content_type="text/plain; charset=utf-8"))


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """One query, of a row for each file."""
    written = sitemaps.index(SitemapFile.objects.order_by("kind", "number"))
    return HttpResponse(written, content_type="application/xml; charset=utf-8", headers={"Cache-Control": SHARED})


@require_safe
def sitemap(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Of what everybody may find at this moment. One query, compressed as it is written. Its tag is made of what it
    says: when something left it is written nowhere, so a date would keep what has gone."""
    if kind not in sitemaps.KINDS and (kind, number) != ("pages", 0):
        raise Http404
    if number > MOST_FILES:
        raise Http404
    pack = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    body = b"".join(pack.compress(piece.encode()) for piece in sitemaps.sitemap(kind, number)) + pack.flush()
    tag = quote_etag(blake2b(body, digest_size=12).hexdigest())
    answer = HttpResponse(body, content_type="application/gzip", headers={"Cache-Control": SHARED, "ETag": tag})
    return get_conditional_response(request, etag=tag, response=answer) or answer
