"""The open block elements, and which of them a tag closes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from inkstead.lib.prose import elements
from inkstead.lib.prose.limits import check_depth

NOTHING: frozenset[str] = frozenset()
HEADING_NAMES = frozenset(elements.HEADINGS)
CELL_BORDERS = elements.CELLS | {"caption", "table"}
TABLE_SECTIONS = frozenset({"tbody", "thead", "tfoot"})
TABLE_PARTS = CELL_BORDERS | TABLE_SECTIONS | {"tr"}
ITEM_BORDERS = (elements.CONTAINERS | CELL_BORDERS) - {"li"}
DEFINITIONS = frozenset({"dt", "dd"})

# HTML lets these ends be left out, and so do people: which open element each start tag closes, unless one of the others
# stands between them.
IMPLIED_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), ITEM_BORDERS),
    "dt": (DEFINITIONS, ITEM_BORDERS | {"dl"}),
    "dd": (DEFINITIONS, ITEM_BORDERS | {"dl"}),
    "td": (elements.CELLS, frozenset({"table", "tr"})),
    "th": (elements.CELLS, frozenset({"table", "tr"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "tbody": (TABLE_SECTIONS, frozenset({"table"})),
    "thead": (TABLE_SECTIONS, frozenset({"table"})),
    "tfoot": (TABLE_SECTIONS, frozenset({"table"})),
}


@dataclass(slots=True)
class Frame:
    """An open block element, with what the text in it inherits."""

    name: str
    leaf: str = "p"
    align: str = ""
    language: str = ""
    direction: str = ""
    small_caps: bool = False
    block_id: str = ""
    written_at: int = -1


@dataclass(slots=True)
class Item:
    """What an open container holds so far: a lone paragraph in a list item needs no tags of its own."""

    frame: Frame
    children: int = 0
    bare_at: int = -1
    only_lists_follow: bool = True

    def add(self, name: str, bare_at: int) -> None:
        if self.children == 0:
            self.bare_at = bare_at
        elif name not in elements.LISTS:
            self.only_lists_follow = False
        self.children += 1


class Frames:
    """Knows the places of every name, so that no end tag ever has to walk down a deep stack."""

    def __init__(self) -> None:
        self.open = [Frame("")]
        self.places: defaultdict[str, list[int]] = defaultdict(list)

    @property
    def top(self) -> Frame:
        return self.open[-1]

    @property
    def depth(self) -> int:
        return len(self.open)

    def push(self, frame: Frame) -> None:
        self.places[frame.name].append(len(self.open))
        self.open.append(frame)
        check_depth(len(self.open))

    def pop_to(self, depth: int) -> Iterator[Frame]:
        """Each frame from the top, while it is still open."""
        while len(self.open) > depth:
            yield self.open[-1]
            self.places[self.open.pop().name].pop()

    def ended_by(self, name: str) -> int:
        """The depth that an end tag closes down to; the whole depth when it closes nothing."""
        if self.top.name == name:
            return len(self.open) - 1
        names = HEADING_NAMES if name in HEADING_NAMES else frozenset((name,))
        return self._nearest(names, NOTHING if name in TABLE_PARTS else CELL_BORDERS)

    def implied_end(self, name: str) -> int:
        """The depth that a start tag closes down to."""
        depth = len(self.open)
        if self.top.name == "p" or (self.top.name in HEADING_NAMES and name in HEADING_NAMES):
            depth -= 1
        if name in IMPLIED_ENDS:
            depth = min(depth, self._nearest(*IMPLIED_ENDS[name]))
        return depth

    def _nearest(self, names: frozenset[str], borders: frozenset[str]) -> int:
        at = self._last(names)
        return at if at and at > self._last(borders) else len(self.open)

    def _last(self, names: frozenset[str]) -> int:
        return max([self.places[name][-1] for name in names if self.places[name]], default=0)
