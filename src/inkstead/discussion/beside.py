"""What was said in the margin of a line that two tellings share, for the page that shows both."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from inkstead.discussion.models import Comment
from inkstead.discussion.queries import thread_of
from inkstead.discussion.templatetags.discussion import plain_rows
from inkstead.library.queries import apart_for
from inkstead.perspectives.remarks import Paragraph, remarks_on_paragraphs

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

MOST = 40  # threads of a page; the parts themselves have all of them


@remarks_on_paragraphs
def said_in_margins(paragraphs: Collection[Paragraph], reader: Reader) -> dict[Paragraph, SafeString]:
    """Oldest first, each with its answers."""
    margin = Comment.objects.visible().filter(
        part__in={part for part, _ in paragraphs}, block__in={block for _, block in paragraphs}, parent__isnull=True
    )
    between = apart_for(reader)
    wanted, found = set(paragraphs), dict[Paragraph, SafeString]()
    for comment in margin.heard(between).select_related("part__live").order_by("created_at", "pk")[:MOST]:
        place = comment.part_id, comment.block
        if place in wanted:
            shown = plain_rows(thread_of(comment, between=between).comments)
            found[place] = SafeString(found.get(place, "") + shown)
    return found
