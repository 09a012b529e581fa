"""Follow, and see what one follows. The buttons turn; what one may not see is not there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from inkstead.accounts.models import PenName
from inkstead.library import actions
from inkstead.library.models import PenNameFollow, Shelf, ShelfFollow, TagFollow
from inkstead.library.queries import following
from inkstead.stories.actions import follow_story, unfollow_story
from inkstead.stories.families import family, tags_found_under, top_of
from inkstead.stories.finding import writer as person
from inkstead.stories.models import Story, StoryFollow, Tag
from inkstead.web.meta import PageMeta


@login_required
@require_safe
def follows(request: HttpRequest) -> HttpResponse:
    meta = PageMeta(title="What you follow", description="", url="/library/follows/", robots="noindex")
    return render(request, "library/follows.html", {"page": meta, "following": following(person(request))})


@login_required
@require_POST
def follow(request: HttpRequest, story_id: int) -> HttpResponse:
    """Who follows a story that is closed to them by now can stop, and is told nothing of it."""
    user = person(request)
    story = Story.objects.visible_to(user).filter(pk=story_id).first()
    followed = StoryFollow.objects.select_related("story").filter(user=user, story=story_id).first()
    if followed is not None:
        unfollow_story(followed.story, by=user)
    elif story is not None:
        follow_story(story, by=user)
    if story is None:
        return _ended(request, was_followed=followed is not None)
    if not Story.objects.visible_to(user).filter(pk=story.pk).exists():  # it was open to followers only
        messages.success(request, f"You no longer follow “{story}”.")
        return redirect("home")
    return _back(request, story.get_absolute_url())


@login_required
@require_POST
def follow_name(request: HttpRequest, slug: str) -> HttpResponse:
    user = person(request)
    name = PenName.objects.open_to(user).filter(slug=slug).first()
    followed = PenNameFollow.objects.select_related("pen_name").filter(user=user, pen_name__slug=slug).first()
    if followed is not None:
        actions.unfollow_pen_name(followed.pen_name, by=user)
    elif name is not None:
        actions.follow_pen_name(name, by=user)
    if name is None:
        return _ended(request, was_followed=followed is not None)
    return _back(request, name.get_absolute_url())


@login_required
@require_POST
def follow_tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag that only hidden stories carry says nothing; who follows it can stop."""
    user = person(request)
    tag = top_of(get_object_or_404(Tag.objects.select_related("stands_for"), slug=slug))
    if TagFollow.objects.filter(user=user, tag__in=family(tag.pk)).exists():
        actions.unfollow_tag(tag, by=user)
    elif Story.objects.listed().filter(tags__in=tags_found_under(tag)).exists():
        actions.follow_tag(tag, by=user)
    else:
        raise Http404
    return _back(request, tag.get_absolute_url())


@login_required
@require_POST
def follow_shelf(request: HttpRequest, shelf_id: int) -> HttpResponse:
    """Who follows a shelf that is no longer shown can stop."""
    user = person(request)
    if ShelfFollow.objects.filter(user=user, shelf=shelf_id).exists():
        shelf = Shelf.objects.get(pk=shelf_id)
        actions.unfollow_shelf(shelf, by=user)
    else:
        shelf = get_object_or_404(Shelf.objects.listed(user), pk=shelf_id)
        actions.follow_shelf(shelf, by=user)
    shown = Shelf.objects.listed(user).filter(pk=shelf_id).exists()
    return _back(request, shelf.get_absolute_url() if shown else "/library/follows/")


def _ended(request: HttpRequest, *, was_followed: bool) -> HttpResponse:
    if not was_followed:
        raise Http404
    messages.success(request, "You no longer follow that.")
    return redirect("follows")


def _back(request: HttpRequest, page: str) -> HttpResponse:
    """To the page of what one follows if the button was pressed there."""
    return redirect("follows" if request.POST.get("from") == "follows" else page)
