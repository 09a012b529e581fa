"""A writer's series: which stories are in them, and in which order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.models import PenName
from inkstead.stories import actions
from inkstead.stories.finding import writer
from inkstead.stories.models import Series, Story
from inkstead.web.desk import desk_page
from inkstead.web.forms import DeskForm, text_field
from inkstead.writing.queries import names_of


class SeriesForm(DeskForm):
    """A number beside each story of the name says its place; none, that it is not in the series."""

    title = text_field("Title")
    summary = text_field("Summary", required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, author: PenName, series: Series | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = dict(series.entries.values_list("story", "position")) if series else {}
        self.stories = list(Story.objects.filter(author=author, binned_at=None).order_by("title", "pk"))
        self.stories.sort(key=lambda story: places.get(story.pk, 10**6))
        for story in self.stories:
            self.fields[f"place_{story.pk}"] = forms.IntegerField(
                label=story.title, required=False, min_value=1, max_value=9999, initial=places.get(story.pk)
            )

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[f"place_{story.pk}"] for story in self.stories]

    @property
    def chosen(self) -> list[Story]:
        """Two with the same number stand as they stood before."""
        placed = [(self.cleaned_data.get(f"place_{story.pk}"), story) for story in self.stories]
        return [story for place, story in sorted(placed, key=lambda pair: pair[0] or 0) if place]


@login_required
@require_safe
def all_series(request: HttpRequest) -> HttpResponse:
    user = writer(request)
    rows = Series.objects.filter(author__user=user).select_related("author").prefetch_related("entries__story")
    names = names_of(user)
    context = {"series": list(rows.order_by("title", "pk")), "names": names, "story": None, "part": None}
    return desk_page(request, "writing/all_series.html", "Series", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_series(request: HttpRequest, slug: str) -> HttpResponse:
    user = writer(request)
    author = get_object_or_404(user.pen_names, slug=slug)
    form = SeriesForm(request.POST or None, author=author)
    if request.method == "POST" and form.is_valid():
        title, summary = form.cleaned_data["title"], form.cleaned_data["summary"]
        made = form.attempt(
            lambda: actions.create_series(author, title=title, summary=summary, stories=form.chosen, by=user)
        )
        if made is not None:
            messages.success(request, f"“{made.title}” is made.")
            return redirect("all_series")
    return _page(request, form, author, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def series(request: HttpRequest, series_id: int) -> HttpResponse:
    user = writer(request)
    found = get_object_or_404(Series.objects.filter(author__user=user).select_related("author"), pk=series_id)
    initial = {"title": found.title, "summary": found.summary}
    form = SeriesForm(request.POST or None, author=found.author, series=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        title, summary = form.cleaned_data["title"], form.cleaned_data["summary"]
        saved = form.attempt(
            lambda: actions.edit_series(found, title=title, summary=summary, stories=form.chosen, by=user)
        )
        if saved is not None:
            messages.success(request, "Saved.")
            return redirect("all_series")
    return _page(request, form, found.author, found)


@login_required
@require_POST
def delete(request: HttpRequest, series_id: int) -> HttpResponse:
    user = writer(request)
    found = get_object_or_404(Series.objects.filter(author__user=user), pk=series_id)
    actions.delete_series(found, by=user)
    messages.success(request, f"“{found.title}” is no series any more. Its stories stay.")
    return redirect("all_series")


def _page(request: HttpRequest, form: SeriesForm, author: PenName, found: Series | None) -> HttpResponse:
    context = {"form": form, "author": author, "series": found, "story": None, "part": None}
    title = "Change a series" if found else "A new series"
    return desk_page(request, "writing/series.html", title, context, status=422 if form.errors else 200)
