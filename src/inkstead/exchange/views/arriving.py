"""Bring a manuscript in: choose or paste, look at how it falls into parts, keep it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.exchange import arrivals
from inkstead.exchange.actions import Imported
from inkstead.exchange.forms import AcceptForm, BringInForm
from inkstead.exchange.models import Arrival
from inkstead.exchange.uploads import LIMIT, TOO_LARGE
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Story
from inkstead.web.meta import PageMeta
from inkstead.web.uploads import Bounded
from inkstead.writing.queries import names_of


@csrf_exempt  # asked by `_bring_in`, after the handler stands: looking for the token reads the whole upload
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, story_id: int | None = None) -> HttpResponse:
    bounded = Bounded(request, LIMIT)
    request.upload_handlers.insert(0, bounded)
    return _bring_in(request, bounded, story_id)


@csrf_protect
def _bring_in(request: HttpRequest, bounded: Bounded, story_id: int | None) -> HttpResponse:
    story, user = (own_story(request, story_id) if story_id else None), writer(request)
    form = BringInForm(request.POST or None, request.FILES or None, writer=user, story=story)
    if bounded.is_too_large:  # whatever came after it is missing, so no other complaint would be fair
        form.errors.clear()
        form.add_error(None, TOO_LARGE)
    elif request.method == "POST" and form.is_valid():
        arrival = form.attempt(lambda: _receive(request, form, story))
        if arrival is not None:
            return redirect("arrival", arrival.pk)
    context = {"story": story, "form": form, "one_name": len(names_of(user)) == 1}
    return _page(request, "bring_in.html", "Bring in a manuscript", context, 422 if form.errors else 200)


def _receive(request: HttpRequest, form: BringInForm, story: Story | None) -> Arrival:
    given = form.cleaned_data
    return arrivals.receive(
        form.sources,
        by=writer(request),
        author=story.author if story else given["author"],
        story=story,
        title=given.get("title", ""),
        language=given.get("language") or None,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """The preview. Confirming keeps all of it: as drafts, in the queue, on the way to dates, or published."""
    user = writer(request)
    waiting = Arrival.objects.filter(user=user).select_related("author", "story")
    found = get_object_or_404(waiting, pk=arrival_id)
    form = AcceptForm(request.POST or None, initial={"title": found.title, "then": "drafts"})
    if request.method == "POST" and form.is_valid():
        title, then = form.cleaned_data["title"], form.cleaned_data["then"]
        kept = form.attempt(
            lambda: arrivals.accept(found, by=user, title=title, publish=then == "publish", queue=then == "queue")
        )
        if kept is not None:
            return _kept(request, kept, then)
        if not form.errors:  # another click was faster
            return redirect("write")
    same = Story.objects.filter(author=found.author, title=found.title).first() if found.story is None else None
    context = {"arrival": found, "story": found.story, "form": form, "same": same, "words": _words(found)}
    return _page(request, "arrival.html", "Look it over", context, 422 if form.errors else 200)


@login_required
@require_POST
def forget(request: HttpRequest, arrival_id: int) -> HttpResponse:
    get_object_or_404(Arrival, user=writer(request), pk=arrival_id).delete()
    messages.success(request, "Nothing was kept.")
    return redirect("write")


def _kept(request: HttpRequest, kept: Imported, then: str) -> HttpResponse:
    told = kept.stories[0]
    parts = "1 part is" if told.added == 1 else f"{told.added} parts are"
    messages.success(request, f"{parts} in “{told.story.title}” now.")
    for warning in kept.warnings[-5:]:
        if "already" in warning or "withdrawn" in warning:
            messages.info(request, warning)
    if then == "dates":
        asked = "&".join(f"part={part.pk}" for part in told.parts)
        return redirect(f"{reverse('plan_dates', args=[told.story.pk])}?{asked}")
    return redirect("plan_story" if then == "queue" else "write_story", told.story.pk)


def _words(arrival: Arrival) -> int:
    return sum(int(part["words"]) for part in arrival.parts)


def _page(request: HttpRequest, template: str, title: str, context: Mapping[str, object], status: int) -> HttpResponse:
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, f"exchange/{template}", {"page": meta, "section": "write", **context}, status=status)
