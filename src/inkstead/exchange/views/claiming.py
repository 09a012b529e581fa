"""Take up a pen name that came with an archive."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from inkstead.exchange.claims import claim, claimable_by
from inkstead.stories.finding import writer
from inkstead.stories.models import Story


@login_required
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    rows = list(claimable_by(writer(request)))
    titles: dict[int, list[str]] = {row.pk: [] for row in rows}
    for author, title in Story.objects.filter(author__in=titles).order_by("title").values_list("author", "title"):
        titles[author].append(title)
    return render(request, "exchange/claims.html", {"claims": [(row, titles[row.pk]) for row in rows]})


@login_required
@require_POST
def take_up(request: HttpRequest, pen_name_id: int) -> HttpResponse:
    user = writer(request)
    name = claim(get_object_or_404(claimable_by(user), pk=pen_name_id), by=user)
    messages.success(request, f"“{name.name}” and all that stands under it is yours.")
    return redirect("claims")
