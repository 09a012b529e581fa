"""What the cage of the readers can do. Everything that it needs from files is loaded with this module."""

from __future__ import annotations

import contextlib
import encodings
import importlib
import pkgutil
import xml.dom.expatbuilder  # mammoth's reader of XML asks for it when it first reads  # noqa: F401
from collections.abc import Mapping
from typing import Any

from inkstead.exchange.caged.messages import manuscript_told, pictures_of
from inkstead.exchange.formats.converted.read import TIDY, read_converted
from inkstead.exchange.formats.reading import read_file
from inkstead.exchange.formats.zips import unpack
from inkstead.lib.cage.inside import Tasks
from inkstead.lib.pictures.decoding import know_every_kind
from inkstead.lib.prose.manuscript import Manuscript

Told = tuple[dict[str, Any], dict[str, bytes]]


def know_every_encoding() -> None:
    """Python loads them from files when they are first asked for, and behind the walls there are no files."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"encodings.{module.name}")


def _read(order: Mapping[str, Any], data: bytes) -> Told:
    return _told(read_file(order["name"], data, order["format"]))


def _read_html(order: Mapping[str, Any], data: bytes) -> Told:
    return _told(read_converted(data, order["name"]))


def _told(manuscript: Manuscript) -> Told:
    return {"manuscript": manuscript_told(manuscript)}, pictures_of(manuscript)


def _tidy(order: Mapping[str, Any], data: bytes) -> Told:
    tidied = TIDY[order["format"]](data)
    return {"warnings": tidied.warnings}, {"document": tidied.data, **tidied.images}


def _unpack(_order: Mapping[str, Any], data: bytes) -> Told:
    files, warnings = unpack(data)
    return {"warnings": warnings}, dict(files)


TASKS: Tasks = {"read": _read, "tidy": _tidy, "read converted": _read_html, "unpack": _unpack}

know_every_encoding()
know_every_kind()
