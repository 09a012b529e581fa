"""XML of packages that are written again: no entities of their own, no depth without end, damaged means damaged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from xml.parsers import expat

from inkstead.lib.prose.limits import DEPTH_LIMIT
from inkstead.lib.refusals import Refused

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType


def parse(
    data: bytes,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """XML without entities of its own, no deeper than a text may be."""
    parser: XMLParserType = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    depth = 0

    def refuse(*_told: object) -> None:
        raise no_entities(name)

    def deeper(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH_LIMIT:
            raise Refused(f"“{name[:80]}” in this file is nested deeper than {DEPTH_LIMIT} levels.", "too_deep")
        start(element, attributes)

    def higher(element: str) -> None:
        nonlocal depth
        depth -= 1
        end(element)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = deeper, higher, text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Refused(f"“{name[:80]}” in this file is damaged.", code="damaged") from error


def no_entities(name: str) -> Refused:
    message = f"“{name[:80]}” in this file declares entities of its own (a DTD), which is not read."
    return Refused(message, code="too_heavy")
