"""Perspectives as lines that a person reads in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inkstead.perspectives.analysis.results import Perspectives, Retelling, SceneTold, SharedLine

SHOWN = 90
DIFFERS = {
    "spelling": "spelt differently",
    "punctuation": "punctuated differently",
    "wording": "worded differently",
    "speaker": "said by somebody else",
    "order": "told in another order",
    "missing": "told by one only",
}


def account(seen: Perspectives, titles: Sequence[str]) -> str:
    return "\n".join(_lines(seen, titles))


def _lines(seen: Perspectives, titles: Sequence[str]) -> Iterator[str]:
    yield f"{_count(len(seen.scenes), 'scene')}."
    part = 0
    for scene in seen.scenes:
        if scene.part != part:
            part = scene.part
            yield f"\n{titles[part - 1]}"
        yield from _scene(scene)
    if not seen.retellings and not seen.echoes:
        yield "\nNo scene is told twice, and no line comes back."
    for retelling in seen.retellings:
        yield from _retelling(retelling)
    if seen.echoes:
        yield "\nLines that come back"
    for echo in seen.echoes:
        of = f"scene {echo.of.scene}, block {echo.of.block}"
        yield f"  scene {echo.scene}, block {echo.block}: {_short(echo.text)} ({of})"


def _scene(scene: SceneTold) -> Iterator[str]:
    how = f"{scene.person} person" + (f", {scene.tense} tense" if scene.tense else "")
    size = f"{_count(scene.paragraphs, 'paragraph')}, {_count(scene.words, 'word')}, {how}"
    if scene.narrator is None:
        yield (
            f"  {scene.index}. {size}; who tells it is not certain"
            if scene.person == "first"
            else f"  {scene.index}. {size}"
        )
        return
    yield f"  {scene.index}. told by {scene.narrator.name} ({scene.narrator.confidence:.0%}): {size}"
    for evidence in scene.narrator.evidence:
        yield f"       {evidence.says}"


def _retelling(told: Retelling) -> Iterator[str]:
    differ = [line for line in told.lines if not line.same]
    one, other = told.scenes
    found = "the same things in the same words" if told.by == "wording" else _count(len(told.lines), "shared line")
    yield f"\nScenes {one} and {other} tell the same ({told.confidence:.0%}): {found}, {len(differ)} different"
    for line in differ:
        yield from _difference(line)


def _difference(line: SharedLine) -> Iterator[str]:
    assert line.difference is not None
    yield f"  {DIFFERS[line.difference]}:"
    yield f"    block {line.a.block}: {_short(line.a.text)}"
    yield f"    block {line.b.block}: {_short(line.b.text)}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    if not flat:
        return "–"
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"


def _count(number: int, name: str) -> str:
    return f"{number:,} {name}" + ("" if number == 1 else "s")
