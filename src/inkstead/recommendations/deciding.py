"""When it is decided whether two stories go together, and from how many people on: both drawn from the site's secret.

Whoever owns accounts can finish two stories with all but one of the people that are asked, and wait for one reader to
tip the scale. So every pair is looked at once in `ROUND` nights, on a night of its own, and stays as decided until
then; and each time anew it is drawn how many people are asked: ten, give or take, every step away half as likely. One
person more makes either answer at most twice as likely, but for one draw in ninety-four, and the next look has
another draw: nothing that was found out by trying is true any more.

(The geometric mechanism: A. Ghosh et al., "Universally utility-maximizing privacy mechanisms", STOC 2009; that a pair
is named at all: D. Desfontaines et al., "Differentially private partition selection", PoPETs 2022.)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings

ROUND = 42  # nights
LEAST, MIDDLE, MOST = 5, 10, 15  # people
# Of 94 draws: 1 asks for 5 people, 2 for 6, 4 for 7, … 32 for 10, … and 1 for 15.
DRAWS = [asked for asked in range(LEAST, MOST + 1) for _ in range(2 ** (MIDDLE - LEAST - abs(asked - MIDDLE)))]


@dataclass(frozen=True, slots=True)
class Nights:
    """Those that are decided now: after `since` (none: it was never done) until `until`."""

    since: date | None
    until: date

    def decide(self, story: int, other: int) -> bool:
        if self.since is None:
            return True
        return round_of(story, other, self.until) > round_of(story, other, self.since)

    def counted(self, story: int, other: int, together: int) -> int | None:
        """The number that goes on with a pair, as far from ten as it was from the number drawn; None: too few."""
        asked = asked_of(story, other, round_of(story, other, self.until))
        return together + MIDDLE - asked if together >= asked else None


def round_of(story: int, other: int, day: date) -> int:
    """Each pair has its own night on which a round begins."""
    return (day.toordinal() + _drawn("night", *_pair(story, other)) % ROUND) // ROUND


def asked_of(story: int, other: int, number: int) -> int:
    """How many people a pair asks for in that round."""
    return DRAWS[_drawn("asked", *_pair(story, other), number) % len(DRAWS)]


def _pair(story: int, other: int) -> tuple[int, int]:
    """The same both ways."""
    return min(story, other), max(story, other)


def _drawn(what: str, *numbers: int) -> int:
    """Nobody who does not know the secret can work it out."""
    said = " ".join([what, *map(str, numbers)]).encode()
    secret = settings.SECRET_KEY.encode()[:64]
    return int.from_bytes(hashlib.blake2b(said, key=secret, digest_size=8).digest(), "big")
