"""From what was found to rows: what is as it was stays untouched, so that an edit of one part writes few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict

from inkstead.perspectives.analysis import Perspectives
from inkstead.perspectives.analysis.results import Line, SceneTold
from inkstead.perspectives.analysis.results import Retelling as Told
from inkstead.perspectives.keeping import Text
from inkstead.perspectives.models import Echo, Retelling, Scene, SharedLine, Survey

SHOWN = ("last_block", "first", "last", "begins", "paragraphs", "words", "person", "tense", "narrator", "confidence",
         "evidence", "present")  # fmt: skip
LINE = ("one_block", "one_text", "other_block", "other_text", "difference")
Ids = Sequence[tuple[str, ...]]
BlockOf = Callable[[Line], str]


def write_down(survey: Survey, texts: Sequence[Text], seen: Perspectives, ids: Ids) -> bool:
    """Inside a transaction that holds the story; whether anything is different from before."""

    def block_of(line: Line) -> str:
        return ids[seen.scenes[line.scene - 1].part - 1][line.block - 1]

    scenes, changed = _scenes(survey, [_scene(survey, one, texts, ids) for one in seen.scenes])
    changed |= _retellings(survey, seen.retellings, scenes, block_of)
    return _echoes(survey, seen, scenes, block_of) or changed


def _scene(survey: Survey, told: SceneTold, texts: Sequence[Text], ids: Ids) -> Scene:
    blocks, (first, last) = ids[told.part - 1], told.blocks
    narrator = told.narrator
    return Scene(
        survey=survey,
        part_id=texts[told.part - 1].part,
        block=blocks[first - 1],
        last_block=blocks[last - 1],
        first=first,
        last=last,
        begins=round((first - 1) / max(len(blocks), 1), 4),
        paragraphs=told.paragraphs,
        words=told.words,
        person=told.person,
        tense=told.tense or "",
        narrator=narrator.name[:200] if narrator else "",
        confidence=narrator.confidence if narrator else 0.0,
        evidence=[asdict(one) for one in narrator.evidence] if narrator else [],
        present=list(told.present),
    )


def _scenes(survey: Survey, found: list[Scene]) -> tuple[list[Scene], bool]:
    """The rows, in the order of the story."""
    known = {(row.part_id, row.block): row for row in survey.scenes.all()}
    rows, new, different = [], [], []
    for scene in found:
        row = known.pop((scene.part_id, scene.block), None)
        if row is None:
            row = scene
            new.append(row)
        elif any(getattr(row, name) != getattr(scene, name) for name in SHOWN):
            for name in SHOWN:
                setattr(row, name, getattr(scene, name))
            different.append(row)
        rows.append(row)
    gone = [row.pk for row in known.values()]
    for at in range(0, len(gone), 500):
        Scene.objects.filter(pk__in=gone[at : at + 500]).delete()
    Scene.objects.bulk_create(new, batch_size=200)
    Scene.objects.bulk_update(different, SHOWN, batch_size=100)
    return rows, bool(gone or new or different)


def _retellings(survey: Survey, found: Sequence[Told], scenes: Sequence[Scene], block_of: BlockOf) -> bool:
    known = {(row.one_id, row.other_id): row for row in survey.retellings.all()}
    lines: dict[int, list[SharedLine]] = {}
    for line in SharedLine.objects.filter(retelling__survey=survey).order_by("retelling", "place"):
        lines.setdefault(line.retelling_id, []).append(line)
    changed = False
    for told in found:
        one, other = (scenes[index - 1] for index in told.scenes)
        row = known.pop((one.pk, other.pk), None)
        stands = (told.by, told.confidence, told.confidence >= 1)
        if row is None or (row.by, row.confidence, row.accepted) != stands:
            row = row or Retelling(survey=survey, one=one, other=other)
            row.by, row.confidence, row.accepted = stands
            row.save()
            changed = True
        changed |= _lines(row, lines.get(row.pk, []), told, block_of)
    Retelling.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    return changed or bool(known)


def _lines(retelling: Retelling, known: Sequence[SharedLine], told: Told, block_of: BlockOf) -> bool:
    found = [
        SharedLine(
            retelling=retelling,
            place=place,
            one_block=block_of(line.a),
            one_text=line.a.text,
            other_block=block_of(line.b),
            other_text=line.b.text,
            difference=line.difference or "",
        )
        for place, line in enumerate(told.lines)
    ]
    if [_said(line) for line in known] == [_said(line) for line in found]:
        return False
    retelling.lines.all().delete()
    SharedLine.objects.bulk_create(found, batch_size=200)
    return True


def _said(line: SharedLine) -> tuple[str, ...]:
    return tuple(getattr(line, name) for name in LINE)


def _echoes(survey: Survey, seen: Perspectives, scenes: Sequence[Scene], block_of: BlockOf) -> bool:
    known = {_echo(row): row.pk for row in survey.echoes.all()}
    new = []
    for echo in seen.echoes:
        row = Echo(
            survey=survey,
            scene=scenes[echo.scene - 1],
            block=block_of(Line(echo.scene, echo.block, "")),
            text=echo.text,
            of_scene=scenes[echo.of.scene - 1],
            of_block=block_of(echo.of),
            of_text=echo.of.text,
        )
        if known.pop(_echo(row), None) is None:
            new.append(row)
    Echo.objects.filter(pk__in=list(known.values())).delete()
    Echo.objects.bulk_create(new, batch_size=200)
    return bool(new or known)


def _echo(row: Echo) -> tuple[object, ...]:
    return row.scene_id, row.block, row.text, row.of_scene_id, row.of_block, row.of_text
