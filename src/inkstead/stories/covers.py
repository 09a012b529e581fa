"""Uploaded covers as files: a random name for each upload, never written twice, so that browsers may keep them.

The name is the only key. It is not made from the picture: whoever has the same picture could otherwise find out whether
a private story uses it, and an upload that ends while an older one is swept away could meet it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from inkstead.lib import keeping
from inkstead.lib.pictures import Size, cut_to

LARGE, SMALL = Size(600, 900), Size(240, 360)
LEAST = Size(200, 300)
TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
FOLDER = "covers"
NAME = re.compile(r"[0-9a-f]{40}-(?:600|240)\.(?:avif|webp|jpg)")

Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Cover:
    """What a page says of an uploaded cover: `srcset` by type, and the one that everybody can show."""

    avif: str
    webp: str
    jpg: str
    url: str


def prepare_cover(file: BinaryIO) -> Files:
    """The files of a cover by the end of their names. Slow: before any transaction."""
    made = cut_to(file, (LARGE, SMALL), least=LEAST)
    return {f"-{size.width}.{suffix}": content for size, files in made.items() for suffix, content in files.items()}


def keep_cover(files: Files) -> str:
    """Answers the name that its row holds."""
    word = secrets.token_hex(20)
    name = f"{FOLDER}/{word[:2]}/{word}"
    for end, content in files.items():
        default_storage.save(name + end, ContentFile(content))
    return name


def forget_cover(name: str) -> None:
    """Harmless to repeat."""
    for end in _ends():
        default_storage.delete(name + end)


def read_cover(name: str) -> bytes | None:
    """Of a file's name as addresses have it; None where there is no such file."""
    if NAME.fullmatch(name) is None:
        return None
    try:
        with default_storage.open(f"{FOLDER}/{name[:2]}/{name}") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def large_cover(name: str) -> bytes | None:
    """The JPEG of the name that a row holds."""
    return read_cover(f"{name.rpartition('/')[2]}-{LARGE.width}.jpg") if name else None


def cover_of(name: str) -> Cover | None:
    """Asks nothing: the addresses follow from the name."""
    if not name:
        return None
    base = f"/files/{FOLDER}/{name.rpartition('/')[2]}"

    def both(suffix: str) -> str:
        return f"{base}-240.{suffix} 240w, {base}-600.{suffix} 600w"

    return Cover(both("avif"), both("webp"), both("jpg"), f"{base}-600.jpg")


def kept_covers(older_than: timedelta) -> Iterator[str]:
    """Names of covers whose files have lain there for that long."""
    before = timezone.now() - older_than
    for folder in keeping.folders_in(FOLDER):
        files = [name for name in keeping.names_in(folder) if NAME.fullmatch(name.rpartition("/")[2])]
        for cover in sorted({name[: len(folder) + 41] for name in files}):
            first = next(name for name in files if name.startswith(cover))
            if default_storage.get_modified_time(first) < before:
                yield cover


def _ends() -> list[str]:
    return [f"-{size.width}.{suffix}" for size in (LARGE, SMALL) for suffix in TYPES]
