"""The labelled stories hold what the docs promise; `python -m bench.perspectives` has the table."""

from __future__ import annotations

from bench.perspectives.labels import labelled
from bench.perspectives.measure import Measured, measure


def test_lines_and_narrators_are_found_and_nothing_else() -> None:
    whole = Measured()
    stories = labelled()
    for story in stories:
        whole.add(measure(story))
    assert len(stories) >= 12
    assert min(whole.lines.precision, whole.lines.recall) >= 0.95, whole.faults
    assert min(whole.narrators.precision, whole.narrators.recall) >= 0.9, whole.faults
    assert (whole.echoes.wrong, whole.echoes.missed) == (0, 0), whole.faults
