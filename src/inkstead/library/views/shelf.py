"""A shelf as others find it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from inkstead.library.models import Sharing, Shelf, ShelfEntry, ShelfFollow
from inkstead.library.queries import ShelfView, shelf_view
from inkstead.stories.models import Story
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import has_own_lists, private_page, render_page, shared_page

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

BEGINNING = 180


@require_safe
def shelf(request: HttpRequest, shelf_id: int, slug: str = "") -> HttpResponse:
    """A public shelf is one page for everybody; to its owner, any other is on their own page."""
    found = Shelf.objects.listed(request.user).filter(pk=shelf_id).first()
    if found is None:
        get_object_or_404(Shelf.objects.visible_to(request.user), pk=shelf_id)
        return redirect("own_shelf", shelf_id)
    if request.path != unquote(found.get_absolute_url()):
        return redirect(found.get_absolute_url(), permanent=True)
    if has_own_lists(request):
        return private_page(request, _page(found, request.user))
    return shared_page(request, lambda: _page(get_object_or_404(Shelf.objects.listed(), pk=shelf_id)))


@require_safe
def unlisted(request: HttpRequest, secret: str) -> HttpResponse:
    """For whoever has the address. One that became public is found at its proper place."""
    found = get_object_or_404(Shelf.objects.with_secret(secret, request.user))
    if found.sharing == Sharing.PUBLIC:
        return redirect(found)
    return private_page(request, _page(found, request.user))


def _page(shelf: Shelf, reader: Reader = None) -> Page:
    """Of what stands on it, everybody sees what everybody may find: an unlisted story is not told of by a shelf. A
    reader whom somebody keeps out does not find theirs."""
    view = shelf_view(shelf, Story.objects.listed().visible_to(reader))
    name = shelf.pen_name
    assert name is not None
    entries = ShelfEntry.objects.filter(shelf=shelf).values_list("story", flat=True)
    stories = [made for story in entries for made in (f"story:{story}", f"counts:story:{story}")]
    names = (f"shelf:{shelf.pk}", f"penname:{name.pk}", f"followers:shelf:{shelf.pk}", *stories)
    shown = {
        "page": _meta(view, name.name),
        "shelf": shelf,
        "pen_name": name,
        "about_html": view.about_html,
        "rows": view.rows,
        "total": view.total,
        "followers": ShelfFollow.objects.filter(shelf=shelf).count(),
    }
    context = {"shelf_id": shelf.pk, "pen_name_id": name.pk, "is_listed": shelf.sharing == Sharing.PUBLIC}
    return render_page("shelf", "library/shelf.html", shown, names=names, context=context, owners=[name.pk])


def _meta(view: ShelfView, name: str) -> PageMeta:
    shelf = view.shelf
    flat = " ".join(shelf.about.split())
    told = flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + "…"
    titles = ", ".join(row.story.title for row in view.rows[:4])
    is_listed = shelf.sharing == Sharing.PUBLIC
    picture = f"{settings.BASE_URL}/share/story/{view.rows[0].story.id}.png" if view.rows else ""
    return PageMeta(
        title=f"{shelf.title}, a shelf of {name}",
        description=told or (f"{titles} – on a shelf of {name}." if titles else f"A shelf of {name}."),
        url=shelf.get_absolute_url() if is_listed else shelf.secret_url,
        share_image=picture,
        robots="" if is_listed else "noindex",
        feed=f"/feeds/shelf/{shelf.pk}" if is_listed else "",
        modified=shelf.changed_at,
    )
