"""A story's figures in the archive that its author takes away."""

from __future__ import annotations

from collections.abc import Iterator

from inkstead.exchange.portable import adds_to_archive
from inkstead.readership.sheets import OF_STORY, as_csv
from inkstead.stories.models import Story


@adds_to_archive
def figures(story: Story) -> Iterator[tuple[str, Iterator[bytes]]]:
    for name, rows in OF_STORY.items():
        yield f"figures/{name}.csv", (line.encode() for line in as_csv(rows(story)))
