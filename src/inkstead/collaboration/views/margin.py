"""The private margin of a draft."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from inkstead.collaboration import actions
from inkstead.collaboration.forms import NoteForm
from inkstead.collaboration.models import MarginNote
from inkstead.collaboration.queries import margin_of
from inkstead.collaboration.views.drafts import part_context
from inkstead.lib.prose import split_blocks
from inkstead.stories import rules
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part
from inkstead.web.desk import desk_page


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def margin(request: HttpRequest, part_id: int) -> HttpResponse:
    """Every note; a new one comes in here, on a passage or on the whole part (`?on=` opens its form)."""
    part = own_part(request, part_id, rules.must_read_drafts)
    if request.method == "POST":
        form = NoteForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            made = form.attempt(
                lambda: actions.write_note(
                    part, body=given["body"], block=given["block"], revision=given["revision"], by=writer(request)
                )
            )
            if made is not None:
                messages.success(request, "Noted in the margin.")
                return redirect(_place(part, made))
        return _margin_page(request, part, form, status=422)
    initial = {"block": request.GET.get("on", "")[:16], "revision": part.head.number if part.head else 0}
    return _margin_page(request, part, NoteForm(initial=initial))


def _margin_page(request: HttpRequest, part: Part, form: NoteForm, *, status: int = 200) -> HttpResponse:
    context = part_context(request, part, "margin")
    block = form["block"].value() or ""
    passage = next((one for one in split_blocks(part.head.html) if one.id == block), None) if part.head else None
    context |= {"margin": margin_of(part, writer(request)), "form": form, "passage": passage.text if passage else ""}
    return desk_page(request, "collaboration/margin.html", f"Margin of {part.title}", context, status=status)


@login_required
@require_POST
def reply(request: HttpRequest, note_id: int) -> HttpResponse:
    note = _note(request, note_id)
    form = NoteForm(request.POST)
    if form.is_valid():
        body = form.cleaned_data["body"]
        made = form.attempt(lambda: actions.write_note(note.part, body=body, parent=note, by=writer(request)))
        if made is not None:
            return _back(request, note)
    return _margin_page(request, own_part(request, note.part_id, rules.must_read_drafts), form, status=422)


@login_required
@require_POST
def resolve(request: HttpRequest, note_id: int) -> HttpResponse:
    """Settled; with `open`, not settled after all."""
    note = _note(request, note_id)
    resolved = "open" not in request.POST
    actions.resolve_note(note, resolved=resolved, by=writer(request))
    messages.success(request, "Settled." if resolved else "Open again.")
    return _back(request, note)


@login_required
@require_POST
def remove(request: HttpRequest, note_id: int) -> HttpResponse:
    note = _note(request, note_id)
    actions.remove_note(note, by=writer(request))
    messages.success(request, "Removed.")
    return _back(request, note)


def _note(request: HttpRequest, note_id: int) -> MarginNote:
    rows = MarginNote.objects.filter(part__in=Part.objects.worked_on_by(writer(request)))
    return get_object_or_404(rows.select_related("part__story__author", "part__head", "parent"), pk=note_id)


def _place(part: Part, note: MarginNote) -> str:
    """Where the writer of a note was: at the passage, or among the notes."""
    if note.block:
        return f"{reverse('part_draft', args=[part.pk])}#{note.block}"
    return reverse("part_margin", args=[part.pk])


def _back(request: HttpRequest, note: MarginNote) -> HttpResponse:
    thread = note.parent or note
    if "draft" in request.POST and thread.block:
        return redirect(f"{reverse('part_draft', args=[note.part_id])}#{thread.block}")
    return redirect(f"{reverse('part_margin', args=[note.part_id])}#note-{thread.pk}")
