"""Bring a manuscript in: choose or paste, look at how it falls into parts, keep it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.exchange import arranging, arrivals
from inkstead.exchange.actions import Imported
from inkstead.exchange.forms import THEN, AcceptForm, BringInForm
from inkstead.exchange.incoming import receive_archive
from inkstead.exchange.models import Arrival, ArrivedStep, Incoming
from inkstead.exchange.queries import PER_PAGE, being_read, places_of, preview_page, waiting_of
from inkstead.exchange.uploads import LIMIT, TOO_LARGE, TOO_SLOW, turns
from inkstead.exchange.views.leading_on import led_on
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Story
from inkstead.web.meta import PageMeta
from inkstead.web.uploads import Bounded
from inkstead.writing.queries import names_of
from inkstead.writing.undo import offer


@csrf_exempt  # asked by `_bring_in`, after the handler stands: looking for the token reads the whole upload
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest, story_id: int | None = None) -> HttpResponse:
    bounded = Bounded(request, LIMIT)
    request.upload_handlers.insert(0, bounded)
    if request.method != "POST":
        return _bring_in(request, bounded, story_id)
    with turns.of(writer(request).pk):
        _ = request.POST  # all of it arrives here; reading it afterwards holds nobody up
    return _bring_in(request, bounded, story_id)


@csrf_protect
def _bring_in(request: HttpRequest, bounded: Bounded, story_id: int | None) -> HttpResponse:
    story, user = (own_story(request, story_id) if story_id else None), writer(request)
    form = BringInForm(request.POST or None, request.FILES or None, writer=user, story=story)
    if bounded.is_too_large:  # whatever came after it is missing, so no other complaint would be fair
        form.errors.clear()
        form.add_error(None, TOO_LARGE)
    elif bounded.is_too_slow:
        form.errors.clear()
        form.add_error(None, TOO_SLOW)
    elif request.method == "POST" and form.is_valid():
        arrived = form.attempt(lambda: _receive(request, form, story))
        if arrived is not None:
            return redirect("incoming" if isinstance(arrived, Incoming) else "arrival", arrived.pk)
    context: dict[str, object] = {"story": story, "form": form, "one_name": len(names_of(user)) == 1}
    context["waiting"] = waiting_of(user)
    return _page(request, "bring_in.html", "Bring in a manuscript", context, 422 if form.errors else 200)


def _receive(request: HttpRequest, form: BringInForm, story: Story | None) -> Arrival | Incoming:
    given = form.cleaned_data
    archive = form.archive()
    if archive is not None:
        author = story.author if story else given["author"]
        return receive_archive(archive.chunks(), author=author, by=writer(request), waits=True)
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
@led_on
def arrival(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """The preview. Confirming keeps all of it: as drafts, in the queue, on the way to dates, or published."""
    found = _own(request, arrival_id)
    if found.is_waiting:
        return _being_read(request, found)
    if found.is_refused:
        return _page(request, "refused.html", "It cannot be read", {"arrival": found, "story": found.story}, 200)
    initial = {"title": found.title, "then": found.then, "cover": found.takes_cover}
    form = AcceptForm(request.POST or None, initial=initial)
    if request.method == "POST" and not form.is_valid():
        form.attempt(lambda: _take_typed(request, found))
    elif request.method == "POST":
        title, then, cover = (form.cleaned_data[name] for name in ("title", "then", "cover"))
        kept = form.attempt(lambda: _keep(request, found, title, then, cover))
        if kept is not None:
            return _kept(request, kept, then)
        if not form.errors:  # another click was faster
            raise Http404
    same = Story.objects.filter(author=found.author, title=found.title).first() if found.story is None else None
    context = preview_page(found, request.GET.get("page", "1")) | {"form": form, "same": same}
    return _page(request, "arrival.html", "Look it over", context, 422 if form.errors else 200)


def _keep(request: HttpRequest, found: Arrival, title: str, then: str, cover: bool) -> Imported | None:
    _take_typed(request, found)
    user, publish, queue = writer(request), then == "publish", then == "queue"
    return arrivals.accept(found, by=user, title=title, publish=publish, queue=queue, cover=cover)


@login_required
@require_safe
def cover(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """The one that came with a book, for the writer who looks it over."""
    data = arrivals.cover_of_arrival(_own(request, arrival_id))
    if not data:
        raise Http404
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
@led_on
def arrange(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """Titles and places as they were typed."""
    found = _own(request, arrival_id)
    _take_typed(request, found)
    page = request.POST.get("to", "")
    if page.isdecimal():  # a button that leads to other parts
        return _page_of(found, int(page))
    messages.success(request, "Titles and order are saved here. Nothing is kept yet.")
    return _back(request, found)


@login_required
@require_POST
@led_on
def join(request: HttpRequest, arrival_id: int, part_id: int) -> HttpResponse:
    found = _own(request, arrival_id)
    _take_typed(request, found)
    name = _named(found, part_id)
    step = arranging.join(found, part_id, by=writer(request))
    _offer(request, f"{name} stands in the part above it now.", step)
    return _back(request, found)


@login_required
@require_POST
@led_on
def leave_out(request: HttpRequest, arrival_id: int, part_id: int) -> HttpResponse:
    found = _own(request, arrival_id)
    _take_typed(request, found)
    name = _named(found, part_id)
    step = arranging.leave_out(found, part_id, by=writer(request))
    _offer(request, f"{name} is left out.", step)
    return _back(request, found)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@led_on
def divide(request: HttpRequest, arrival_id: int, part_id: int) -> HttpResponse:
    """A part by its paragraphs; it is divided before one of them."""
    found = _own(request, arrival_id)
    part = found.parts.filter(pk=part_id).first()
    if part is None:
        messages.error(request, arranging.PART_GONE)
        return redirect("arrival", found.pk)
    page = (request.POST if request.method == "POST" else request.GET).get("page", "1")
    if request.method == "POST" and "block" not in request.POST:  # from the preview, with what was typed there
        _take_typed(request, found)
        return redirect(f"{request.path}?page={page}" if page.isdecimal() and page != "1" else request.path)
    if request.method == "POST":
        before = request.POST["block"]
        block = int(before) if before.isdecimal() and len(before) < 9 else 0
        step = arranging.divide(found, part_id, block, by=writer(request))
        _offer(request, f"“{part.title}” is two parts now.", step)
        return _back(request, found)
    context = {"arrival": found, "story": found.story, "part": part, "blocks": places_of(part), "number": page}
    return _page(request, "divide.html", "Where does the next part begin?", context, 200)


@login_required
@require_POST
@led_on
def undo_step(request: HttpRequest, arrival_id: int, step_id: int) -> HttpResponse:
    found = _own(request, arrival_id)
    place = arranging.undo(found, step_id, by=writer(request))
    messages.success(request, "As it was before.")
    return _page_of(found, (place - 1) // PER_PAGE + 1)


@login_required
@require_POST
@led_on
def forget(request: HttpRequest, arrival_id: int) -> HttpResponse:
    arrivals.throw_away(_own(request, arrival_id), by=writer(request))
    messages.success(request, "Nothing was kept.")
    return redirect("write")


def _own(request: HttpRequest, arrival_id: int) -> Arrival:
    waiting = Arrival.objects.filter(user=writer(request)).select_related("author", "story")
    return get_object_or_404(waiting, pk=arrival_id)


def _take_typed(request: HttpRequest, found: Arrival) -> None:
    typed = [(pk, request.POST.get(f"title-{pk}"), request.POST.get(f"place-{pk}", "")) for pk in _ids(found)]
    titles = {pk: title for pk, title, _ in typed if title is not None}
    places = {pk: int(place) for pk, _, place in typed if place.isdecimal() and len(place) < 7}
    if titles or places:
        arranging.name_and_order(found, titles, places, by=writer(request))
    if "title" in request.POST:  # the whole form
        then = request.POST.get("then", "")
        arranging.choose(
            found,
            by=writer(request),
            title=request.POST["title"] if found.story is None else "",
            then=then if then in dict(THEN) else found.then,
            cover="cover" in request.POST if "asked-cover" in request.POST else found.takes_cover,
        )
    found.refresh_from_db(fields=["changes"])


def _ids(found: Arrival) -> list[int]:
    return list(found.parts.values_list("pk", flat=True))


def _back(request: HttpRequest, found: Arrival) -> HttpResponse:
    page = request.POST.get("page", "1")
    return _page_of(found, int(page) if page.isdecimal() and len(page) < 9 else 1)


def _page_of(found: Arrival, page: int) -> HttpResponse:
    return redirect(reverse("arrival", args=[found.pk]) + (f"?page={page}" if page > 1 else ""))


def _named(found: Arrival, part_id: int) -> str:
    return f"“{found.parts.filter(pk=part_id).values_list('title', flat=True).first()}”"


def _offer(request: HttpRequest, sentence: str, step: ArrivedStep) -> None:
    """A message with a button that takes the change back."""
    messages.success(request, sentence, extra_tags=reverse("undo_arranging", args=[step.arrival_id, step.pk]))


def _being_read(request: HttpRequest, found: Arrival) -> HttpResponse:
    context = {"arrival": found, "story": found.story, "doing": being_read(found)}
    response = _page(request, "reading.html", "One moment", context, 200)
    response["Refresh"] = "2"
    return response


def _kept(request: HttpRequest, kept: Imported, then: str) -> HttpResponse:
    told = kept.stories[0]
    parts = "1 part is" if told.added == 1 else f"{told.added} parts are"
    sentence = f"{parts} in “{told.story.title}” now."
    if not told.new:
        sentence = f"Nothing was added: “{told.story.title}” has these texts already."
    if told.new:
        offer(request, sentence, "take back", told.story, [part.pk for part in told.new])
    else:
        messages.success(request, sentence)
    for warning in kept.warnings[-5:]:
        if "already" in warning or "withdrawn" in warning:
            messages.info(request, warning)
    if then == "dates":
        asked = "&".join(f"part={part.pk}" for part in told.parts)
        return redirect(f"{reverse('plan_dates', args=[told.story.pk])}?{asked}")
    return redirect("plan_story" if then == "queue" else "write_story", told.story.pk)


def _page(request: HttpRequest, template: str, title: str, context: Mapping[str, object], status: int) -> HttpResponse:
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, f"exchange/{template}", {"page": meta, "section": "write", **context}, status=status)
