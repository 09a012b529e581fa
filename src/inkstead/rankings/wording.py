"""Why a story stands where it does: its own numbers in the formula of the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from inkstead.rankings.formulas import (
    DAMPING,
    LEAST_PEOPLE,
    LEAST_READERS,
    PRIOR,
    Tally,
    best_kept,
    best_loved,
    rising,
)
from inkstead.rankings.lists import Ranking


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, and the sum behind it; the sum is empty where the sentence says it all."""

    line: str
    sum: str = ""


def reason(ranking: Ranking, window: str, tally: Tally, means: Mapping[str, float]) -> Reason | None:
    """None for a list that counts nothing."""
    match ranking.name:
        case "rising":
            return _rising(tally.readers.get(window, 0), tally.before.get(window, 0))
        case "newcomers":
            return _newcomer(tally.readers.get(window, 0))
        case "read":
            return Reason(_readers(tally.readers.get(window, 0)).capitalize() + ".")
        case "loved":
            return _loved(tally.voices.get(window, 0), tally.readers.get(window, 0), means.get(window, 0.0))
        case "kept":
            return _kept(tally.came_back.get(window, 0), tally.people.get(window, 0))
    return None


def _rising(now: int, before: int) -> Reason:
    score = rising(now, before)
    line = f"{_readers(now).capitalize()}, {before:,} in the time before."
    if score is None:
        why = f"fewer than {LEAST_READERS}" if now < LEAST_READERS else "no growth"
        return Reason(line, f"no place: {why}")
    return Reason(line, f"({now} − {before}) ÷ √({now} + {before} + {DAMPING}) = {score:.3f}")


def _newcomer(now: int) -> Reason:
    score = rising(now, 0)
    line = f"{_readers(now).capitalize()}."
    if score is None:
        return Reason(line, f"no place: fewer than {LEAST_READERS}")
    return Reason(line, f"{now} ÷ √({now} + {DAMPING}) = {score:.3f}")


def _loved(voices: int, readers: int, mean: float) -> Reason:
    score = best_loved(voices, readers, mean)
    line = ngettext("%(n)s voice", "%(n)s voices", voices) % {"n": f"{voices:,}"} + f" from {_readers(readers)}."
    if score is None:
        missing = "voted" if not voices else "read"
        return Reason(line, f"no place: nobody has {missing} in this time")
    top = min(voices, readers)
    return Reason(line, f"({top} + {PRIOR} × {mean:.4f}) ÷ ({readers} + {PRIOR}) = {score:.4f}")


def _kept(back: int, people: int) -> Reason:
    score = best_kept(back, people)
    if people < LEAST_PEOPLE:
        return Reason(f"Fewer than {LEAST_PEOPLE} people have finished a part.", "no place: too few to say anything")
    line = f"{back:,} of {people:,} people came back on another day."
    return Reason(line, f"{back} of {people}: at least {score:.4f}" if score is not None else "no place")


def _readers(number: int) -> str:
    return ngettext("%(n)s reader", "%(n)s readers", number) % {"n": f"{number:,}"}
