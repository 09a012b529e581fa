"""What readers said about a paragraph. Comments stand above this app, so they say themselves what is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

Paragraph = tuple[int, str]  # the part's id and the block
Remarks = Callable[[Collection[Paragraph], "Reader"], Mapping[Paragraph, SafeString]]
_remarks: list[Remarks] = []


def remarks_on_paragraphs(function: Remarks) -> Remarks:
    """Registers a function that shows what was said about paragraphs; it is asked once for all of a page."""
    if function not in _remarks:
        _remarks.append(function)
    return function


def remarks_on(paragraphs: Collection[Paragraph], reader: Reader) -> dict[Paragraph, SafeString]:
    found: dict[Paragraph, SafeString] = {}
    for function in _remarks:
        for paragraph, said in function(paragraphs, reader).items():
            found[paragraph] = SafeString(found.get(paragraph, "") + said)
    return found
