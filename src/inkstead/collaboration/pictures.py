"""Pictures in suggestions stay as long as the suggestions do."""

from __future__ import annotations

from collections.abc import Iterator

from inkstead.collaboration.models import Suggestion
from inkstead.stories.images import keeps_texts


@keeps_texts
def texts_of_suggestions(story_id: int) -> Iterator[str]:
    rows = Suggestion.objects.filter(part__story=story_id).values_list("then_html", "html")
    for then, proposed in rows.iterator(chunk_size=200):
        yield then
        yield proposed
