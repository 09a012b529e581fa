"""How one wants to be told."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from inkstead.lib.refusals import Refused
from inkstead.lib.zones import zone_word
from inkstead.notifications import actions
from inkstead.notifications.forms import ChoicesForm, begun
from inkstead.notifications.models import NoticeChoices
from inkstead.notifications.push.keys import public_key
from inkstead.notifications.wishes import switches
from inkstead.stories.finding import writer as person
from inkstead.web.meta import PageMeta


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    user = person(request)
    row = NoticeChoices.objects.filter(user=user).first() or NoticeChoices(user=user)
    form = ChoicesForm(request.POST or None, initial=begun(row))
    if request.method == "POST" and form.is_valid() and _save(form, request):
        messages.success(request, "Saved.")
        return redirect("notice_choices")
    view = {
        "page": PageMeta(title="Notices", description="", url=request.path, robots="noindex"),
        "form": form,
        "switches": switches(row),
        "zone": zone_word(user.zone),
        "browsers": user.push_endpoints.order_by("-pk"),
        "push_key": public_key(),
    }
    return render(request, "notifications/choices.html", view, status=400 if form.errors else 200)


def _save(form: ChoicesForm, request: HttpRequest) -> bool:
    given = form.cleaned_data
    try:
        actions.choose(
            by=person(request),
            switches=form.switches(),
            rhythm=given["rhythm"],
            hour=given["hour"],
            weekday=given["weekday"],
            quiet=form.quiet(),
        )
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    return True
