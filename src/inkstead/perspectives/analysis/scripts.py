"""Speech that names its speaker: scripts (ARES: Stay.), chat logs ([12:03] ares: stay, <ares> stay)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

STAMP = r"(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?[\])]?\s*[-–|,]?\s*)?"
NAMED = r"(?P<name>[^\s:<>\[\]()“”\"'.,!?][^\n:<>\[\]()“”\".!?]{0,30}?)"
CUE = re.compile(
    rf"{STAMP}(?:<{NAMED.replace('name', 'chat')}>|{NAMED}\s*(?:\([^)]{{1,40}}\)|\[[^\]]{{1,40}}\])?\s*[:：])"
    r"\s*(?P<said>\S.*)?$",
    re.DOTALL,
)
DIRECTION = re.compile(r"\([^)]*\)|\[[^\]]*\]|\*[^*]+\*")


class Cue(NamedTuple):
    name: str
    said: str


def read_cue(line: str) -> Cue | None:
    found = CUE.match(line)
    if found is None:
        return None
    name = (found["chat"] or found["name"] or "").strip(" *_#@")
    if not name or name.count(" ") > 2 or name[0].isdigit():
        return None
    return Cue(name, DIRECTION.sub("", found["said"] or "").strip())


def names_of_script(lines: Sequence[str]) -> frozenset[str]:
    """Who speaks, when enough lines begin with a name that comes again; nobody in ordinary prose."""
    cues = Counter(cue.name for line in lines if (cue := read_cue(line)) is not None)
    regular = frozenset(name for name, count in cues.items() if count > 1)
    told = sum(cues[name] for name in regular)
    if len(regular) < 2 or told < 4 or told * 4 < len(lines):
        return frozenset()
    return frozenset(name for name in cues if name in regular or name.isupper())
