"""The text of a form as the editor opens it."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.prose import EDITOR, read_prose, split_blocks
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Part
from inkstead.writing.forms import PartForm
from inkstead.writing.guessing import guess_format


def manuscript_of(form: PartForm, part: Part | None = None) -> SafeString | None:
    """Clean HTML with the ids of its blocks. None where the editor reads from the form what it wrote there itself, and
    where the text cannot be read."""
    head = part.head.html if part and part.head else ""
    if not form.is_bound:
        return mark_safe(head)  # noqa: S308 - cleaned when it was saved
    text, kind = (str(form[name].value() or "") for name in ("text", "format"))
    if kind == EDITOR:
        return None
    try:
        prose = read_prose(text, guess_format(text) if kind == "auto" else kind, split_blocks(head))
    except Refused:
        return None
    return mark_safe(prose.html)  # noqa: S308 - cleaned just now
