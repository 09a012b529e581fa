"""What a story knows of its published parts, so that lists need no join."""

from __future__ import annotations

from django.db.models import Count, Max, Min, Sum

from inkstead.stories.models import Part, Story


def refresh_story_totals(story_id: int) -> None:
    """Inside the transaction that published, withdrew or rewrote a part."""
    told = (
        Part.objects.filter(story=story_id)
        .published()
        .aggregate(parts=Count("pk"), words=Sum("live__words"), first=Min("published_at"), last=Max("published_at"))
    )
    Story.objects.filter(pk=story_id).update(
        parts_published=told["parts"],
        words_published=told["words"] or 0,
        first_published_at=told["first"],
        last_published_at=told["last"],
    )
