"""A file that a writer brings: its title, its author, its parts, and a word about everything that was left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from inkstead.lib.prose.blocks import Block
from inkstead.lib.prose.elsewhere import Elsewhere, read_saved_page
from inkstead.lib.prose.files import decode_text
from inkstead.lib.prose.formats import Prose, read_clean
from inkstead.lib.prose.gutenberg import Edition, read_edition
from inkstead.lib.prose.head import read_head
from inkstead.lib.prose.headings import title_of
from inkstead.lib.prose.left_out import LeftOut
from inkstead.lib.prose.limits import GROWTH_LIMIT, PART_LIMIT, UNWELCOME, check_file, tidy_characters
from inkstead.lib.prose.marked import markdown_to_html, unused_definitions
from inkstead.lib.prose.outline import OPENING, TITLE_PAGE_WORDS, Section, divide
from inkstead.lib.prose.pieces import Piece, pieces_of_html, pieces_of_text
from inkstead.lib.prose.plain import read_chunks
from inkstead.lib.prose.sanitise import clean
from inkstead.lib.prose.words import count_words
from inkstead.lib.refusals import Refused

FORMATS = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html",
}  # fmt: skip
OTHER_KINDS = (".docx", ".epub", ".odt", ".rtf", ".zip")  # which are read elsewhere
PUBLISHED = re.compile(r"(?:The )?Project Gutenberg(?:'s|’s)? (?:e-?book|etext)(?: of|,)? (.*)", re.IGNORECASE)
PAGE_TITLE_WORDS = 12
ENDS = (".", "!", "?", ",", ";", "…", "”", '"', "’", "»")
BY = re.compile(r"(.+?),? by (\S.*)", re.IGNORECASE | re.DOTALL)
LONGEST_TITLE = 200
# A paragraph that is only this stands for a page break: readers of documents write it, and no text keeps it.
COVER = "cover"  # the word of the picture on the cover; those of texts have longer ones
PAGE_BREAK = "\ue0f0"


@dataclass(frozen=True, slots=True)
class ManuscriptPart:
    title: str
    html: str
    volume: str = ""
    elsewhere: Elsewhere | None = None
    notes_before: str = ""
    notes_after: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of the story as a whole."""

    summary: str = ""
    tags: tuple[str, ...] = ()
    rating: str = ""
    warnings: tuple[str, ...] = ()
    status: str = ""


NOTHING_SAID = About()


@dataclass(frozen=True, slots=True)
class Manuscript:
    title: str
    parts: tuple[ManuscriptPart, ...]
    language: str = ""
    author: str = ""
    warnings: tuple[str, ...] = ()
    words: int = 0
    """Of the file as it came, with everything that was left out."""
    about: About = field(default_factory=lambda: NOTHING_SAID)
    images: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures made anew, by the word under which the texts name them (`arriving_image`)."""
    cover: bytes = b""
    """A JPEG that was made anew; empty when the file has none."""


@dataclass(slots=True)
class _Book:
    """What is known so far."""

    pieces: list[Piece]
    title: str = ""
    author: str = ""
    language: str = ""
    part_title: str = ""
    elsewhere: Elsewhere | None = None
    keep_spaces: bool = True
    words: int = 0
    warnings: list[str] = field(default_factory=list)


def read_manuscript(name: str, data: bytes, format: str | None = None) -> Manuscript:  # noqa: A002
    """The format goes by the name of the file unless it is given. Every part is clean and fits into one part."""
    text = decode_text(data)
    source = tidy_characters(text)
    check_file(source)
    kind = _format_of(name, format)
    book = READERS[kind](source)
    book.warnings.extend(LeftOut(control=len(UNWELCOME.findall(text))).told)
    return _manuscript(book, name, by_level=kind != "text")


def manuscript_of_html(source: str, name: str, *, title: str = "") -> Manuscript:
    """Of a document that a reader turned into HTML. Its page breaks divide it where no heading does."""
    check_file(source)
    book = _read_html(source)
    book.title = title or book.title
    return _manuscript(book, name, by_level=True)


def _manuscript(book: _Book, name: str, *, by_level: bool) -> Manuscript:
    pages = [piece for piece in book.pieces if piece.text != PAGE_BREAK]
    outline = divide(pages, by_level=by_level)
    book.warnings.extend(outline.warnings)
    if len(outline.sections) > 1:
        opening = _take_front(book, outline.front)
        parts = [_part(section, keep_spaces=book.keep_spaces) for section in [*opening, *outline.sections]]
    elif len(sections := _by_pages(book.pieces)) > 1:
        parts = [_part(section, keep_spaces=book.keep_spaces) for section in sections]
        book.warnings.append("No headings divide this text, so each page break begins a part.")
    else:
        book.pieces = pages
        parts = [_only_part(book, name)]
    title = book.title or (parts[0].title if len(parts) == 1 else _stem(name))
    return Manuscript(title, tuple(parts), book.language, book.author, tuple(book.warnings), book.words)


def _by_pages(pieces: Sequence[Piece]) -> list[Section]:
    """What stands between page breaks; a short first line alone is its title."""
    sections: list[Section] = []
    run: list[Piece] = []
    for piece in [*pieces, Piece("", PAGE_BREAK)]:
        if piece.text != PAGE_BREAK:
            run.append(piece)
        elif run := _trimmed(run):
            titled = len(run) > 1 and 0 < run[0].words <= PAGE_TITLE_WORDS and not run[0].text.endswith(ENDS)
            title = title_of(run[0].text) if titled else ""
            sections.append(Section(title, "", run[1:] if titled else run, 2))
            run = []
    return sections


def read_part(part: ManuscriptPart, previous: Sequence[Block] = ()) -> Prose:
    """The same as reading its HTML, but the spaces stay as they were in the file."""
    return read_clean(part.html, previous, keep_spaces=True)


def part_of_html(html: str, title: str, volume: str = "", left_out: LeftOut | None = None) -> ManuscriptPart:
    """HTML that is known to be one part. The headings that only say its title are left out of its text."""
    pieces = _trimmed(pieces_of_html(html, keep_spaces=False, left_out=left_out))
    if not title and pieces and pieces[0].level:
        title = title_of(pieces[0].text)
    said = _letters(title)
    while pieces and pieces[0].level and _letters(pieces[0].text) in said:
        pieces = _trimmed(pieces[1:])
    level = min((piece.level for piece in pieces if piece.level), default=2)
    return _part(Section(title, volume, pieces, level - 1), keep_spaces=False)


def arriving_image(word: str) -> str:
    """Where the text of a manuscript says that one of its pictures stands, until it is kept under a story."""
    return f"/files/images/arriving/{word}"


ARRIVING_IMAGE = re.compile(r"/files/images/arriving/([0-9a-f]{64})")


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _format_of(name: str, given: str | None) -> str:
    known = given or FORMATS.get(PurePath(name).suffix.lower(), "")
    if known not in READERS:
        can = ", ".join([*FORMATS, *OTHER_KINDS])
        message = f"“{PurePath(name).name[:80]}” is of no kind that can be read here. These can: {can}."
        raise Refused(message, code="unknown_format")
    return known


# One reader for each kind of file


def _read_text(source: str) -> _Book:
    saved = read_saved_page(source)
    chunks = read_chunks(saved.text)
    edition = read_edition(["\n".join(chunk.lines) for chunk in chunks])
    book = _book(pieces_of_text(chunks[edition.first : edition.end]), edition)
    book.words = count_words(source)
    book.part_title, book.elsewhere = saved.title, saved.elsewhere
    if saved.elsewhere:
        book.warnings.append(f"“{saved.elsewhere.text}” was read as reads, votes and comments on another site.")
    if saved.title:
        book.warnings.append(
            f"The last line was read as the title, “{saved.title}”, and what the other site adds to it."
        )
    return book


def _read_markdown(source: str) -> _Book:
    left_out = LeftOut(definition=unused_definitions(source))
    return _from_pieces(
        pieces_of_html(markdown_to_html(source, tables=True), keep_spaces=True, left_out=left_out), left_out
    )


def _read_html(source: str) -> _Book:
    left_out = LeftOut()
    book = _from_pieces(pieces_of_html(source, keep_spaces=False, left_out=left_out), left_out)
    book.keep_spaces = False
    head = read_head(source)
    title, author = _title_and_author(head.title)
    book.title, book.author = book.title or title, book.author or author or head.author
    book.language = book.language or head.language
    return book


READERS = {"text": _read_text, "markdown": _read_markdown, "html": _read_html}


def _from_pieces(pieces: list[Piece], left_out: LeftOut) -> _Book:
    edition = read_edition([piece.text for piece in pieces])
    book = _book(pieces[edition.first : edition.end], edition)
    book.words = sum(count_words(piece.text) for piece in pieces) + left_out["hidden"]
    book.warnings += left_out.told
    return book


def _book(pieces: list[Piece], edition: Edition) -> _Book:
    return _Book(pieces, edition.title, edition.author, edition.language, warnings=list(edition.warnings))


def _title_and_author(title: str) -> tuple[str, str]:
    """“The Project Gutenberg eBook of Middlemarch, by George Eliot”. Only there does a “by” surely name the author."""
    plain = " ".join(title.split())[:LONGEST_TITLE]
    published = PUBLISHED.fullmatch(plain)
    if published is None:
        return plain.removesuffix(" | Project Gutenberg"), ""
    named = BY.fullmatch(published[1])
    return (named[1], named[2]) if named else (published[1], "")


# From sections to parts


def _take_front(book: _Book, front: list[Piece]) -> list[Section]:
    """A title page is what the story's own page shows; anything longer is read before the first chapter."""
    said = [" ".join(piece.text.split()) for piece in front if piece.text and not piece.is_break]
    headings = [piece for piece in front if piece.level]
    if not book.title and headings:
        book.title = title_of(headings[0].text)
    if sum(piece.words for piece in front) > TITLE_PAGE_WORDS:
        return [Section(OPENING, "", front, 2)]
    if said:
        book.warnings.append(f"The title page was left out: {' / '.join(said)}")
    return []


def _only_part(book: _Book, name: str) -> ManuscriptPart:
    pieces = _trimmed(book.pieces)
    title = book.part_title
    if not title and pieces and pieces[0].level and sum(piece.level == pieces[0].level for piece in pieces) == 1:
        title, pieces = title_of(pieces[0].text), pieces[1:]
    section = Section(title or book.title or _stem(name), "", pieces, 2)
    part = _part(section, keep_spaces=book.keep_spaces)
    return ManuscriptPart(part.title, part.html, elsewhere=book.elsewhere)


def _part(section: Section, *, keep_spaces: bool) -> ManuscriptPart:
    html = "\n".join(_as_within(piece, section.level) for piece in _trimmed(section.pieces))
    length = sum(len(piece.text) for piece in section.pieces)
    if length > PART_LIMIT:
        raise Refused(
            f"“{section.title[:80]}” has {length:,} characters; a part may have {PART_LIMIT:,}. "
            "Divide it into several parts and import it again.",
            code="too_long",
        )
    title = section.title[:LONGEST_TITLE]
    return ManuscriptPart(title, clean(html, limit=GROWTH_LIMIT * PART_LIMIT, keep_spaces=keep_spaces), section.volume)


def _as_within(piece: Piece, level: int) -> str:
    """Headings inside a part begin again at the level below the part's own title."""
    if not piece.level:
        return piece.html
    tag = f"h{min(4, max(2, piece.level - level + 1))}"
    return f"<{tag}{piece.html[3 : piece.html.rindex('</')]}</{tag}>"


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    start, end = 0, len(pieces)
    while start < end and pieces[start].is_break:
        start += 1
    while end > start and pieces[end - 1].is_break:
        end -= 1
    return list(pieces[start:end])


def _stem(name: str) -> str:
    words = re.sub(r"[\s_\-]+", " ", PurePath(name).stem).strip()
    return (words[:1].upper() + words[1:])[:LONGEST_TITLE] or "Untitled"
