"""One paragraph, heading or verbatim block while it is being written."""

import re
from dataclasses import dataclass, field

from inkstead.lib.prose.markup import escape
from inkstead.lib.prose.ornaments import LONGEST as LONGEST_ORNAMENT

RUN = re.compile(r"[ \t\n\r\f]+")
INK = re.compile(r"[^\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff]")
EDGE = " \t\n\r\f"
CELL_GAP = " · "


def fold_line_ends(text: str) -> str:
    """A line end and the white space around it become one space, other runs stay as they are. A pattern that begins
    with spaces and ends with a line end would look through a long run of spaces once for each of them."""
    return RUN.sub(lambda run: " " if "\n" in run[0] else run[0], text)


@dataclass(frozen=True, slots=True)
class Effect:
    """An inline element that text is to stand in. The key keeps the same effect from being opened twice."""

    key: str
    start: str
    end: str


@dataclass(slots=True)
class Leaf:
    """Spaces wait until the next text is known, so that none stands at either end of a line or inside the wrong tag."""

    tag: str
    start: str
    keep_spaces: bool = False
    pieces: list[str] = field(default_factory=list)
    opened: list[Effect] = field(default_factory=list)
    gap: str = ""
    breaks: int = 0
    inked: bool = False
    images: int = 0
    said: str = ""

    @property
    def verbatim(self) -> bool:
        return self.tag == "pre"

    @property
    def begun(self) -> bool:
        return bool(self.pieces)

    def write_text(self, text: str, effects: list[Effect]) -> None:
        if not self.verbatim:
            text = fold_line_ends(text) if self.keep_spaces else RUN.sub(" ", text)
        core, after = text.strip(EDGE), ""
        if len(core) < len(text):
            lead = len(text) - len(text.lstrip(EDGE))
            self.add_gap(text[:lead])
            after = text[lead + len(core) :]
        self._catch_up(effects)
        self.pieces.append(escape(core))
        self.gap = after
        self.inked = self.inked or INK.search(core) is not None
        if len(self.said) <= LONGEST_ORNAMENT:
            self.said += core[: LONGEST_ORNAMENT + 1]

    def write_image(self, image: str, effects: list[Effect]) -> None:
        self._catch_up(effects)
        self.pieces.append(image)
        self.images += 1
        self.inked = True

    def add_gap(self, space: str) -> None:
        if self.verbatim:
            self.gap += space
        elif self.gap == CELL_GAP:
            return
        elif self.keep_spaces:
            self.gap += fold_line_ends(space)
        else:
            self.gap = self.gap or RUN.sub(" ", space)

    def write_break(self) -> None:
        if self.verbatim:
            self.gap += "\n"
        else:
            self.breaks += 1
            self.gap = ""

    def finish(self) -> str:
        """What stands between the tags. The spaces and breaks at the end are left out."""
        self._close(0)
        return "".join(self.pieces)

    def _catch_up(self, effects: list[Effect]) -> None:
        shared = 0
        while shared < len(self.opened) and shared < len(effects) and self.opened[shared] is effects[shared]:
            shared += 1
        self._close(shared)
        self._write_gap()
        for effect in effects[shared:]:
            self.pieces.append(effect.start)
            self.opened.append(effect)

    def _close(self, kept: int) -> None:
        while len(self.opened) > kept:
            self.pieces.append(self.opened.pop().end)

    def _write_gap(self) -> None:
        if self.verbatim and not self.inked:
            self.gap = self.gap.rpartition("\n")[2]
            self.pieces.append(self.gap)
        elif self.begun:
            self.pieces.append("<br>" if self.breaks else escape(self.gap))
            self.said += " " if self.gap or self.breaks else ""
        self.gap, self.breaks = "", 0
