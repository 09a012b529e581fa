"""An arrival that is open in two windows: in the second, after it was kept or thrown away in the first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from inkstead.exchange import arrivals
from inkstead.stories.finding import writer
from inkstead.stories.models import Story


def led_on(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """To where it is now, with a sentence. Strangers get what they would get."""

    @wraps(view)
    def wrapped(request: HttpRequest, arrival_id: int, *place: int, **named: int) -> HttpResponse:
        try:
            return view(request, arrival_id, *place, **named)
        except Http404:
            end = arrivals.end_of(arrival_id, by=writer(request))
            if end is None:
                raise
            return _where_it_went(request, *end)

    return wrapped


def _where_it_went(request: HttpRequest, story: Story | None) -> HttpResponse:
    if story is None:
        messages.info(
            request,
            "This manuscript was thrown away, or its story is gone.",
        )
        return redirect("write")
    if story.binned_at is not None:
        messages.info(request, f"This manuscript was kept already; “{story.title}” is in the bin now.")
        return redirect("bin")
    messages.info(request, f"This manuscript was kept already, in another window: it stands in “{story.title}”.")
    return redirect("write_story", story.pk)
