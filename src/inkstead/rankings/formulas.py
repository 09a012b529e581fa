"""The rankings: what each counts and how. The pages print these words and numbers, so that there is one home for both.

A day is a UTC day. A *reader* of a day is somebody who read in a story that day, a *voice* somebody who voted there;
all who come out of one address block on one day are one, and so are those of a day's voters who trade votes with the
story's author (see `rings`). Over several days the days are added up.

* Rising: (n - b) / sqrt(n + b + 10), the difference of two Poisson counts in units of its own spread, where n are the
  readers of the window and b those of the equally long time before it. The 10 keeps small numbers small.
* Best loved: (min(v, r) + 50 m) / (r + 50), v voices and r readers of the window, m the whole site's voices per
  reader, for stories that somebody read and somebody voted for: a Bayesian average that begins at the site's
  own and moves with evidence. One vote neither makes nor sinks a story.
* Best kept: the lower end of Wilson's 95 % interval for k of n, n the people who finished a part in the window and k
  those of them who did so on two different days; of a day's people as many count as there were address blocks, and a
  ring is one person (see `keeping`). E. B. Wilson, "Probable inference" (J. Am. Stat. Assoc. 22, 1927).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import sqrt

WINDOWS = {"today": 2, "week": 7, "month": 30, "all": 0}  # days, the last one included; 0: since ever
DAMPING = 10  # readers
PRIOR = 50  # readers
LEAST_READERS = 3  # below it nothing is said to be rising
LEAST_PEOPLE = 5  # below it nothing is said about who came back: a share of three people tells on each of them
NEWCOMER = 30  # days since the first part came out
Z = 1.959964  # of a 95 % interval


@dataclass(frozen=True, slots=True)
class Tally:
    """What a story's rankings are made of. Each mapping is by window; a window that is missing is nought."""

    story: int
    readers: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, int] = field(default_factory=dict)
    voices: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)  # signed in, who finished a part
    came_back: Mapping[str, int] = field(default_factory=dict)
    first_on: date | None = None  # the day its first part came out


def rising(now: int, before: int) -> float | None:
    """Growth in units of its own spread; nothing below `LEAST_READERS` and where there is no growth."""
    return (now - before) / sqrt(now + before + DAMPING) if now >= LEAST_READERS and now > before else None


def most_read(readers: int) -> float | None:
    return float(readers) if readers else None


def best_loved(voices: int, readers: int, mean: float) -> float | None:
    """Voices per reader, drawn towards the site's mean; nothing without a voice or without a reader."""
    return (min(voices, readers) + PRIOR * mean) / (readers + PRIOR) if voices and readers else None


def best_kept(came_back: int, people: int) -> float | None:
    """The share that is surely reached; nothing below `LEAST_PEOPLE`."""
    if people < LEAST_PEOPLE or not came_back:
        return None
    share, square = came_back / people, Z * Z
    middle = share + square / (2 * people)
    spread = Z * sqrt(share * (1 - share) / people + square / (4 * people * people))
    return (middle - spread) / (1 + square / people)


def is_newcomer(first_on: date | None, until: date) -> bool:
    return first_on is not None and (until - first_on).days < NEWCOMER


def scores(tally: Tally, means: Mapping[str, float], until: date) -> dict[str, float]:
    """By ranking and window, e.g. `rising_week`. What a story has no place in is missing."""
    new = is_newcomer(tally.first_on, until)
    found: dict[str, float | None] = {}
    for window in WINDOWS:
        readers, voices = tally.readers.get(window, 0), tally.voices.get(window, 0)
        found[f"read_{window}"] = most_read(readers)
        found[f"loved_{window}"] = best_loved(voices, readers, means.get(window, 0.0))
        if window != "all":
            before = 0 if new else tally.before.get(window, 0)
            found[f"{'newcomers' if new else 'rising'}_{window}"] = rising(readers, before)
        if window in ("month", "all"):
            found[f"kept_{window}"] = best_kept(tally.came_back.get(window, 0), tally.people.get(window, 0))
    return {name: round(score, 9) for name, score in found.items() if score is not None}


def mean_voices(voices: int, readers: int) -> float:
    """The whole site's voices per reader."""
    return min(voices / readers, 1.0) if readers else 0.0
