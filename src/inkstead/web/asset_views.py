from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from inkstead.web.assets import plain_assets


@require_safe
def plain_asset(request: HttpRequest, name: str) -> HttpResponse:
    """A style sheet or script where no front end was built. Its name holds its hash, so it may be kept for ever."""
    found = plain_assets().get(name)
    if found is None:
        raise Http404
    kind, content = found
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})
