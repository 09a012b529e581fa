"""Stories that went elsewhere, and those that came from there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inkstead.accounts.models import PenName
from inkstead.exchange.forms_moving import MovedForm
from inkstead.exchange.moving import find_moved, find_pasted, send_on
from inkstead.stories import rules
from inkstead.stories.finding import own_story, writer
from inkstead.web.desk import desk_page
from inkstead.web.meta import PageMeta
from inkstead.web.pages import PRIVATE

A_DAY = "public, max-age=86400"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def moved(request: HttpRequest, story_id: int) -> HttpResponse:
    """Say where a story went. Readers are only sent on after a second look at the address."""
    story, user = own_story(request, story_id, rules.must_manage), writer(request)
    form = MovedForm(request.POST or None, initial={"to": story.moved_to})
    asks = request.method == "POST" and form.is_valid()
    address = form.cleaned_data["to"] if asks else ""
    if asks and (not address or "sure" in request.POST):
        send_on(story, to=address, by=user)
        messages.success(request, "Readers are sent there now." if address else "It stands here again.")
        return redirect("about_story", story.pk)
    context = {"story": story, "form": form, "address": "" if form.errors else address}
    return desk_page(request, "exchange/moved.html", "It stands elsewhere", context, status=422 if form.errors else 200)


@require_safe
def forwarded(request: HttpRequest, host: str, slug: str, path: str) -> HttpResponse:
    """Where the old site of a writer sends its readers."""
    author = get_object_or_404(PenName, slug=slug)
    if not path:
        return _sent_on(author.get_absolute_url())
    address = find_moved(host.lower(), path, reader=request.user, author=author)
    if not address:
        raise Http404
    return _sent_on(address)


@require_safe
def pasted(request: HttpRequest) -> HttpResponse:
    """An old link, pasted: here is what stood there."""
    link = request.GET.get("link", "")
    address = find_pasted(link, reader=request.user) if link else ""
    if address:
        return redirect(address)
    meta = PageMeta(title="Where did it go?", description="", url=request.path, robots="noindex")
    shown = {"page": meta, "link": link}
    response = render(request, "exchange/pasted.html", shown, status=404 if link else 200)
    response["Cache-Control"] = PRIVATE
    return response


def _sent_on(address: str) -> HttpResponse:
    response = HttpResponsePermanentRedirect(address)
    response["Cache-Control"] = A_DAY
    return response
