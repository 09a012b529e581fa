"""Suggest a change of a passage, look at all of them, take them in or refuse them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inkstead.accounts.models import PenName
from inkstead.collaboration import actions
from inkstead.collaboration.forms import SuggestionForm
from inkstead.collaboration.models import Suggestion
from inkstead.collaboration.queries import suggestions_of
from inkstead.collaboration.views.drafts import part_context
from inkstead.lib.prose import Block, split_blocks
from inkstead.lib.prose.source import source_of
from inkstead.stories import rules
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part
from inkstead.web.desk import desk_page

START = "start"  # stands in addresses for the place before the first passage


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, part_id: int, block: str) -> HttpResponse:
    """One passage and a form for other words; `?new` for new passages after it."""
    part = own_part(request, part_id, rules.must_read_drafts)
    block = "" if block == START else block
    if request.method == "POST":
        form = SuggestionForm(request.POST)
        if form.is_valid():
            made = form.attempt(lambda: actions.suggest(part, form.wish(block), by=writer(request)))
            if made is not None:
                messages.success(request, "Suggested. The authors see it beside the draft.")
                return redirect(f"{reverse('part_draft', args=[part.pk])}#{block or 'main'}")
        return _suggest_page(request, part, block, form, status=422)
    found = _block(part, block)
    is_new = "new" in request.GET or found is None or found.kind in ("scene-break", "image")
    source = source_of(found.html) if found and not is_new else None
    initial = {
        "text": source.text if source else "",
        "format": source.format if source else "markdown",
        "kind": "add" if is_new else "replace",
        "revision": part.head.number if part.head else 0,
    }
    return _suggest_page(request, part, block, SuggestionForm(initial=initial))


def _suggest_page(
    request: HttpRequest, part: Part, block: str, form: SuggestionForm, *, status: int = 200
) -> HttpResponse:
    found = next((one for one in _blocks(part) if one.id == block), None)
    context = part_context(request, part, "")
    context |= {
        "form": form,
        "passage": mark_safe(found.html) if found else "",  # noqa: S308 - cleaned when it was saved
        "at": block or START,
        "is_new": form["kind"].value() == "add",
    }
    return desk_page(request, "collaboration/suggest.html", "Suggest a change", context, status=status)


@login_required
@require_safe
def suggestions(request: HttpRequest, part_id: int) -> HttpResponse:
    """All that waits, in place; who cannot take it in sees their own, and what became of it."""
    part = own_part(request, part_id, rules.must_read_drafts)
    context = part_context(request, part, "suggestions")
    context["found"] = suggestions_of(part, writer(request), all_of_them=context["may"].edit)
    return desk_page(request, "collaboration/suggestions.html", f"Suggestions for {part.title}", context)


@login_required
@require_POST
def accept(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    found = _suggestion(request, suggestion_id, rules.can_edit)
    actions.accept_suggestion(found, by=writer(request), anyway="anyway" in request.POST)
    messages.success(request, "Taken in." + _unseen(found.part))
    return redirect("part_suggestions", found.part_id)


@login_required
@require_POST
def accept_all(request: HttpRequest, part_id: int) -> HttpResponse:
    part = own_part(request, part_id, rules.must_edit)
    given = request.POST.get("by", "")
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 18 else 0
    of = get_object_or_404(PenName.objects.filter(pk__in=Suggestion.objects.filter(part=part).values("by")), pk=number)
    taken, left = actions.accept_all(part, of=of, by=writer(request))
    rest = f" {left} need{'s' if left == 1 else ''} a look: the passage has changed or is gone." if left else ""
    messages.success(request, f"{taken} of {of.name} taken in.{_unseen(part)}{rest}")
    return redirect("part_suggestions", part.pk)


@login_required
@require_POST
def refuse(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    found = _suggestion(request, suggestion_id, rules.can_edit)
    actions.refuse_suggestion(found, reason=request.POST.get("reason", ""), by=writer(request))
    messages.success(request, "Refused. It stands under what was answered, with your reason.")
    return redirect("part_suggestions", found.part_id)


@login_required
@require_POST
def take_back(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    found = _suggestion(request, suggestion_id, rules.can_read_drafts)
    actions.take_back_suggestion(found, by=writer(request))
    messages.success(request, "Taken back.")
    return redirect("part_suggestions", found.part_id)


def _suggestion(request: HttpRequest, suggestion_id: int, can: rules.Can) -> Suggestion:
    """Among the parts that this person works on; who may only suggest finds their own."""
    user = writer(request)
    rows = Suggestion.objects.filter(part__in=Part.objects.worked_on_by(user))
    found = get_object_or_404(rows.select_related("part__story__author", "part__head", "by"), pk=suggestion_id)
    is_mine = found.by is not None and found.by.user_id == user.pk
    if not is_mine and not rules.can_edit(user, found.part.story):
        raise Http404
    if not can(user, found.part.story):
        rules.must_edit(user, found.part.story)
    return found


def _block(part: Part, block: str) -> Block | None:
    if not block:
        return None
    found = next((one for one in _blocks(part) if one.id == block), None)
    if found is None:
        raise Http404
    return found


def _blocks(part: Part) -> list[Block]:
    return split_blocks(part.head.html) if part.head else []


def _unseen(part: Part) -> str:
    return " Readers see it when you publish the changes." if part.is_published else ""
