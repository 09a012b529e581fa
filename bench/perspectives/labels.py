"""The labelled stories: what a reader says of each, in a file of the same name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from inkstead.lib.prose.manuscript import read_manuscript, read_part
from inkstead.perspectives.analysis import PartText
from inkstead.perspectives.analysis.keys import key_of

FOLDER = Path(__file__).parent / "stories"
Pair = tuple[int, int, str, str]
"""Two scenes, and the words of the line in each."""


@dataclass(frozen=True)
class Labelled:
    name: str
    kind: str
    held_out: bool
    """Written when the method was done, and not looked at while it was made."""
    parts: list[PartText]
    narrators: list[str]
    pairs: set[Pair] = field(default_factory=set)
    echoes: set[str] = field(default_factory=set)


def labelled() -> list[Labelled]:
    return [_read(path) for path in sorted(FOLDER.glob("*.toml"))]


def _read(path: Path) -> Labelled:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    source = next(each for each in (path.with_suffix(".md"), path.with_suffix(".txt")) if each.exists())
    return Labelled(
        name=path.stem,
        kind=told["kind"],
        held_out=told.get("held_out", False),
        parts=parts_of(source.name, source.read_bytes()),
        narrators=told["narrators"],
        pairs={pair for retold in told.get("retold", []) for pair in _pairs(retold)},
        echoes={key_of(text) for text in told.get("echoes", [])},
    )


def parts_of(name: str, data: bytes) -> list[PartText]:
    return [PartText(part.title, read_part(part).blocks, part.volume) for part in read_manuscript(name, data).parts]


def _pairs(retold: dict[str, list[object]]) -> set[Pair]:
    first, second = retold["scenes"]
    assert isinstance(first, int)
    assert isinstance(second, int)
    both = [line if isinstance(line, list) else [line, line] for line in retold["lines"]]
    return {(first, second, key_of(str(one)), key_of(str(other))) for one, other in both}
