"""What of a file is not kept, counted while it is read and told in one sentence for each kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from inkstead.lib.prose import elements
from inkstead.lib.prose.tokens import NONE, Attributes, Token, tokens

VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base", "embed", "source", "track"})

SENTENCES = {
    "script": "Scripts were left out ({}).",
    "sheet": "Style sheets were left out ({}): italics, places and colours that only they say are not kept.",
    "comment": "Comments in the markup, which nobody sees, were left out ({}).",
    "hidden": "Hidden text was left out ({} words).",
    "media": "Sound, video and embedded pages were left out ({}).",
    "drawing": "Drawings, formulas and maps within the text were left out ({}).",
    "form": "Fields and lists of forms were left out ({}).",
    "fallback": "Text for programs that cannot show the rest was left out ({}).",
    "table": "Tables became lines of text ({}).",
    "picture elsewhere": "Pictures that lie elsewhere became links to them ({}).",
    "picture lost": "Pictures that are not in the file were left out ({}).",
    "picture inside": "Pictures that are written into the page itself were left out ({}).",
    "link": "Links that lead nowhere from here kept their words and lost their address ({}).",
    "look": "Colours, typefaces and sizes of letters were not kept.",
    "note": "Notes before and after a part are plain text here: italics, links and pictures in them were not kept.",
    "definition": "Addresses at the end that nothing in the text refers to were left out ({}).",
    "control": "Invisible control characters were left out ({}).",
}
KINDS = {
    "script": "script", "style": "sheet", "!--": "comment", "iframe": "media", "audio": "media", "video": "media",
    "object": "media", "embed": "media", "applet": "media", "frame": "media", "frameset": "media", "canvas": "media",
    "bgsound": "media", "svg": "drawing", "math": "drawing", "map": "drawing", "select": "form", "input": "form",
    "textarea": "form", "datalist": "form", "noscript": "fallback", "noembed": "fallback", "noframes": "fallback",
    "template": "fallback", "xmp": "fallback", "plaintext": "fallback", "table": "table",
}  # fmt: skip
LOOKS = re.compile(r"(?:^|;)\s*(?:color|background|background-color|font|font-family|font-size)\s*:", re.IGNORECASE)
ATTRIBUTES = frozenset({"color", "bgcolor", "face", "size"})
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# A writer's own: folded away until a reader asks for it.
FOLDED = frozenset({"spoiler-inner", "sp-body"})


class LeftOut(Counter[str]):
    """By the kinds of `SENTENCES`."""

    def element(self, name: str, attributes: Attributes = NONE) -> None:
        kind = KINDS.get(name)
        if kind is not None or (name == "link" and "stylesheet" in attributes.get("rel", "").lower()):
            self[kind or "sheet"] += 1
        if attributes and (not ATTRIBUTES.isdisjoint(attributes) or LOOKS.search(attributes.get("style", ""))):
            self["look"] += 1

    @property
    def told(self) -> list[str]:
        return told(self)


def told(counts: Mapping[str, int], sentences: Mapping[str, str] = SENTENCES) -> list[str]:
    """In the order of the sentences."""
    return [sentence.format(f"{counts[kind]:,}") for kind, sentence in sentences.items() if counts.get(kind)]


def is_hidden(attributes: Attributes) -> bool:
    if not FOLDED.isdisjoint(attributes.get("class", "").split()):
        return False
    return "hidden" in attributes or HIDING.search(attributes.get("style", "")) is not None


def shown_tokens(source: str, left_out: LeftOut) -> Iterator[Token]:
    """Those that a browser would show; the others are counted."""
    hiding, depth = "", 0
    for token in tokens(source, left_out.element):
        kind, name, attributes = token
        if depth and hiding == "p" and kind == "start" and name in elements.BLOCKS:
            depth = 0  # its end was left out
        if depth:
            if kind == "text":
                left_out["hidden"] += len(name.split())
            elif name == hiding:
                depth += 1 if kind == "start" else -1
            continue
        if kind == "start":
            left_out.element(name, attributes)
            if attributes and name not in VOID and is_hidden(attributes):
                hiding, depth = name, 1
                continue
        yield token
