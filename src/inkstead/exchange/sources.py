"""Manuscripts on their way in: bytes with a name, from a folder or an upload. Names are claims, bytes are hostile."""

from __future__ import annotations

import errno
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inkstead.exchange.beneath import NotPlainError, read_beneath
from inkstead.exchange.formats.kinds import KNOWN_ENDINGS
from inkstead.exchange.naming import natural_key
from inkstead.lib.refusals import Refused

LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SourceFile:
    """`name` as the writer knows it, for titles and sentences; `format` when it was said and need not be guessed."""

    name: str
    data: bytes
    format: str | None = None

    @property
    def shown_name(self) -> str:
        return shown(self.name)

    @property
    def title(self) -> str:
        """What the name says when the text says nothing: `01_the-storm.txt` is “01 the storm”."""
        stem = re.split(r"[/\\]", self.name)[-1].rpartition(".")
        words = shown((stem[0] or stem[2]).replace("_", " ").replace("-", " "), most=200)
        return words[:1].upper() + words[1:] if words else "Untitled"


def shown(name: str, most: int = 80) -> str:
    """A file name that may stand in a sentence: one line, nothing invisible, not endless."""
    kept = "".join(" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    flat = " ".join(kept.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def read_paths(paths: Iterable[Path], *, format: str | None = None) -> tuple[list[SourceFile], list[str]]:  # noqa: A002
    """The files behind some paths in their order, a folder's in natural order; and what was left out."""
    found: list[Path] = []
    inside: set[Path] = set()  # of a folder: nobody named them, so none is followed elsewhere
    warnings: list[str] = []
    for path in paths:
        if _is_folder(path):
            files, left_out = _files_of(path, any_ending=format is not None)
            found += files
            inside.update(files)
            warnings += left_out
        else:
            found.append(path)
    once = {_real(path): path for path in reversed(found)}  # the same file named twice is one file
    kept = [path for path in found if once.get(_real(path)) is path]
    return [SourceFile(_name(path), _read(path, path in inside), format) for path in kept], warnings


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle: reading it will say that there is no such file
        return path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, a folder above it that is closed: reading it will say so
        return False


def _files_of(folder: Path, *, any_ending: bool) -> tuple[list[Path], list[str]]:
    try:
        inside = sorted(folder.iterdir(), key=lambda path: natural_key(path.name))
    except OSError as error:
        raise Refused(f"The folder “{_name(folder)}” cannot be read: {error.strerror}.", code="unreadable") from error
    visible = [path for path in inside if not path.name.startswith(".")]
    plain = [path for path in visible if path.is_file() and not path.is_symlink()]
    files = [path for path in plain if any_ending or path.suffix.lower() in KNOWN_ENDINGS]
    if not files:
        endings = ", ".join(sorted(KNOWN_ENDINGS))
        raise Refused(f"The folder “{_name(folder)}” holds no manuscript ({endings}).", code="empty")
    return files, [_left_out(path) for path in _others(visible, files)]


def _left_out(path: Path) -> str:
    if path.is_symlink():
        return f"“{_name(path)}” is a link, which is not followed out of a folder, and was left out."
    return f"“{_name(path)}” is no manuscript and was left out."


def _others(inside: Sequence[Path], files: Sequence[Path]) -> list[Path]:
    return [path for path in inside if path not in set(files)]


def _read(path: Path, inside: bool) -> bytes:
    name = _name(path)
    try:
        if inside:
            return _bounded(name, read_beneath(path.parent, path.name, most=LARGEST))
        if not path.exists():
            raise Refused(f"There is no file or folder “{shown(str(path))}”.", code="missing")
        if not path.is_file():
            raise Refused(f"“{name}” is no file.", code="unreadable")  # a pipe would keep us waiting for ever
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except NotPlainError as odd:
        raise Refused(f"“{name}” cannot be read: {odd}.", code="unreadable") from odd
    except OSError as error:
        reason = "its name is too long" if error.errno == errno.ENAMETOOLONG else error.strerror
        raise Refused(f"“{name}” cannot be read: {reason}.", code="unreadable") from error
    return _bounded(name, data)


def _bounded(name: str, data: bytes) -> bytes:
    if len(data) > LARGEST:
        raise Refused(f"“{name}” is larger than {LARGEST // 1024**2} MB.", code="too_long")
    return data


def _name(path: Path) -> str:
    """Bytes that are no text in any encoding become question marks."""
    return shown(path.name.encode("utf-8", "replace").decode() or str(path))
