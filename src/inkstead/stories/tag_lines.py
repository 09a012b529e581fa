"""The tags of a story in lines by kind: what to beware of first, what it is about last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from inkstead.stories.models.choices import TagKind
from inkstead.stories.queries import TagShown

LINES = {
    TagKind.WARNING: "Warnings",
    TagKind.FANDOM: "Fandoms",
    TagKind.RELATIONSHIP: "Relationships",
    TagKind.CHARACTER: "Characters",
    TagKind.GENRE: "Genres",
    TagKind.THEME: "Themes",
    TagKind.FREEFORM: "Tags",
}
_PLACES = {str(kind): place for place, kind in enumerate(LINES)}


def tag_lines(tags: Iterable[TagShown]) -> list[tuple[str, Sequence[TagShown]]]:
    """Within a line as the writer ordered them; no empty lines."""
    known = list(tags)
    lines = [(label, [tag for tag in known if tag.kind == kind]) for kind, label in LINES.items()]
    return [line for line in lines if line[1]]


def by_kind(tags: Iterable[TagShown]) -> list[TagShown]:
    """The same order in one line."""
    return sorted(tags, key=lambda tag: _PLACES[tag.kind])


def names_of_pages(tags: Iterable[TagShown]) -> list[str]:
    """What a page that shows them is made of."""
    return [f"tag:{tag.id}" for tag in tags]
