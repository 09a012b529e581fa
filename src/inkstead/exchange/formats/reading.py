"""Every kind of file that can come in: by its ending, or by the format that was said. Pure: no tables, no settings."""

from __future__ import annotations

from collections.abc import Callable

from inkstead.exchange.formats.epub.read import read_epub
from inkstead.lib.prose.manuscript import FORMATS, Manuscript, read_manuscript
from inkstead.lib.prose.manuscript import READERS as TEXTS

# What is read from bytes and not from text.
PACKAGES: dict[str, Callable[[bytes], Manuscript]] = {"epub": read_epub}
KNOWN_FORMATS = sorted({*TEXTS, *PACKAGES})
KNOWN_ENDINGS = frozenset({*FORMATS, *(f".{name}" for name in PACKAGES)})


def read_file(name: str, data: bytes, format: str | None = None) -> Manuscript:  # noqa: A002 - as writers call it
    """Raises `Refused` in one sentence."""
    package = PACKAGES.get(format or name.rpartition(".")[2].lower())
    return package(data) if package else read_manuscript(name, data, format)
