"""Home, all stories, the stories of a tag and of a pen name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from inkstead.accounts.models import PenName
from inkstead.discovery.queries import StoryPage, Wish, cards_with_latest, story_page
from inkstead.discovery.queries.hiding import listed_for
from inkstead.discovery.queries.tags import tag_about
from inkstead.lib.refusals import Refused
from inkstead.library.models import PenNameFollow
from inkstead.library.queries import public_shelves
from inkstead.stories.cards import Card, shown_tags
from inkstead.stories.families import tags_found_under
from inkstead.stories.linked_data import of_writer
from inkstead.stories.models import Story, Tag
from inkstead.stories.queries import Link, typed_paragraphs
from inkstead.stories.tag_lines import names_of_pages
from inkstead.web.meta import PageMeta
from inkstead.web.pages import Page
from inkstead.web.responses import has_own_lists, private_page, render_page, shared_page

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

HOME_CARDS = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    among = listed_for(request.user)
    return shared_page(request, build_home) if among is None else private_page(request, build_home(among))


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All stories, newly updated first; only the first page is kept, the rest is asked for seldom."""
    if request.META["QUERY_STRING"]:
        cursor = request.GET.get("after", "")
        return _list(request, "discovery/stories.html", Wish(), cursor, {"page": _stories_meta()})
    return _first_page(request, "stories", "discovery/stories.html", Wish(), {"page": _stories_meta()}, {})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Tag.objects.select_related("stands_for"), slug=slug)
    if not Story.objects.listed().visible_to(request.user).filter(tags__in=tags_found_under(found)).exists():
        raise Http404  # a tag that only hidden stories carry says nothing
    if found.stands_for is not None:  # for now: a keeper can take it back
        return redirect(found.stands_for, permanent=False)
    wish = Wish(tags=(found.slug,))
    if request.META["QUERY_STRING"]:
        return _list(request, "discovery/tag.html", wish, request.GET.get("after", ""), _tag_view(found))
    among = listed_for(request.user)
    if among is not None:
        return private_page(request, build_tag(slug, among))
    return shared_page(request, lambda: build_tag(slug))


@require_safe
def pen_name(request: HttpRequest, slug: str) -> HttpResponse:
    if has_own_lists(request):
        found = get_object_or_404(PenName.objects.shown_to(request.user), slug=slug)
        return private_page(request, build_profile(found.pk, request.user))
    found = get_object_or_404(PenName, slug=slug)
    return shared_page(request, lambda: build_profile(found.pk))


def build_home(among: QuerySet[Story] | None = None) -> Page:
    page = story_page(Wish(), size=HOME_CARDS, among=among)
    meta = PageMeta(
        title=settings.SITE_NAME,
        description=f"{settings.SITE_NAME}: {settings.SITE_TAGLINE}",
        url="/",
        feed="/feeds/site",
    )
    view = {
        "page": meta,
        "updated": page.cards,
        "all": "/stories/" if page.next or page.cards else "",
        "first_run": not page.cards and not Story.objects.exists(),
    }
    return render_page("home", "discovery/home.html", view, names=("library", *_names(page.cards)), context={})


def build_tag(slug: str, among: QuerySet[Story] | None = None) -> Page:
    found = get_object_or_404(Tag, slug=slug, stands_for=None)
    page = story_page(Wish(tags=(slug,)), among=among)
    names = ("library", f"tag:{found.pk}", *_names(page.cards))
    view = _with(_tag_view(found), page)
    return render_page("tag", "discovery/tag.html", view, names=names, context={"tag_id": found.pk})


def _tag_view(tag: Tag) -> dict[str, Any]:
    url = tag.get_absolute_url()
    meta = PageMeta(title=tag.name, description=f"Stories tagged {tag.name}.", url=url, feed=f"/feeds/tag/{tag.slug}")
    shown = {"id": tag.pk, "label": tag.name, "url": url, "hole": f"{tag.pk}:{url}"}
    return {"page": meta, "tag": shown, "about": tag_about(tag)}


def build_profile(pk: int, reader: Reader = None) -> Page:
    """For everybody, or for somebody whom others keep out of what they wrote with this one. Of a name whose account
    has closed it says no more than the stories that still stand lead here to ask."""
    name = get_object_or_404(PenName.objects.select_related("user"), pk=pk)
    is_open = name.user.is_active
    rows = Story.objects.listed().visible_to(reader).told_of(name).select_related("author", "counts")
    cards = cards_with_latest(list(rows.order_by("-last_published_at", "-pk")[:200]))
    if not is_open and not cards:
        raise Http404
    meta = PageMeta(
        title=name.name,
        description=f"Stories by {name.name}.",
        url=name.get_absolute_url(),
        kind="profile",
        robots="" if is_open else "noindex",
        feed=f"/feeds/by/{name.slug}" if is_open else "",
        data=of_writer(Link(name.name, name.get_absolute_url())),
    )
    shown = {
        "id": pk,
        "name": name.name,
        "url": name.get_absolute_url(),
        "slug": name.slug,
        "is_open": is_open,
        "bio_html": typed_paragraphs("" if name.bio_withheld or not is_open else name.bio),
        "since": name.created_at,
    }
    # Also what is not listed yet: its author's name, not this one, is touched when it comes out.
    beside = [f"story:{story}" for story in name.contributions.values_list("story", flat=True)]
    shelves = public_shelves(name) if is_open else []
    on_shelves = [f"shelf:{shelf.id}" for shelf in shelves]
    names = (f"penname:{pk}", f"followers:penname:{pk}", *beside, *on_shelves, *_names(cards))
    followers = PenNameFollow.objects.filter(pen_name=pk).count()
    view = {"page": meta, "pen_name": shown, "stories": cards, "shelves": shelves, "followers": followers}
    context = {"pen_name_id": pk}
    return render_page("profile", "discovery/profile.html", view, names=names, context=context, owners=[pk])


def _first_page(
    request: HttpRequest, kind: str, template: str, wish: Wish, view: dict[str, Any], context: dict[str, Any]
) -> HttpResponse:
    """Kept for everybody; made for one person when they hide something."""
    among = listed_for(request.user)
    if among is not None:
        return private_page(request, _build_list(kind, template, wish, view, context, among))
    return shared_page(request, lambda: _build_list(kind, template, wish, view, context))


def _build_list(
    kind: str,
    template: str,
    wish: Wish,
    view: dict[str, Any],
    context: dict[str, Any],
    among: QuerySet[Story] | None = None,
) -> Page:
    page = story_page(wish, among=among)
    names = ("library", *_names(page.cards))
    return render_page(kind, template, _with(view, page), names=names, context=context)


def _list(request: HttpRequest, template: str, wish: Wish, cursor: str, view: dict[str, Any]) -> HttpResponse:
    try:
        return render(
            request, template, _with(view, story_page(wish, cursor, among=listed_for(request.user)), q=wish.q)
        )
    except Refused as refused:  # a forged or outdated cursor in an address
        return render(request, "400.html", {"explanation": refused.message}, status=400)


def _with(view: dict[str, Any], page: StoryPage, **query: str) -> dict[str, Any]:
    asked = {name: value for name, value in query.items() if value}
    following = "?" + urlencode(asked | {"after": page.next}) if page.next else ""
    return view | {"stories": page.cards, "next_url": following}


def _names(cards: Any) -> list[str]:
    """What a list is made of: its stories, their counters and tags."""
    shown: list[Card] = list(cards)
    stories = [name for card in shown for name in (f"story:{card.story.id}", f"counts:story:{card.story.id}")]
    return [*stories, *dict.fromkeys(name for card in shown for name in names_of_pages(shown_tags(card.story)))]


def _stories_meta() -> PageMeta:
    return PageMeta(
        title="Stories", description="All stories, newly updated first.", url="/stories/", feed="/feeds/site"
    )
