"""What the analysis answers. Scenes and blocks are counted from 1; blocks within their part."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Difference = Literal["spelling", "punctuation", "wording", "speaker", "order", "missing"]


@dataclass(frozen=True, slots=True)
class Evidence:
    kind: str
    """label, name, title, signature, introduced, addressed, alignment, echo, continued, author."""
    says: str
    """One short sentence for people."""
    block: int | None = None


@dataclass(frozen=True, slots=True)
class Narrator:
    name: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Line:
    scene: int
    block: int
    text: str
    speaker: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class SceneTold:
    index: int
    part: int
    blocks: tuple[int, int]
    paragraphs: int
    words: int
    person: str
    tense: str | None
    narrator: Narrator | None
    present: tuple[str, ...]
    key: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedLine:
    a: Line
    b: Line
    difference: Difference | None

    @property
    def same(self) -> bool:
        return self.difference is None


@dataclass(frozen=True, slots=True)
class Retelling:
    scenes: tuple[int, int]
    by: Literal["lines", "wording", "author"]
    confidence: float
    lines: tuple[SharedLine, ...]


@dataclass(frozen=True, slots=True)
class Echo:
    scene: int
    block: int
    text: str
    of: Line


@dataclass(slots=True)
class Perspectives:
    scenes: list[SceneTold] = field(default_factory=list)
    retellings: list[Retelling] = field(default_factory=list)
    echoes: list[Echo] = field(default_factory=list)

    def as_json(self, *, lines: bool = False) -> dict[str, Any]:
        """The contract of `inkstead perspectives --json` and of the API."""
        return {
            "scenes": [_scene(scene, lines=lines) for scene in self.scenes],
            "retellings": [_retelling(each) for each in self.retellings],
            "echoes": [
                {"scene": echo.scene, "block": echo.block, "text": echo.text, "of": _line(echo.of)}
                for echo in self.echoes
            ],
        }


def _scene(scene: SceneTold, *, lines: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "index": scene.index,
        "part": scene.part,
        "blocks": list(scene.blocks),
        "paragraphs": scene.paragraphs,
        "words": scene.words,
        "person": scene.person,
        "tense": scene.tense,
        "narrator": asdict(scene.narrator) if scene.narrator else None,
        "present": list(scene.present),
    }
    if told["narrator"]:
        told["narrator"]["evidence"] = [asdict(each) for each in scene.narrator.evidence] if scene.narrator else []
    if lines:
        told["lines"] = [
            {"block": each.block, "text": each.text, "speaker": each.speaker or None, "confidence": each.confidence}
            for each in scene.lines
        ]
    return told


def _line(line: Line) -> dict[str, Any]:
    return {"scene": line.scene, "block": line.block, "text": line.text}


def _retelling(told: Retelling) -> dict[str, Any]:
    return {
        "scenes": list(told.scenes),
        "by": told.by,
        "confidence": told.confidence,
        "lines": [
            {"a": _line(each.a), "b": _line(each.b), "same": each.same, "difference": each.difference}
            for each in told.lines
        ],
    }
