"""Divides a book into the parts that a reader would expect, by what its headings say and at which level they stand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from inkstead.lib.prose.headings import LAST_WORDS, OTHER, THE_END, Saying, read_heading, title_of
from inkstead.lib.prose.pieces import Piece

# What stands between a heading and the first chapter under it, when it is only a line or two about that volume.
SHORT_WORDS = 60
TITLE_PAGE_WORDS = 40
OPENING = "Opening"


@dataclass(slots=True)
class Marker:
    """A heading where a part or a volume begins. The body is everything up to the next one."""

    piece: Piece
    saying: Saying
    subtitle: str = ""
    body: list[Piece] = field(default_factory=list)

    @property
    def title(self) -> str:
        title = title_of(self.piece.text)
        return f"{title}: {self.subtitle}" if self.subtitle else title

    @property
    def words(self) -> int:
        return sum(piece.words for piece in self.body if not piece.level)


@dataclass(frozen=True, slots=True)
class Section:
    """A part to be: its pieces are its text without its own heading."""

    title: str
    volume: str
    pieces: list[Piece]
    level: int


@dataclass(frozen=True, slots=True)
class Outline:
    front: list[Piece]
    sections: list[Section]
    warnings: list[str]


def divide(pieces: Sequence[Piece], *, by_level: bool = True) -> Outline:
    """No sections when the headings do not divide the text.

    In plain text only words like “Chapter” are trusted: a line in capitals may be anything.
    """
    warnings: list[str] = []
    kept = without_contents(pieces, warnings)
    sayings = [read_heading(piece.text) if piece.level else OTHER for piece in kept]
    chooser = _choose(kept, sayings, by_level=by_level)
    if chooser is None:
        return Outline(kept, [], warnings)
    front, markers = _cut(kept, sayings, chooser)
    sections = _Sections(chooser.level, warnings).of(markers)
    return Outline(front, sections, warnings)


def without_contents(pieces: Sequence[Piece], warnings: list[str]) -> list[Piece]:
    """A table of contents ends where its first entry comes again, as the heading that it announced."""
    for at, piece in enumerate(pieces):
        if not piece.level or read_heading(piece.text).nature != "contents":
            continue
        end = _end_of_contents(pieces, at + 1)
        lines = sum(len(entry.text.splitlines()) for entry in pieces[at + 1 : end])
        warnings.append(f"The table of contents was left out ({lines} lines): the list of parts takes its place.")
        return [*pieces[:at], *pieces[end:]]
    return list(pieces)


def _end_of_contents(pieces: Sequence[Piece], start: int) -> int:
    first = next((piece for piece in pieces[start:] if not piece.is_break), None)
    if first is None:
        return len(pieces)
    entry = _key(first.text.strip().partition("\n")[0])
    for at in range(start, len(pieces)):
        piece = pieces[at]
        if piece is not first and piece.level and _key(piece.text) == entry:
            return at
        if piece.words > SHORT_WORDS and "\n" not in piece.text:
            break
    return next((at for at in range(start, len(pieces)) if pieces[at].level), start)


def _key(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".: ")


# Which headings divide


@dataclass(frozen=True, slots=True)
class _Chooser:
    level: int
    by_words: bool
    numerals: bool = False
    # Without words to go by, a lone heading above this level is the name of the book.
    top: int = 0

    def takes(self, piece: Piece, saying: Saying) -> bool:
        if not self.by_words:
            return 0 < piece.level <= self.level
        if saying.nature in {"chapter", "division", "standalone"}:
            return True
        return (
            0 < piece.level <= self.level if saying.nature == "other" else self.numerals and piece.level <= self.level
        )

    def begins(self, piece: Piece, saying: Saying) -> bool:
        """The first heading that divides; those before it stand on the title page."""
        return saying is not OTHER if self.by_words else piece.level >= self.top


def _choose(pieces: Sequence[Piece], sayings: Sequence[Saying], *, by_level: bool) -> _Chooser | None:
    natures: dict[str, Counter[int]] = {}
    for piece, saying in zip(pieces, sayings, strict=True):
        if piece.level:
            natures.setdefault(saying.nature, Counter())[piece.level] += 1
    chapters, divisions = natures.get("chapter", Counter()), natures.get("division", Counter())
    numerals, alone = natures.get("numeral", Counter()), natures.get("standalone", Counter())
    if chapters.total() + divisions.total() + alone.total() >= 2:
        levels = chapters or (numerals if divisions and numerals.total() > divisions.total() else divisions) or alone
        return _Chooser(levels.most_common(1)[0][0], by_words=True, numerals=not chapters and levels is numerals)
    return _choose_level([piece for piece in pieces if piece.level]) if by_level else None


def _choose_level(headings: Sequence[Piece]) -> _Chooser | None:
    """The highest level with at least two headings, or the one below where that only holds the names of volumes."""
    counts = Counter(piece.level for piece in headings)
    level = min((level for level, count in counts.items() if count > 1), default=0)
    if not level:
        return None
    deeper = min((each for each, count in counts.items() if each > level and count > counts[level]), default=0)
    followed = sum(a.level == level and b.level == deeper for a, b in pairwise(headings))
    holds_volumes = deeper and followed == counts[level] and counts[level] <= counts[deeper] // 2
    return _Chooser(deeper if holds_volumes else level, by_words=False, top=level)


def _cut(pieces: Sequence[Piece], sayings: Sequence[Saying], chooser: _Chooser) -> tuple[list[Piece], list[Marker]]:
    front: list[Piece] = []
    markers: list[Marker] = []
    for piece, saying in zip(pieces, sayings, strict=True):
        last = markers[-1] if markers else None
        if last is not None and _is_subtitle(last, piece, saying):
            last.subtitle = title_of(piece.text)
        elif piece.level and chooser.takes(piece, saying) and (last is not None or chooser.begins(piece, saying)):
            markers.append(Marker(piece, saying))
        elif last is None:
            front.append(piece)
        else:
            last.body.append(piece)
    return front, markers


def _is_subtitle(last: Marker, piece: Piece, saying: Saying) -> bool:
    """“Chapter 1” and, directly under it, its name."""
    named = last.saying.nature != "other"
    return bool(piece.level) and saying.nature == "other" and named and not last.body and not last.subtitle


# From markers to parts


class _Sections:
    def __init__(self, level: int, warnings: list[str]) -> None:
        self.level = level
        self.warnings = warnings
        self.sections: list[Section] = []
        self.above: list[tuple[int, Marker]] = []
        self.intro: list[Piece] = []

    def of(self, markers: Sequence[Marker]) -> list[Section]:
        last_division = max((at for at, marker in enumerate(markers) if marker.saying.nature == "division"), default=-1)
        for at, marker in enumerate(markers):
            following = markers[at + 1] if at + 1 < len(markers) else None
            self._close_above(marker, in_last_volume=at > last_division)
            if following is not None and self._holds(marker, following):
                self._open(marker)
            elif not marker.body and marker.saying is OTHER:
                self._leave_out(marker.piece)
            else:
                if following is not None and following.saying.nature == "division":
                    self._without_stray_heading(marker.body)
                self._add(marker.title, marker.body)
        return self.sections

    def _leave_out(self, heading: Piece) -> None:
        self.warnings.append(f"The heading “{title_of(heading.text)}” has no text of its own and was left out.")

    def _without_stray_heading(self, body: list[Piece]) -> None:
        """What stands directly before a new volume is not about the part that ends there, unless it says so."""
        if body and body[-1].level and not THE_END.match(body[-1].text):
            self._leave_out(body.pop())

    def _close_above(self, marker: Marker, *, in_last_volume: bool) -> None:
        """An epilogue after the last volume ends the whole book, not that volume."""
        ends_the_book = in_last_volume and LAST_WORDS.match(marker.piece.text.strip())
        rank = 0 if ends_the_book else self._rank(marker)
        while self.above and self.above[-1][0] >= rank:
            self.above.pop()

    def _rank(self, marker: Marker) -> int:
        if marker.saying.nature == "division":
            return marker.saying.rank
        return 9 if marker.piece.level >= self.level else marker.piece.level

    def _holds(self, marker: Marker, following: Marker) -> bool:
        """Whether it is the name of a volume rather than a part itself."""
        if marker.saying.nature not in {"division", "other"}:
            return False
        if following.saying is not OTHER and self._rank(marker) < self._rank(following):
            return True
        return marker.piece.level < min(self.level, following.piece.level)

    def _open(self, marker: Marker) -> None:
        if marker.words > SHORT_WORDS:
            self._add(marker.title, marker.body)
        else:
            self.intro.extend(marker.body)
        self.above.append((self._rank(marker), marker))

    def _add(self, title: str, body: list[Piece]) -> None:
        names = [marker.title for _, marker in self.above[1:]]
        volume = self.above[0][1].title if self.above else ""
        self.sections.append(Section(" — ".join([*names, title]), volume, [*self.intro, *body], self.level))
        self.intro = []
