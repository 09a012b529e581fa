"""From files to stories that only wait to be kept. Slow, and touches no table, so that no lock waits for it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from inkstead.exchange.caged import Alive, Cancelled, read_in_cage, unpack_in_cage
from inkstead.exchange.formats.kinds import KNOWN_FORMATS, kind_of
from inkstead.exchange.sources import SourceFile, shown
from inkstead.lib.languages import is_language, language_name, tidy_language
from inkstead.lib.lines import one_line
from inkstead.lib.prose.manuscript import NOTHING_SAID, About, Manuscript, ManuscriptPart, read_part
from inkstead.lib.refusals import Refused
from inkstead.lib.scripts import LOOKED_AT, language_by_letters
from inkstead.stories.actions import NewPart
from inkstead.stories.covers import Files, prepare_cover

TITLE_LIMIT = 200
Progress = Callable[[int, int], None]  # how much is done, of how much


@dataclass(frozen=True, slots=True)
class PreparedStory:
    title: str
    language: str
    parts: Sequence[NewPart]
    about: About = NOTHING_SAID
    images: Mapping[str, bytes] = field(default_factory=dict)
    words_before: int = 0  # in the files, with everything that was left out
    cover: bytes = b""  # as it came out of the cage
    cover_files: Files | None = None  # what a story keeps of it, made before any table is locked


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
    alive: Alive = lambda: True,
) -> Prepared:
    """Read and clean everything. With a title or `one_story` all files are parts of one story, else each is one.

    Raises `Cancelled` soon after `alive` says that nobody wants it any more.
    """
    if not files:
        raise Refused("There is nothing to bring in.", code="empty")
    for file in files:
        _must_be_known(file.format)
    title = None if story_title is None else one_line(story_title, "title", limit=TITLE_LIMIT)
    language = None if language is None else tidy_language(language)
    prepared, reading = Prepared(), Reading(sum(len(file.data) for file in files), progress, alive)
    told = [list(reading.manuscripts(file, prepared.warnings)) for file in files]
    groups = [[one for group in told for one in group]] if one_story or title is not None else told
    for group, file in zip(groups, files, strict=False):
        prepared.stories.append(_story(group, file, reading, prepared.warnings, title, language))
    known = [_about(file, files, warning) for group in told for file, one in group for warning in one.warnings]
    prepared.warnings[:0] = known
    return prepared


def with_covers(prepared: Prepared) -> Prepared:
    """Slow. A picture that is too small or too narrow for a cover is left out, with a word."""
    stories = []
    for story in prepared.stories:
        try:
            files = prepare_cover(io.BytesIO(story.cover)) if story.cover else None
        except Refused as refused:
            prepared.warnings.append(f"The cover was left out: {refused.message}")
            files = None
        stories.append(replace(story, cover_files=files))
    return Prepared(stories, prepared.warnings)


def _story(
    group: Sequence[tuple[SourceFile, Manuscript]],
    came: SourceFile,
    reading: Reading,
    warnings: list[str],
    title: str | None,
    language: str | None,
) -> PreparedStory:
    file, first = group[0]
    parts = [part for file, manuscript in group for part in reading.parts(file, manuscript, warnings)]
    if not any(part.prose.blocks for part in parts):
        raise Refused(f"There is no text in “{file.shown_name}” that could be kept.", code="empty")
    titles = {_title(manuscript.title) for _, manuscript in group}
    name = title or (titles.pop() if len(titles) == 1 else "") or came.title
    images: dict[str, bytes] = {}
    for _, manuscript in group:
        images |= manuscript.images
    words = sum(manuscript.words for _, manuscript in group)
    spoken = language or _said_language(first) or _guessed_language(parts, warnings)
    return PreparedStory(name, spoken, parts, first.about, images, words, first.cover)


class Reading:
    """Reads files and parts and says how far it has come, in bytes: each counts once when it was read, and once when it
    was cleaned."""

    def __init__(self, total: int, progress: Progress | None, alive: Alive = lambda: True) -> None:
        self.total, self.done, self.progress, self.alive = 2 * total, 0, progress, alive

    def manuscripts(self, file: SourceFile, warnings: list[str]) -> Iterator[tuple[SourceFile, Manuscript]]:
        """One, or those in an archive."""
        inner = [file]
        if kind_of(file.name, file.format).is_zip:
            try:
                unpacked, left_out = unpack_in_cage(file.name, file.data, alive=self.alive)
            except Refused as error:
                raise _named(file, error) from error
            inner = [SourceFile(name, data) for name, data in unpacked.items()]
            warnings += left_out
        for one in inner:
            yield one, _manuscript(one, self.alive)
            self._step(len(file.data) // len(inner))

    def parts(self, file: SourceFile, manuscript: Manuscript, warnings: list[str]) -> list[NewPart]:
        found = []
        for number, part in enumerate(manuscript.parts, start=1):
            fallback = file.title if len(manuscript.parts) == 1 else f"Part {number}"
            found.append(_part(file, part, fallback, warnings))
            self._step(len(file.data) // len(manuscript.parts))
        return found

    def _step(self, size: int) -> None:
        self.done = min(self.total, self.done + size)
        if not self.alive():
            raise Cancelled
        if self.progress is not None:
            self.progress(self.done, self.total)


def _must_be_known(kind: str | None) -> None:
    if kind is not None and kind not in KNOWN_FORMATS:
        known = ", ".join(KNOWN_FORMATS)
        raise Refused(
            f"“{shown(kind, 40)}” is not a format that can be read here; these are: {known}.", "unknown_format"
        )


def _manuscript(file: SourceFile, alive: Alive) -> Manuscript:
    try:
        return read_in_cage(file.name, file.data, file.format, alive=alive)
    except Cancelled:
        raise
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


def _said_language(manuscript: Manuscript) -> str:
    return tidy_language(manuscript.language) if manuscript.language and is_language(manuscript.language) else ""


def _guessed_language(parts: Sequence[NewPart], warnings: list[str]) -> str:
    """Latin letters say nothing, and are taken for English as ever."""
    sample = " ".join(part.prose.text[: LOOKED_AT // len(parts) + 1] for part in parts)
    guessed = language_by_letters(sample)
    if guessed:
        warnings.append(
            f"No file says its language; by its letters it is taken for {language_name(guessed)} ({guessed}). "
            "The settings of the story change it."
        )
    return guessed or "en"


def _named(file: SourceFile, error: Refused, part: str = "") -> Refused:
    """The same sentence, saying which file it is about."""
    if file.shown_name in error.message:
        return error
    where = f"“{file.shown_name}”" + (f", “{part}”" if part and part != file.title else "")
    return Refused(f"{where}: {error.message}", code=error.code, fields=error.fields)


def _about(file: SourceFile, files: Sequence[SourceFile], warning: str) -> str:
    return warning if len(files) == 1 or file.shown_name in warning else f"“{file.shown_name}”: {warning}"
