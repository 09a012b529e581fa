"""From rows of eFiction to what a story is here. Pure: no tables of ours."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from inkstead.exchange.beneath import NotPlainError, read_beneath
from inkstead.exchange.efiction.dump import Row, decoded
from inkstead.exchange.efiction.sorted_rows import SortedRows
from inkstead.exchange.formats.saved_pages import MARKED
from inkstead.exchange.sources import LARGEST
from inkstead.lib.prose import Prose, read_prose
from inkstead.lib.prose.left_out import LeftOut
from inkstead.lib.prose.pieces import pieces_of_html
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Rating

TAGS, TAG_LENGTH = 40, 60
BROKEN = re.compile(r"<(?:p|br|div)\b", re.IGNORECASE)
UNUSUAL = re.compile(r"<(?!/|(?:p|br|i|em|b|strong|u|hr|div|span|center)\s*/?>)", re.IGNORECASE)
RESPONSE = re.compile(
    r"(?:<br\s*/?>\s*)+<i>[^<>:]{1,80}(?:response|reply)[^<>:]{0,20}:\s*(.*?)\s*</i>\s*$", re.IGNORECASE | re.DOTALL
)
EXPLICIT = re.compile(r"nc-?17|explicit|adult|\b18\b|\bxxx?\b|\bma\b", re.IGNORECASE)
MATURE = re.compile(r"mature|\br\b|\bm\b|16|17|restricted", re.IGNORECASE)
FOR_ALL = re.compile(r"\b[gk]\b|all|every|general", re.IGNORECASE)
TEEN = re.compile(r"teen|\bpg|\bt\b|12|13|14|15|\bk\+", re.IGNORECASE)


@dataclass(slots=True)
class Words:
    """The small tables: names by their numbers."""

    categories: dict[str, str] = field(default_factory=dict)
    characters: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    warnings: set[str] = field(default_factory=set)  # of the classes
    ratings: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: SortedRows) -> Words:
        kinds = {
            text(row, "classtype_id"): f"{text(row, 'classtype_name')} {text(row, 'classtype_title')}".lower()
            for row in rows.all("classtypes")
        }
        words = cls(
            categories={text(row, "catid"): flat(row, "category") for row in rows.all("categories")},
            characters={text(row, "charid"): flat(row, "charname") for row in rows.all("characters")},
            ratings={text(row, "rid"): flat(row, "rating") for row in rows.all("ratings")},
        )
        for row in rows.all("classes"):
            words.classes[text(row, "class_id")] = flat(row, "class_name")
            if "warning" in kinds.get(text(row, "class_type"), ""):
                words.warnings.add(text(row, "class_id"))
        return words

    def tags(self, story: Row) -> list[str]:
        genres = [number for number in listed(story, "classes") if number not in self.warnings]
        found = [
            *_named(listed(story, "catid"), self.categories),
            *_named(listed(story, "charid"), self.characters),
            *_named([*genres, *listed(story, "gid")], self.classes),
        ]
        return [tag for tag in dict.fromkeys(found) if len(tag) <= TAG_LENGTH][:TAGS]

    def warned(self, story: Row) -> list[str]:
        marked = [number for number in listed(story, "classes") if number in self.warnings]
        return list(dict.fromkeys(_named([*marked, *listed(story, "wid")], self.classes)))

    def rating(self, story: Row) -> Rating:
        """By what its name says; what says nothing known is for grown people, to be on the safe side."""
        said = text(story, "rid")
        name = self.ratings.get(said, said)
        if EXPLICIT.search(name):
            return Rating.EXPLICIT
        if TEEN.search(name):
            return Rating.TEEN
        if MATURE.search(name):
            return Rating.MATURE
        return Rating.EVERYONE if not name or FOR_ALL.search(name) else Rating.MATURE


def _named(numbers: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [
        names.get(number, "" if number.isdecimal() else number)
        for number in numbers
        if names.get(number) or not number.isdecimal()
    ]


def text(row: Row, name: str) -> str:
    return (row.get(name) or "").strip()


def flat(row: Row, name: str, most: int = 200) -> str:
    """A line: entities are letters, tags are nothing."""
    found = html.unescape(re.sub(r"<[^<>]{0,500}>", " ", text(row, name)))
    return " ".join("".join(c if c.isprintable() else " " for c in found).split())[:most]


def listed(row: Row, name: str) -> list[str]:
    return [one.strip() for one in text(row, name).split(",") if one.strip() and one.strip() != "0"]


def typed(row: Row, name: str) -> str:
    """Notes and summaries are HTML there and plain text here."""
    said = text(row, name)
    if not said:
        return ""
    try:
        return read_prose(_broken(said), "html").text
    except Refused:
        return flat(row, name, 5000)


def moment(row: Row, name: str) -> datetime | None:
    said = text(row, name)
    try:
        found = (
            datetime.fromtimestamp(int(said), UTC)
            if said.isdecimal()
            else datetime.fromisoformat(said).replace(tzinfo=UTC)
        )
    except (ValueError, OverflowError, OSError):
        return None
    return min(found, datetime.now(UTC)) if found.year > 1990 else None


def prose_of(said: str) -> Prose:
    return read_prose(_broken(said), "html")


def count_left_out(said: str, notes: Sequence[str], left_out: LeftOut) -> None:
    """Most texts are paragraphs with emphasis, and are not read a second time. What is hidden is kept here."""
    left_out["note"] += sum(MARKED.search(note) is not None for note in notes)
    if UNUSUAL.search(said):
        here = LeftOut()
        pieces_of_html(said, keep_spaces=False, left_out=here)
        del here["hidden"]
        left_out.update(here)


def _broken(said: str) -> str:
    """eFiction shows a text without paragraphs line by line."""
    return said if BROKEN.search(said) else re.sub(r"\r\n|\r|\n", "<br>", said)


def chapter_reader(folder: Path | None) -> Callable[[Row], str | None]:
    """The text of a chapter: from its column, or from its file `stories/<author>/<chapter>.txt`. Raises `Refused` for
    what is no plain file."""

    def read(row: Row) -> str | None:
        said = row.get("storytext") or ""
        if said.strip():
            return said
        author, chapter = text(row, "uid"), text(row, "chapid")
        if folder is None or not (author.isdecimal() and chapter.isdecimal()):
            return None
        for ending in (".txt", ".html", ".htm"):
            name = f"{chapter}{ending}"
            try:
                found = read_beneath(folder, author, name, most=LARGEST)
            except NotPlainError as odd:
                raise Refused(f"“{author}/{name}” was not read: {odd}.", code="unreadable") from odd
            except OSError:
                continue
            if len(found) > LARGEST:
                raise Refused(f"“{author}/{name}” is larger than {LARGEST // 1024**2} MB.", code="too_long")
            return decoded(found)
        return None

    return read


def split_response(said: str) -> tuple[str, str]:
    """An author's answer stands inside the review that it answers."""
    found = RESPONSE.search(said)
    return (said[: found.start()], found[1]) if found else (said, "")
