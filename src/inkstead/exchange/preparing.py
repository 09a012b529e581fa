"""From files to stories that only wait to be kept. Slow, and touches no table, so that no lock waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from inkstead.exchange.cage import read_in_cage
from inkstead.exchange.formats.reading import KNOWN_FORMATS
from inkstead.exchange.sources import SourceFile, shown
from inkstead.lib.languages import is_language, tidy_language
from inkstead.lib.lines import one_line
from inkstead.lib.prose.manuscript import Manuscript, ManuscriptPart, read_part
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import NewPart

TITLE_LIMIT = 200
Progress = Callable[[int, int], None]  # how much is done, of how much


@dataclass(frozen=True, slots=True)
class PreparedStory:
    title: str
    language: str
    parts: Sequence[NewPart]


@dataclass(slots=True)
class Prepared:
    stories: list[PreparedStory] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def prepare(
    files: Sequence[SourceFile],
    *,
    story_title: str | None = None,
    one_story: bool = False,
    language: str | None = None,
    progress: Progress | None = None,
) -> Prepared:
    """Read and clean everything. With a title or `one_story` all files are parts of one story, else each is one."""
    if not files:
        raise Refused("There is nothing to bring in.", code="empty")
    for file in files:
        _must_be_known(file.format)
    title = None if story_title is None else one_line(story_title, "title", limit=TITLE_LIMIT)
    language = None if language is None else tidy_language(language)
    prepared, reading = Prepared(), Reading(sum(len(file.data) for file in files), progress)
    told = [(file, _manuscript(file)) for file in files]
    groups = [told] if one_story or title is not None else [[one] for one in told]
    for group in groups:
        first = group[0][1]
        parts = [part for file, manuscript in group for part in reading.parts(file, manuscript, prepared.warnings)]
        if not any(part.prose.blocks for part in parts):
            raise Refused(f"There is no text in “{group[0][0].shown_name}” that could be kept.", code="empty")
        name = title or _title(first.title) or group[0][0].title
        prepared.stories.append(PreparedStory(name, language or _language(first), parts))
    known = [_about(file, files, warning) for file, manuscript in told for warning in manuscript.warnings]
    prepared.warnings[:0] = known
    return prepared


class Reading:
    """Reads parts and says how far it has come, in bytes."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total, self.done, self.progress = total, 0, progress

    def parts(self, file: SourceFile, manuscript: Manuscript, warnings: list[str]) -> list[NewPart]:
        found = []
        for number, part in enumerate(manuscript.parts, start=1):
            fallback = file.title if len(manuscript.parts) == 1 else f"Part {number}"
            found.append(_part(file, part, fallback, warnings))
            self._step(len(file.data) // len(manuscript.parts))
        return found

    def _step(self, size: int) -> None:
        self.done = min(self.total, self.done + size)
        if self.progress is not None:
            self.progress(self.done, self.total)


def _must_be_known(kind: str | None) -> None:
    if kind is not None and kind not in KNOWN_FORMATS:
        known = ", ".join(KNOWN_FORMATS)
        raise Refused(
            f"“{shown(kind, 40)}” is not a format that can be read here; these are: {known}.", "unknown_format"
        )


def _manuscript(file: SourceFile) -> Manuscript:
    try:
        return read_in_cage(file.name, file.data, file.format)
    except Refused as error:
        raise _named(file, error) from error


def _part(file: SourceFile, part: ManuscriptPart, fallback: str, warnings: list[str]) -> NewPart:
    title = _title(part.title) or fallback
    try:
        prose = read_part(part)
    except Refused as error:
        raise _named(file, error, title) from error
    warnings += [f"“{title}”: {warning}" for warning in prose.warnings]
    if not prose.blocks:
        warnings.append(f"“{title}” has no text.")
    return NewPart(
        title,
        prose,
        volume=_title(part.volume),
        notes_before=part.notes_before,
        notes_after=part.notes_after,
        elsewhere=_elsewhere(part),
    )


def _elsewhere(part: ManuscriptPart) -> dict[str, Any] | None:
    """Counts of another site stay apart from ours for ever."""
    found = part.elsewhere
    if found is None:
        return None
    return {"reads": found.reads, "votes": found.votes, "comments": found.comments, "shown": found.text}


def _title(text: str) -> str:
    return shown(text, most=TITLE_LIMIT)


def _language(manuscript: Manuscript) -> str:
    return tidy_language(manuscript.language) if manuscript.language and is_language(manuscript.language) else "en"


def _named(file: SourceFile, error: Refused, part: str = "") -> Refused:
    """The same sentence, saying which file it is about."""
    if file.shown_name in error.message:
        return error
    where = f"“{file.shown_name}”" + (f", “{part}”" if part and part != file.title else "")
    return Refused(f"{where}: {error.message}", code=error.code, fields=error.fields)


def _about(file: SourceFile, files: Sequence[SourceFile], warning: str) -> str:
    return warning if len(files) == 1 or file.shown_name in warning else f"“{file.shown_name}”: {warning}"
