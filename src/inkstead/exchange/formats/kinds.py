"""Which kind of file somebody brings, by its name or by the word that was said; nothing of it is read."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.lib.prose.manuscript import FORMATS, READERS

PACKAGES = frozenset({"epub", "docx"})
CONVERTED = frozenset({"odt", "rtf"})  # by pandoc
ZIP = "zip"
KNOWN_FORMATS = sorted({*READERS, *PACKAGES, *CONVERTED, ZIP})
KNOWN_ENDINGS = frozenset({*FORMATS, *(f".{name}" for name in (*PACKAGES, *CONVERTED, ZIP))})


@dataclass(frozen=True, slots=True)
class Kind:
    format: str

    @property
    def is_converted(self) -> bool:
        return self.format in CONVERTED

    @property
    def is_zip(self) -> bool:
        return self.format == ZIP


def kind_of(name: str, format: str | None = None) -> Kind:  # noqa: A002 - as writers call it
    ending = name.rpartition(".")[2].lower()
    return Kind(format or FORMATS.get(f".{ending}", ending))
