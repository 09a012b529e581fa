"""The same text in another form: for a writer who turns the editor off, or on again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from inkstead.lib.prose import EDITOR, read_prose
from inkstead.lib.prose.source import source_of
from inkstead.lib.refusals import Refused
from inkstead.writing.guessing import guess_format


@login_required
@require_POST
def turn(request: HttpRequest) -> JsonResponse:
    """Keeps nothing. Blocks go on from `before`, the HTML that the editor held when it was turned off."""
    text, kind, before = (request.POST.get(name, "").replace("\r\n", "\n") for name in ("text", "format", "before"))
    try:
        earlier = read_prose(before, EDITOR).blocks
        html = read_prose(text, guess_format(text) if kind == "auto" else kind, earlier).html
    except Refused as refused:
        return JsonResponse({"error": refused.message}, status=422)
    source = source_of(html)
    return JsonResponse({"text": source.text, "format": source.format, "html": html})
