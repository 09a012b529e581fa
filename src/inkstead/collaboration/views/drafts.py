"""Read a draft among those who work on it, with what stands beside it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from inkstead.collaboration.forms import NoteForm
from inkstead.collaboration.queries import around, draft_passages
from inkstead.stories import rules
from inkstead.stories.finding import own_part, writer
from inkstead.stories.models import Part
from inkstead.web.desk import desk_page


@login_required
@require_safe
def draft(request: HttpRequest, part_id: int) -> HttpResponse:
    """The newest text. Beta readers suggest and write in the margin here; they have no form for the text itself."""
    part = own_part(request, part_id, rules.must_read_drafts)
    context = part_context(request, part, "draft")
    context["passages"] = draft_passages(part, writer(request), all_suggestions=context["may"].edit)
    context["note_form"] = NoteForm()
    return desk_page(request, "collaboration/draft.html", f"Draft of {part.title}", context)


def part_context(request: HttpRequest, part: Part, here: str) -> dict[str, Any]:
    """What every page around a part shows at its top."""
    user = writer(request)
    may = rules.rights_of(user, part.story)
    return {
        "story": part.story,
        "part": part,
        "may": may,
        "here": here,
        "around": around(part, user, all_suggestions=may.edit),
    }
