"""A zip archive of manuscripts: its files in natural order, each read like one that came alone."""

from __future__ import annotations

import stat
import zipfile

from inkstead.exchange.formats.archive import Archive, name_shown
from inkstead.exchange.formats.kinds import KNOWN_ENDINGS
from inkstead.exchange.naming import natural_key
from inkstead.lib.refusals import Refused

MOST = 2_000
LIST_OF_ARCHIVE = "inkstead.json"  # of a writer's archive (`portable.layout`, which no cage can import)
PACKED = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz")


def unpack(data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Names are only words here, and nothing is ever written under one."""
    archive = Archive(data)
    if LIST_OF_ARCHIVE in archive:  # one that is signed never comes here
        raise Refused("This is an archive of an Inkstead without its signature.", code="damaged")
    warnings: list[str] = []
    chosen = [name for name in archive.names if _is_manuscript(archive.entry(name), warnings)]
    if not chosen:
        raise Refused(f"There is no manuscript in this archive ({', '.join(sorted(KNOWN_ENDINGS))}).", code="empty")
    if len(chosen) > MOST:
        raise Refused(f"This archive has more than {MOST:,} manuscripts in it.", code="too_many")
    kept = {name: archive.read(name) for name in sorted(chosen, key=_place)}
    unseen = sum(_is_of_system(name) for name in archive.names)
    told = [f"Files that only the computer keeps for itself were left out ({unseen:,})."] if unseen else []
    return kept, _few(warnings) + told


def _place(name: str) -> list[list[tuple[int, int, str]]]:
    """Folder by folder, in each by name."""
    return [natural_key(piece) for piece in name.split("/")]


def _is_manuscript(entry: zipfile.ZipInfo, warnings: list[str]) -> bool:
    name, ending = entry.filename, "." + entry.filename.rpartition(".")[2].lower()
    if _is_of_system(name):
        return False
    if stat.S_ISLNK(entry.external_attr >> 16):
        warnings.append(f"“{name_shown(name)}” is only a link to another file and was left out.")
    elif ending in PACKED:
        warnings.append(f"“{name_shown(name)}” is an archive within the archive and was left out.")
    elif ending not in KNOWN_ENDINGS:
        warnings.append(f"“{name_shown(name)}” is no manuscript and was left out.")
    else:
        return True
    return False


def _is_of_system(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last.startswith(".") or name.startswith("__MACOSX/") or last in ("Thumbs.db", "desktop.ini")


def _few(warnings: list[str]) -> list[str]:
    more = len(warnings) - 20
    return warnings[:20] + ([f"{more:,} more files were left out."] if more > 0 else [])
