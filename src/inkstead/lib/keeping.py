"""Files in the store of files – a folder, or S3 – that are there whole or not at all, and replaced in one step."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from inkstead.lib.files import move_whole, write_whole


def keep_bytes(name: str, data: bytes) -> None:
    path = _path(name)
    if path is not None:
        write_whole(path, data)
    else:
        _save(name, ContentFile(data))


def keep_file(name: str, source: Path) -> None:
    """The file itself goes into the store; it is not at `source` afterwards."""
    path = _path(name)
    if path is not None:
        move_whole(source, path)
        return
    with source.open("rb") as file:
        _save(name, File(file))
    source.unlink()


def open_kept(name: str) -> IO[bytes] | None:
    """None where there is no such file."""
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return None


def is_kept(name: str) -> bool:
    return bool(name) and default_storage.exists(name)


def names_in(folder: str) -> list[str]:
    """Whole names of what lies in a folder; none where there is no such folder."""
    try:
        return [f"{folder}/{name}" for name in sorted(default_storage.listdir(folder)[1]) if not name.startswith(".")]
    except FileNotFoundError:
        return []


def folders_in(folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in sorted(default_storage.listdir(folder)[0])]
    except FileNotFoundError:
        return []


def forget(name: str) -> None:
    """Harmless to repeat."""
    default_storage.delete(name)


def _path(name: str) -> Path | None:
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:  # not a folder
        return None


def _save(name: str, content: File[bytes]) -> None:
    default_storage.delete(name)  # else the store would choose another name
    default_storage.save(name, content)
