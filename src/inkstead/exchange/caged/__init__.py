"""Manuscripts of strangers, read in a cage (`lib.cage`)."""

from __future__ import annotations

from dataclasses import replace

from inkstead.exchange.caged import pandoc
from inkstead.exchange.caged.messages import manuscript_heard
from inkstead.exchange.formats.kinds import kind_of
from inkstead.exchange.formats.pictures import of_no_part
from inkstead.lib.cage import Alive, Answer, Cage, Cancelled
from inkstead.lib.prose.manuscript import Manuscript

__all__ = ["Alive", "Cancelled", "read_in_cage", "unpack_in_cage"]

CAGE = Cage("inkstead.exchange.caged.tasks")


def read_in_cage(
    name: str,
    data: bytes,
    format: str | None = None,  # noqa: A002 - as writers call it
    *,
    alive: Alive = lambda: True,
) -> Manuscript:
    """Raises `Refused` in one sentence, also when the reading process came to its end."""
    kind = kind_of(name, format)
    if kind.is_converted:
        return _read_with_pandoc(name, kind.format, data, alive)
    return _heard(CAGE.ask("read", data, name=name, format=format, alive=alive))


def unpack_in_cage(name: str, data: bytes, *, alive: Alive = lambda: True) -> tuple[dict[str, bytes], list[str]]:
    """The manuscripts in a zip archive by their names, in natural order, and what was left out."""
    answer = CAGE.ask("unpack", data, name=name, alive=alive)
    return answer.files, [str(warning) for warning in answer.told["warnings"]]


def _read_with_pandoc(name: str, kind: str, data: bytes, alive: Alive) -> Manuscript:
    """First without what nobody may see, then through pandoc in its own cage, then like any other text."""
    pandoc.must_be_there(kind)
    tidied = CAGE.ask("tidy", data, name=name, format=kind, alive=alive)
    files = tidied.files
    html = pandoc.converted(kind, files.pop("document"), alive=alive)
    warnings = [str(warning) for warning in tidied.told["warnings"]]
    manuscript = _heard(CAGE.ask("read converted", html, name=name, alive=alive))
    warnings += of_no_part(files, manuscript.parts)
    return replace(manuscript, warnings=(*manuscript.warnings, *warnings), images=files)


def _heard(answer: Answer) -> Manuscript:
    return manuscript_heard(answer.told["manuscript"], answer.files)
