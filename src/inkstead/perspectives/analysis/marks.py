"""Which marks a scene sets around speech. Single quotes are apostrophes until they prove themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CLOSERS = {
    "“": "”“", "„": "“”‟", "«": "»", "»": "«", '"': '"', "「": "」", "『": "』", "‘": "’", "'": "'", "‹": "›", "›": "‹",
    "‚": "‘’",
}  # fmt: skip
SINGLES = frozenset("‘'‚‹›")
DOUBLE = re.compile(r"[“”„‟«»\"「」『』]")
SINGLE = re.compile(r"[‘’'‚‹›]")
SINGLE_SPEECH = re.compile(r"(?:^|[\s(—–])(?:[‘‚‹][^\s]|'(?!(?:tis|twas|em|cause|til|n|bout|cos|round)\b)\w)"
                           r"[^\n]*?(?:[.,!?…—–-][’'‘›]|[’'‘›],)(?!\w)")  # fmt: skip
DASH_LINE = re.compile(r"[—–―]\s?(?=[^\s—–―])|-\s(?=[^\s-])")
DASHES = "—–―"


@dataclass(frozen=True, slots=True)
class Marks:
    """`openers` that begin speech here, and whether a dash at the head of a line does."""

    openers: frozenset[str]
    dash: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        return DOUBLE_AND_SINGLE if self.openers & SINGLES else DOUBLE


DOUBLE_AND_SINGLE = re.compile(r"[“”„‟«»\"「」『』‘’'‚‹›]")
DOUBLES = frozenset(CLOSERS) - SINGLES


def marks_of(lines: Sequence[str]) -> Marks:
    doubles = sum(1 for line in lines if DOUBLE.search(line))
    singles = _singles(line for line in lines if not DOUBLE.match(line))
    openers = DOUBLES
    if singles and singles >= doubles:
        openers = frozenset(CLOSERS)
    dashes = sum(1 for line in lines if DASH_LINE.match(line))
    return Marks(openers, dash=dashes > 1 or (dashes == 1 and not doubles and not singles))


def _singles(lines: Iterable[str]) -> int:
    return sum(1 for line in lines if SINGLE.search(line) and SINGLE_SPEECH.search(line))
