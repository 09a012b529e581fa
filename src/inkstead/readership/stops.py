"""Where inside a part reads stopped: {block: [reads, sum of shares in percent]}, as text in a part's day.

A read that told no block is filed under "%" and the twentieth of the part that it reached, as are the rarest blocks of
a day on which very many were told: nobody can make a row grow by telling blocks that there never were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

Stops = dict[str, tuple[int, int]]
TWENTIETHS = 20
BLOCKS_OF_A_DAY = 300


def read_stops(text: str) -> Stops:
    return {block: (reads, share) for block, (reads, share) in json.loads(text).items()} if text else {}


def write_stops(stops: Stops) -> str:
    return json.dumps({block: stops[block] for block in sorted(stops)}, separators=(",", ":")) if stops else ""


def share_key(share: float) -> str:
    """`share` is 0 to 1."""
    return f"%{int(share * TWENTIETHS)}"


def gathered(told: Iterable[tuple[str, int, float]]) -> Stops:
    """From (block, reads, sum of their shares)."""
    stops: Stops = {}
    for block, reads, shares in told:
        _add(stops, block or share_key(shares / reads), reads, round(shares * 100))
    blocks = sorted(
        (block for block in stops if not block.startswith("%")), key=lambda block: (-stops[block][0], block)
    )
    for block in blocks[BLOCKS_OF_A_DAY:]:
        reads, share = stops.pop(block)
        _add(stops, share_key(share / reads / 100), reads, share)
    return stops


def merged(days: Iterable[Stops]) -> Stops:
    whole: Stops = {}
    for day in days:
        for block, (reads, share) in day.items():
            _add(whole, block, reads, share)
    return whole


def _add(stops: Stops, block: str, reads: int, share: int) -> None:
    known, shares = stops.get(block, (0, 0))
    stops[block] = (known + reads, shares + share)
