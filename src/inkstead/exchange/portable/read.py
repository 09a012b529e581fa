"""An archive on its way in: every file is checked against the signed list before anything of it is believed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from inkstead.exchange.portable import layout
from inkstead.exchange.portable.signing import is_signed
from inkstead.exchange.sources import shown
from inkstead.lib.refusals import Refused

PIECE = 64 * 1024
# What stands at the end of a zip: the record of its list of names, behind it up to 64 KB of remarks.
END, LONG_END, TAIL, NAMES = b"PK\5\6", b"PK\6\7", 22 + 2**16 + 76, 32 * 1024**2
SIGNED = re.compile(rb"PK\x01\x02.{42}" + re.escape(layout.SIGNATURE.encode()), re.DOTALL)  # in that list
ARCHIVES_COME_ALONE = "Bring in archives of another Inkstead on their own, without other files."
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError, RecursionError)


@dataclass(frozen=True, slots=True)
class Told:
    """What the signed list says of the archive as a whole."""

    address: str
    host: str
    pen_name: str
    key: str


def is_archive(file: IO[bytes] | Path) -> bool:
    """By the names at its end, without taking it for a zip: whoever asks may have no walls around them."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return is_archive(opened)
    try:
        size = _size_of_names(file)
        file.seek(-min(size + TAIL, file.seek(0, io.SEEK_END)), io.SEEK_END)
        return SIGNED.search(file.read()) is not None
    except (Refused, OSError):
        return False
    finally:
        file.seek(0)


def _size_of_names(file: IO[bytes]) -> int:
    """How much a zip says to be its list of names, by any record that could be the one. Python would read all of it."""
    file.seek(-min(TAIL, file.seek(0, io.SEEK_END)), io.SEEK_END)
    tail, largest, at = file.read(), 0, -1
    while (at := tail.find(END, at + 1)) >= 0:
        record = tail[at : at + 22]
        said = int.from_bytes(record[12:16], "little")
        before = tail[max(0, at - 76) : at]
        long = before if before[-20:-16] == LONG_END else b""
        largest = max(largest, said if said < 2**32 - 1 else 0, int.from_bytes(long[40:48], "little"))
    if largest > NAMES:
        raise Refused(f"The list of names in this archive is larger than {NAMES // 1024**2} MB.", code="too_many")
    return largest


class PortableArchive:
    """Raises `Refused` that names what is wrong, and where. Sizes that the archive claims are never believed."""

    def __init__(self, file: IO[bytes] | Path) -> None:
        try:
            if isinstance(file, Path):
                file = file.open("rb")
            _size_of_names(file)
            self._most = min(layout.WHOLE, layout.ONE + layout.RATIO * file.seek(0, io.SEEK_END))
            self._zip = zipfile.ZipFile(file)
            entries = self._zip.infolist()
        except DAMAGE as error:
            raise Refused("This archive is damaged or cut off.", code="damaged") from error
        if len(entries) > layout.FILES:
            raise Refused(f"This archive has more than {layout.FILES:,} files in it.", code="too_many")
        self._entries = {entry.filename: entry for entry in entries}
        self.left = self._most
        manifest = self._read(layout.MANIFEST)
        signature = self._read(layout.SIGNATURE).decode("ascii", "replace")
        listed = _mapping(_json(manifest, layout.MANIFEST), layout.MANIFEST)
        if listed.get("format") == layout.ACCOUNT_FORMAT:
            raise Refused("This is what somebody keeps as a reader. Only the file of a pen name can be brought in.")
        if listed.get("format") != layout.FORMAT or listed.get("version") != layout.VERSION:
            raise Refused("This archive is of a kind that this version cannot read.", code="unknown_format")
        if not is_signed(manifest, signature, str(listed.get("key", ""))):
            raise Refused(
                f"The list “{layout.MANIFEST}” was changed after its site signed it. Nothing was brought in.",
                code="damaged",
            )
        self.told = _told(listed)
        self._hashes = _hashes(listed)

    @property
    def names(self) -> list[str]:
        return list(self._hashes)

    @property
    def unlisted(self) -> list[str]:
        """Files that the list does not know: nothing looks into them."""
        known = {*self._hashes, layout.MANIFEST, layout.SIGNATURE}
        return [name for name in self._entries if name not in known and not name.endswith("/")]

    def check(self) -> None:
        """Every file that is listed is there, and is what was signed. The first that is not is named."""
        for name in self._hashes:
            self._read(name, keep=False)
        self.left = self._most

    def __contains__(self, name: str) -> bool:
        return name in self._hashes

    def read(self, name: str) -> bytes:
        if name not in self._hashes:
            raise Refused(f"“{shown(name)}” is missing in this archive.", code="damaged")
        return self._read(name)

    def text(self, name: str) -> str:
        try:
            return self.read(name).decode()
        except UnicodeDecodeError as error:
            raise Refused(f"“{shown(name)}” in this archive is no text.", code="damaged") from error

    def mapping(self, name: str) -> dict[str, Any]:
        return _mapping(_json(self.read(name), name), name)

    def rows(self, name: str) -> list[dict[str, Any]]:
        found = _json(self.read(name), name)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise Refused(f"“{shown(name)}” in this archive is not what it should be.", code="damaged")
        return found

    def _read(self, name: str, *, keep: bool = True) -> bytes:
        entry = self._entries.get(name)
        if entry is None:
            raise Refused(f"“{shown(name)}” is missing in this archive.", code="damaged")
        if entry.flag_bits & 1:
            raise Refused(f"“{shown(name)}” is encrypted and cannot be read.", code="encrypted")
        try:
            return self._checked(name, entry, keep)
        except DAMAGE as error:
            raise Refused(f"“{shown(name)}” in this archive is damaged.", code="damaged") from error

    def _checked(self, name: str, entry: zipfile.ZipInfo, keep: bool) -> bytes:
        digest, pieces, size = hashlib.sha256(), [], 0
        with self._zip.open(entry) as file:
            while piece := file.read(PIECE):
                size += len(piece)
                self.left -= len(piece)
                if size > layout.ONE or self.left < 0:
                    most = layout.ONE if size > layout.ONE else self._most
                    raise Refused(f"“{shown(name)}” unpacks to more than {most // 1024**2:,} MB.", code="too_long")
                digest.update(piece)
                if keep:
                    pieces.append(piece)
        known = getattr(self, "_hashes", {}).get(name)
        if known is not None and digest.hexdigest() != known:
            raise Refused(f"“{shown(name)}” is not what its site signed. Nothing was brought in.", code="damaged")
        return b"".join(pieces)


def moment(value: object) -> datetime | None:
    """Never of a time to come, whatever the archive says."""
    try:
        found = datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return min(found, datetime.now(UTC))


def _json(data: bytes, name: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(f"“{shown(name)}” in this archive cannot be read.", code="damaged") from error


def _mapping(found: object, name: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise Refused(f"“{shown(name)}” in this archive is not what it should be.", code="damaged")
    return found


def _told(listed: Mapping[str, Any]) -> Told:
    site = listed.get("site")
    address = str(site.get("address", "")) if isinstance(site, dict) else ""
    try:
        host = urlsplit(address).netloc.lower()
    except ValueError:
        host = ""
    if not host or len(host) > 100:
        raise Refused("This archive does not say which site it comes from.", code="damaged")
    return Told(address, host, str(listed.get("pen_name", ""))[:60], str(listed.get("key", "")))


def _hashes(listed: Mapping[str, Any]) -> dict[str, str]:
    files = listed.get("files")
    rows = files if isinstance(files, list) else []
    return {
        str(row["name"]): str(row["sha256"])
        for row in rows
        if isinstance(row, dict) and {"name", "sha256"} <= row.keys()
    }
