"""How right the reading of perspectives is, on labelled stories: `python -m bench.perspectives [--faults]`.

The stories stand in bench/perspectives/stories, each with its labels in a .toml of the same name.
"""

from __future__ import annotations

import sys

from bench.perspectives.labels import Labelled, labelled
from bench.perspectives.measure import Measured, Score, measure

HEAD = (
    f"{'story':<26} {'lines: precision':>17} {'recall':>7} {'pairs':>6} {'narrators':>10} {'recall':>7} {'echoes':>8}"
)


def main() -> int:
    stories = labelled()
    measured = {story.name: measure(story) for story in stories}
    print(HEAD)
    for story in stories:
        print(_row(story.name, measured[story.name]))
    known = _sum([measured[story.name] for story in stories if not story.held_out])
    print("\n" + _row("tuned on", known))
    if any(story.held_out for story in stories):
        print(_row("held out", _sum([measured[story.name] for story in stories if story.held_out])))
    whole = _sum(list(measured.values()))
    print(_row("all", whole))
    if "--faults" in sys.argv:
        print("\n" + "\n".join(whole.faults))
    return 0 if _holds(whole) else 1


def _sum(each: list[Measured]) -> Measured:
    whole = Measured()
    for one in each:
        whole.add(one)
    return whole


def _row(name: str, measured: Measured) -> str:
    lines, narrators, echoes = measured.lines, measured.narrators, measured.echoes
    found = f"{echoes.right}/{echoes.right + echoes.missed}" + (f" +{echoes.wrong}" if echoes.wrong else "")
    return (
        f"{name:<26} {lines.precision:>17.3f} {lines.recall:>7.3f} {lines.right + lines.missed:>6}"
        f" {narrators.precision:>10.3f} {narrators.recall:>7.3f} {found:>8}"
    )


def _holds(whole: Measured) -> bool:
    def least(score: Score) -> float:
        return min(score.precision, score.recall)

    return least(whole.lines) >= 0.95 and least(whole.narrators) >= 0.9


def kinds(stories: list[Labelled]) -> dict[str, str]:
    return {story.name: story.kind for story in stories}


if __name__ == "__main__":
    sys.exit(main())
