"""What happens in a scene, as hashes: three telling words in a row, whoever tells them and in whatever form.

“I drop the glass, and it shatters on the marble” and “She dropped the glass. It shattered on the marble.” share
drop-glass-shatter and glass-shatter-marble. Only the smallest hashes of a scene are kept: as the same are kept
everywhere, what two scenes share shows in them, and a scene of any length costs the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from zlib import crc32

from inkstead.perspectives.analysis.keys import words_of
from inkstead.perspectives.analysis.speech import TextLine
from inkstead.perspectives.analysis.tongues import Tongue

KEPT = 160
SHORTEST = 4
ENDINGS = ("ing", "ed", "es", "s", "en", "te", "t", "e")


@dataclass(frozen=True, slots=True)
class Footprint:
    block: int
    text: str
    """The line in which it stands."""


def footprints(narration: Sequence[TextLine], tongue: Tongue) -> dict[int, Footprint]:
    found: dict[int, Footprint] = {}
    skipped = tongue.common | tongue.persons.keys() | tongue.said | tongue.interjections
    for line in narration:
        told = Footprint(line.block, line.text)
        stems = [_stem(word) for word in words_of(line.text) if len(word) >= SHORTEST and word not in skipped]
        for trio in zip(stems, stems[1:], stems[2:], strict=False):
            found.setdefault(crc32(" ".join(trio).encode()), told)
    return {each: found[each] for each in nsmallest(KEPT, found)}


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word
