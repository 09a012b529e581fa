"""One's own shelves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.lib.refusals import Refused
from inkstead.library import actions
from inkstead.library.forms import NewShelf, NoteForm, OrderForm, ShelfForm
from inkstead.library.models import Sharing, Shelf, ShelfEntry
from inkstead.library.queries import shelf_view, shelves_of, standing_of
from inkstead.stories.finding import writer as person
from inkstead.stories.models import Story
from inkstead.web.addresses import own_address
from inkstead.web.meta import PageMeta


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shelves(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = NewShelf(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.attempt(lambda: actions.make_shelf(title=form.cleaned_data["title"], by=user))
        if made is not None:
            return redirect("own_shelf", made.pk)
    actions.ensure_shelves(user)
    shown = {"shelves": shelves_of(user), "form": form}
    return _page(request, "library/shelves.html", "Shelves", shown, status=400 if form.errors else 200)


@login_required
@require_safe
def own_shelf(request: HttpRequest, shelf_id: int) -> HttpResponse:
    return _own_page(request, _own(request, shelf_id))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, shelf_id: int) -> HttpResponse:
    shelf, user = _own(request, shelf_id), person(request)
    begun = {"title": shelf.title, "about": shelf.about, "sharing": shelf.sharing}
    form = ShelfForm(request.POST or None, initial=begun, user=user, shelf=shelf)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.attempt(lambda: actions.edit_shelf(shelf, by=user, **given)) is not None:
            messages.success(request, "Saved.")
            return redirect("own_shelf", shelf.pk)
    shown = {"shelf": shelf, "form": form}
    return _page(request, "library/edit_shelf.html", f"About {shelf}", shown, status=400 if form.errors else 200)


@login_required
@require_POST
def renew(request: HttpRequest, shelf_id: int) -> HttpResponse:
    shelf = actions.renew_secret(_own(request, shelf_id), by=person(request))
    messages.success(request, "The shelf has another address; the old one opens nothing any more.")
    return redirect("own_shelf", shelf.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, shelf_id: int) -> HttpResponse:
    shelf = _own(request, shelf_id)
    if request.method == "POST":
        actions.delete_shelf(shelf, by=person(request))
        messages.success(request, f"The shelf “{shelf}” is gone.")
        return redirect("shelves")
    return _page(request, "library/delete_shelf.html", f"Delete {shelf}", {"shelf": shelf})


@login_required
@require_POST
def order(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """`up` or `down` with a story's id; or `part` and `to`, from the handles. Putting back is the same move."""
    shelf, user = _own(request, shelf_id), person(request)
    story, step, to = OrderForm({**request.GET.dict(), **request.POST.dict()}).wish()
    title = ShelfEntry.objects.filter(shelf=shelf, story=story).values_list("story__title", flat=True).first()
    if title is None:
        raise Http404
    if step:
        stood = actions.step_entry(shelf, story, step=step, by=user)
    else:
        stood = actions.place_entry(shelf, story, to=to, by=user)
    if "application/json" in request.headers.get("Accept", ""):
        back = f"{reverse('order_shelf', args=[shelf.pk])}?part={story}&to={stood}"
        return JsonResponse({"message": f"“{title}” is moved.", "undo": back})
    return redirect(f"{reverse('own_shelf', args=[shelf.pk])}#story-{story}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, shelf_id: int, story_id: int) -> HttpResponse:
    """What its owner says about a story. Too long a text comes back whole."""
    shelf, user = _own(request, shelf_id), person(request)
    visible = Story.objects.visible_to(user).values("pk")
    entry = get_object_or_404(shelf.entries.select_related("story").filter(story__in=visible), story=story_id)
    form, status = NoteForm(request.POST or None, initial={"note": entry.note}), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_shelf_note(shelf, story_id, note=form.cleaned_data["note"], by=user)
        except Refused as refused:
            form.add_error("note", refused.message)
            status = 400
        else:
            return redirect(f"{reverse('own_shelf', args=[shelf.pk])}#story-{story_id}")
    shown = {"shelf": shelf, "entry": entry, "form": form}
    return _page(request, "library/shelf_note.html", f"Note on {entry.story}", shown, status=status)


@login_required
@require_POST
def take_off(request: HttpRequest, shelf_id: int, story_id: int) -> HttpResponse:
    actions.take_off_shelf(_own(request, shelf_id), story_id, by=person(request))
    return redirect("own_shelf", shelf_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shelve(request: HttpRequest, story_id: int) -> HttpResponse:
    """On which shelves a story stands: one of the four, or none of them, and any own ones."""
    user = person(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=story_id)
    actions.ensure_shelves(user)
    back = own_address(request.POST.get("next") or request.GET.get("next", "")) or story.get_absolute_url()
    if request.method == "POST":
        _shelve(request, story)
        return redirect(back)
    standing = standing_of(story, user)
    on_one = any(shelf.holds for shelf in standing if shelf.is_everybodys)
    shown = {"story": story, "shelves": standing, "on_one": on_one, "next": back}
    return _page(request, "library/shelve.html", "On your shelves", shown)


def _shelve(request: HttpRequest, story: Story) -> None:
    user = person(request)
    wanted = {value for value in (request.POST.get("one", ""), *request.POST.getlist("own")) if value}
    if request.POST.get("title", "").strip():
        wanted.add(str(actions.make_shelf(title=request.POST["title"], by=user).pk))
    shelves = {str(shelf.pk): shelf for shelf in Shelf.objects.filter(user=user)}
    for shelf in standing_of(story, user):
        if str(shelf.id) in wanted and not shelf.holds:
            actions.put_on_shelf(shelves[str(shelf.id)], story, by=user)
        elif str(shelf.id) not in wanted and shelf.holds:
            actions.take_off_shelf(shelves[str(shelf.id)], story.pk, by=user)


def _own(request: HttpRequest, shelf_id: int) -> Shelf:
    return get_object_or_404(Shelf.objects.select_related("pen_name"), user=person(request), pk=shelf_id)


def _own_page(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    view = shelf_view(shelf, Story.objects.visible_to(person(request)))
    shown = {"shelf": shelf, "about_html": view.about_html, "rows": view.rows, "total": view.total, "address": ""}
    if shelf.sharing != Sharing.PRIVATE:
        path = shelf.secret_url if shelf.sharing == Sharing.UNLISTED else shelf.get_absolute_url()
        shown["address"] = settings.BASE_URL + path
    return _page(request, "library/own_shelf.html", shelf.title, shown)


def _page(
    request: HttpRequest, template: str, title: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    meta = PageMeta(title=title, description="", url=request.path, robots="noindex")
    return render(request, template, {"page": meta, **context}, status=status)
