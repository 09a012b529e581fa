"""Project Gutenberg's notes around a book: about their edition, and not to travel on with a copy of the story."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

START = re.compile(r"\*\*\*[ \t]{0,9}START OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)[^\n]*", re.IGNORECASE)
END = re.compile(
    r"\*\*\*[ \t]{0,9}END OF (?:THE|THIS) PROJECT GUTENBERG E-?(?:BOOK|TEXT)"
    r"|^[ \t]{0,9}End of (?:the )?Project Gutenberg",
    re.IGNORECASE | re.MULTILINE,
)
FIELD = re.compile(r"^(Title|Author|Language):[ \t]*(\S[^\n]*)", re.MULTILINE)
LANGUAGES = {
    "english": "en", "french": "fr", "german": "de", "spanish": "es", "italian": "it", "portuguese": "pt",
    "dutch": "nl", "finnish": "fi", "swedish": "sv", "danish": "da", "norwegian": "nb", "polish": "pl", "greek": "el",
    "latin": "la", "esperanto": "eo", "hungarian": "hu", "chinese": "zh", "japanese": "ja", "russian": "ru",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """Where the story stands among the blocks of a file, and what the notes around it tell."""

    first: int
    end: int
    title: str = ""
    author: str = ""
    language: str = ""
    warnings: tuple[str, ...] = ()


def read_edition(texts: Sequence[str]) -> Edition:
    first = next((at + 1 for at, text in enumerate(texts) if START.search(text)), 0)
    end = next((at for at in range(first, len(texts)) if END.search(texts[at])), len(texts))
    if not first and end == len(texts):
        return Edition(0, end)
    notes = "\n".join(texts[:first])
    fields = {name: value.strip() for name, value in FIELD.findall(notes)}
    return Edition(
        first,
        end,
        fields.get("Title", ""),
        fields.get("Author", ""),
        LANGUAGES.get(fields.get("Language", "").lower(), ""),
        tuple(_warnings(texts[:first], texts[end:])),
    )


def _warnings(before: Sequence[str], after: Sequence[str]) -> list[str]:
    ends = " and ".join(name for name, texts in (("the beginning", before), ("the end", after)) if texts)
    warnings = [f"Project Gutenberg's notes at {ends} were left out: they belong to their edition, not to the story."]
    credit = START.split(before[-1])[-1].strip() if before else ""
    return [*warnings, f"Left out with them: “{' '.join(credit.split())}”"] if credit else warnings
