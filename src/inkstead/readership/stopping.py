"""Where inside a part readers stop: block by block, how many came this far and no farther."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inkstead.lib.prose import Block, split_blocks
from inkstead.readership.stops import TWENTIETHS, Stops
from inkstead.stories.models import Part

REVISIONS_SEARCHED = 12  # for paragraphs that are gone, newest first
WORDS_SHOWN = 16
DROPS_SHOWN = 4
WORTH_TELLING = 0.03  # of the reads
END = 0.9  # whoever comes this far has read it


@dataclass(frozen=True, slots=True)
class BlockStop:
    id: str
    number: int
    words: str  # how it begins
    begins: float  # share of the text before it, 0 to 1
    reached: int  # reads that came this far
    stopped: int  # and no farther
    of: int

    @property
    def share(self) -> float:
        return self.reached / self.of if self.of else 0.0

    @property
    def percent(self) -> int:
        return round(self.share * 100)

    @property
    def percent_stopped(self) -> int:
        return round(self.stopped / self.of * 100) if self.of else 0


def where_readers_stop(part: Part, stops: Stops) -> list[BlockStop]:
    """For the text that readers see now. What stopped at a paragraph that is gone goes to the nearest that stands."""
    blocks = split_blocks(part.live.html) if part.live else []
    if not blocks:
        return []
    begins = _beginnings(blocks)
    stopped = [0] * len(blocks)
    for at, reads in _placed(part, blocks, begins, stops):
        stopped[at] += reads
    of = left = sum(stopped)
    found: list[BlockStop] = []
    for number, block in enumerate(blocks):
        found.append(BlockStop(block.id, number + 1, _words(block), begins[number], left, stopped[number], of))
        left -= stopped[number]
    return found


def drops(stops: Sequence[BlockStop]) -> list[BlockStop]:
    """The places where most stop before the end, in the order of the text."""
    before_the_end = [one for one in stops[:-1] if one.begins < END and one.stopped >= max(2, one.of * WORTH_TELLING)]
    worst = sorted(before_the_end, key=lambda one: -one.stopped)[:DROPS_SHOWN]
    return sorted(worst, key=lambda one: one.number)


def _placed(part: Part, blocks: Sequence[Block], begins: Sequence[float], stops: Stops) -> list[tuple[int, int]]:
    at = {block.id: place for place, block in enumerate(blocks)}
    gone = {block for block in stops if not block.startswith("%") and block not in at}
    heirs = _heirs(part, gone, at) if gone else {}
    placed: list[tuple[int, int]] = []
    for block, (reads, percents) in stops.items():
        place = at.get(block, heirs.get(block))
        placed.append((_at_share(begins, block, percents / reads / 100) if place is None else place, reads))
    return placed


def _at_share(begins: Sequence[float], key: str, share: float) -> int:
    if key.startswith("%"):
        share = (int(key[1:]) + 0.5) / TWENTIETHS
    return max((place for place, begin in enumerate(begins) if begin <= share), default=0)


def _heirs(part: Part, gone: set[str], at: Mapping[str, int]) -> dict[str, int]:
    """The nearest neighbour that still stands, in the newest text that had the paragraph."""
    heirs: dict[str, int] = {}
    for revision in part.revisions.order_by("-number").select_related("packed_on")[:REVISIONS_SEARCHED]:
        if not gone - heirs.keys():
            break
        order = [block.id for block in split_blocks(revision.html)]
        for place, block in enumerate(order):
            if block in gone and block not in heirs and (heir := _nearest(order, place, at)) is not None:
                heirs[block] = heir
    return heirs


def _nearest(order: Sequence[str], place: int, at: Mapping[str, int]) -> int | None:
    for distance in range(1, len(order)):
        for other in (place - distance, place + distance):
            if 0 <= other < len(order) and order[other] in at:
                return at[order[other]]
    return None


def _beginnings(blocks: Sequence[Block]) -> list[float]:
    sizes = [max(len(block.text), 40) for block in blocks]  # a scene break takes room too
    whole, before = sum(sizes), 0
    begins = []
    for size in sizes:
        begins.append(before / whole)
        before += size
    return begins


def _words(block: Block) -> str:
    words = block.text.split()
    return " ".join(words[:WORDS_SHOWN]) + (" …" if len(words) > WORDS_SHOWN else "")
