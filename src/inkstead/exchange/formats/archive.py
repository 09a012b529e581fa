"""Zip archives as hostile as they come: nothing is unpacked to disk, and only bytes that really arrive count."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from inkstead.lib.refusals import Refused

ENTRIES = 10_000
WHOLE = 64 * 1024 * 1024
ONE = 16 * 1024 * 1024
PIECE = 64 * 1024
KNOWN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1


class Archive:
    """Sizes that an archive claims are never believed; entries that overlap are paid for each time they are read."""

    def __init__(self, data: bytes) -> None:
        self.left = WHOLE
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise Refused("This archive is damaged or cut off.", code="damaged") from error
        if len(entries) > ENTRIES:
            raise Refused(f"This archive has more than {ENTRIES:,} files in it.", code="too_many")
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def entry(self, name: str) -> zipfile.ZipInfo:
        return self._entries[name]

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str) -> bytes:
        """Raises `Refused`, naming the file inside and the limit."""
        entry = self._entries.get(name)
        if entry is None:
            raise Refused(f"“{name_shown(name)}” is missing in this archive.", code="damaged")
        if entry.flag_bits & ENCRYPTED:
            raise Refused(f"“{name_shown(name)}” is encrypted and cannot be read.", code="encrypted")
        if entry.compress_type not in KNOWN_METHODS:
            raise Refused(f"“{name_shown(name)}” is compressed in a way that cannot be read here.", code="damaged")
        try:
            return self._read(entry, name)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError) as error:
            raise Refused(f"“{name_shown(name)}” in this archive is damaged.", code="damaged") from error

    def _read(self, entry: zipfile.ZipInfo, name: str) -> bytes:
        pieces, size = [], 0
        with self._zip.open(entry) as file:
            while piece := file.read(PIECE):
                size += len(piece)
                self.left -= len(piece)
                if size > ONE:
                    raise Refused(f"“{name_shown(name)}” unpacks to more than {ONE // 1024**2} MB.", code="too_long")
                if self.left < 0:
                    raise Refused(f"This archive unpacks to more than {WHOLE // 1024**2} MB.", code="too_long")
                pieces.append(piece)
        return b"".join(pieces)


def beside(name: str, reference: str) -> str:
    """The file that a reference in another file means; one that leads out of the archive leads nowhere."""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), reference))
    return "" if path.startswith(("../", "/")) or path == ".." else path


def name_shown(name: str) -> str:
    flat = "".join(letter if letter.isprintable() else "?" for letter in name)
    return flat if len(flat) <= 80 else flat[:79] + "…"
