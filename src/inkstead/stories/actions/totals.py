"""What a story knows of the parts that strangers may see, so that lists need no join."""

from __future__ import annotations

from django.db.models import Count, Max, Min, Sum

from inkstead.events import touch_after_commit
from inkstead.stories.models import Part, PartCounts, Story, StoryCounts


def refresh_story_totals(story_id: int) -> None:
    """Inside the transaction that published, withdrew, hid or rewrote a part. What is hidden leaves no trace."""
    told = Part.objects.filter(story=story_id).told()
    totals = told.aggregate(
        parts=Count("pk"), words=Sum("live__words"), first=Min("published_at"), last=Max("published_at")
    )
    Story.objects.filter(pk=story_id).update(
        parts_published=totals["parts"],
        words_published=totals["words"] or 0,
        first_published_at=totals["first"],
        last_published_at=totals["last"],
    )
    # The lock first: a vote that is under way has then either been added up below, or adds itself afterwards.
    StoryCounts.objects.select_for_update().get(story=story_id)
    sums = PartCounts.objects.filter(part__in=told).aggregate(Sum("reads"), Sum("votes"), Sum("comments"))
    StoryCounts.objects.filter(story=story_id).update(
        reads=sums["reads__sum"] or 0, votes=sums["votes__sum"] or 0, comments=sums["comments__sum"] or 0
    )
    touch_after_commit([f"counts:story:{story_id}"])
