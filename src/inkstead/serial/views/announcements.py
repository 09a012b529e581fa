"""The writer's side of announcements; readers find them on the story's page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.lib.zones import wall_of, zone_of
from inkstead.serial import actions
from inkstead.serial.forms import AnnouncementForm
from inkstead.serial.models import Announcement
from inkstead.stories import rules
from inkstead.stories.finding import own_story, writer
from inkstead.stories.models import Story
from inkstead.web.desk import desk_page


@login_required
@require_safe
def listed(request: HttpRequest, story_id: int) -> HttpResponse:
    story = own_story(request, story_id)
    found = list(story.announcements.order_by("-created_at", "-pk"))
    return desk_page(request, "serial/announcements.html", "Announcements", {"story": story, "announcements": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, story_id: int) -> HttpResponse:
    story, user = own_story(request, story_id), writer(request)
    form = AnnouncementForm(request.POST or None, initial={"zone": user.zone or "UTC"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = form.attempt(
            lambda: actions.make_announcement(
                story, title=given["title"], text=given["text"], publish_at=form.moment, by=user
            )
        )
        if made is not None:
            messages.success(request, "It is announced." if made.published_at else "It will be announced at its time.")
            return redirect("story_announcements", story.pk)
    return _page(request, story, form, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, announcement_id: int) -> HttpResponse:
    found, user = _own(request, announcement_id), writer(request)
    zone = user.zone or "UTC"
    initial = {"title": found.title, "text": found.typed, "zone": zone}
    if found.publish_at is not None:
        initial["publish_at"] = f"{wall_of(found.publish_at, zone_of(zone)):%Y-%m-%dT%H:%M}"
    form = AnnouncementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if form.attempt(
            lambda: actions.edit_announcement(
                found, title=given["title"], text=given["text"], publish_at=form.moment, by=user
            )
        ):
            messages.success(request, "Saved.")
            return redirect("story_announcements", found.story_id)
    return _page(request, found.story, form, found)


@login_required
@require_POST
def delete(request: HttpRequest, announcement_id: int) -> HttpResponse:
    found = _own(request, announcement_id)
    actions.delete_announcement(found, by=writer(request))
    messages.success(request, f"“{found.title}” was deleted.")
    return redirect("story_announcements", found.story_id)


def _own(request: HttpRequest, announcement_id: int) -> Announcement:
    mine = Announcement.objects.filter(story__in=Story.objects.worked_on_by(writer(request)).values("pk"))
    found = get_object_or_404(mine.select_related("story__author"), pk=announcement_id)
    rules.must_publish(writer(request), found.story)
    return found


def _page(request: HttpRequest, story: Story, form: AnnouncementForm, found: Announcement | None) -> HttpResponse:
    title = "Edit an announcement" if found else "A new announcement"
    context = {"story": story, "form": form, "announcement": found}
    return desk_page(request, "serial/announcement.html", title, context, status=422 if form.errors else 200)
