"""What the people who work on a story said beside its texts: margin notes and suggestions, answered ones too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from inkstead.collaboration.models import MarginNote, Suggestion
from inkstead.stories.models import Story


def margin_notes(story: Story) -> Iterator[dict[str, Any]]:
    rows = MarginNote.objects.filter(part__story=story).select_related("by", "resolved_by").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield {
            "id": row.pk,
            "part": row.part_id,
            "answers": row.parent_id,
            "block": row.block,
            "quote": row.quote,
            "by": row.said_by,
            "body": row.body,
            "at": row.created_at,
            "resolved_at": row.resolved_at,
            "resolved_by": row.resolved_by.name if row.resolved_by else "",
        }


def suggestions(story: Story) -> Iterator[dict[str, Any]]:
    rows = Suggestion.objects.filter(part__story=story).select_related("by", "answered_by").order_by("pk")
    plain = ("kind", "block", "revision", "then_html", "html", "note", "answer", "answered_at", "reason", "result")
    for row in rows.iterator(chunk_size=500):
        yield {
            "id": row.pk,
            "part": row.part_id,
            "by": row.said_by,
            "at": row.created_at,
            **{name: getattr(row, name) for name in plain},
            "answered_by": row.answered_by.name if row.answered_by else "",
        }
