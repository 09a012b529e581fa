"""Secret links to a draft: made and revoked at the desk, opened by whoever holds one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.models import User
from inkstead.collaboration import actions
from inkstead.collaboration.forms import LinkForm
from inkstead.collaboration.models import SecretLink
from inkstead.collaboration.queries import links_of
from inkstead.collaboration.views.drafts import part_context
from inkstead.stories import rules
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part, Story, closed_stories
from inkstead.stories.queries import typed_paragraphs
from inkstead.web.desk import desk_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, part_id: int) -> HttpResponse:
    """The address itself is shown in the answer to the form, and never again: only its digest is kept."""
    part = own_part(request, part_id, rules.must_publish)
    form = LinkForm(request.POST or None, initial={"shows": "newest", "days": 30})
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        found = form.attempt(lambda: _make(request, part, form))
        if found is not None:
            link, token = found
            address = settings.BASE_URL + reverse("secret_draft", args=[token])
            made = {"address": address, "made": link}
            form = LinkForm(initial={"shows": "newest", "days": 30})
    context = part_context(request, part, "links")
    context |= {"form": form, "links": links_of(part), **made}
    status = 422 if form.errors else 200
    return desk_page(request, "collaboration/links.html", f"Secret links to {part.title}", context, status=status)


def _make(request: HttpRequest, part: Part, form: LinkForm) -> tuple[SecretLink, str]:
    given = form.cleaned_data
    return actions.make_secret_link(
        part,
        for_whom=given["for_whom"],
        newest=given["shows"] == "newest",
        expires_at=timezone.now() + timedelta(days=given["days"]) if given["days"] else None,
        by=writer(request),
    )


@login_required
@require_POST
def revoke(request: HttpRequest, link_id: int) -> HttpResponse:
    rows = SecretLink.objects.filter(part__in=Part.objects.worked_on_by(writer(request)))
    found = get_object_or_404(rows.select_related("part__story__author"), pk=link_id)
    actions.revoke_secret_link(found, by=writer(request))
    messages.success(request, f"The link for {found.for_whom} leads nowhere any more.")
    return redirect("part_links", found.part_id)


def _is_closed(link: SecretLink, request: HttpRequest) -> bool:
    """Its author keeps out who is asking, as far as they are signed in."""
    story, user = Story.objects.filter(pk=link.part.story_id), request.user
    return isinstance(user, User) and story.filter(closed_stories(user)).exists()


@require_safe
def secret_draft(request: HttpRequest, token: str) -> HttpResponse:
    """For anybody who has the address. A token that was revoked is as unknown as one that never was."""
    link = actions.open_secret_link(token)
    if link is None or _is_closed(link, request):
        raise Http404
    revision = link.revision or link.part.head
    if revision is None:
        raise Http404
    context = {
        "link": link,
        "of": link.part,
        "story_of": link.part.story,
        "revision": revision,
        "html": mark_safe(revision.html),  # noqa: S308 - cleaned when it was saved
        "notes_before": typed_paragraphs(link.part.notes_before),
        "notes_after": typed_paragraphs(link.part.notes_after),
    }
    answer = render(request, "collaboration/secret_draft.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
