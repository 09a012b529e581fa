"""EPUB 2 and 3 as a manuscript: its table of contents says where parts begin, its spine in which order they come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from urllib.parse import unquote

from inkstead.exchange.formats.ao3.read import read_ao3
from inkstead.exchange.formats.archive import Archive, beside, name_shown
from inkstead.exchange.formats.epub.contents import NAMED_SO, Entry, read_contents
from inkstead.exchange.formats.epub.opened import Package, is_protected, read_package, text_in
from inkstead.exchange.formats.pictures import Pictures
from inkstead.lib.prose.headings import title_of
from inkstead.lib.prose.left_out import SENTENCES, LeftOut
from inkstead.lib.prose.left_out import told as told_of
from inkstead.lib.prose.limits import GROWTH_LIMIT, PART_LIMIT, check_file
from inkstead.lib.prose.manuscript import (
    ARRIVING_IMAGE,
    NOTHING_SAID,
    About,
    Manuscript,
    ManuscriptPart,
    part_of_html,
)
from inkstead.lib.prose.sanitise import clean
from inkstead.lib.prose.words import count_words
from inkstead.lib.refusals import Refused

# EPUB 3 structural semantics.
NOT_TEXT = frozenset({
    "cover", "titlepage", "halftitlepage", "title-page", "toc", "landmarks", "loi", "lot", "copyright-page",
    "imprint", "colophon", "page-list", "index",
})  # fmt: skip
TYPES = re.compile(r"""<(?:body|section|div|nav)\b[^<>]*?\bepub:type\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE)
IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
# A picture that fills its page is often wrapped in a drawing; the rest of that drawing is no text.
DRAWN = re.compile(r"""<image\b[^<>]*?\b(?:xlink:)?href\s*=\s*(["'])([^"'<>]{1,1000})\1[^<>]*>""", re.IGNORECASE)
SOURCE = re.compile(r"""\bsrc\s*=\s*(["'])([^"'<>]{1,1000})\1""", re.IGNORECASE)
ADDED = re.compile(
    r"(?:.*/)?(?:title_?page|log_?page|toc_?page|toc|nav|\d*_?(?:information|cover|intro))\.x?html?", re.IGNORECASE
)
BODY = re.compile(r"<body\b[^<>]*>(.*)</body\s*>", re.IGNORECASE | re.DOTALL)
OF_BOOKS = {
    "others": "Fonts, sounds, scripts and other files of the book were left out ({}).",
    "unseen": "Pictures that no page of the book shows were left out ({}).",
}
PICTURES = ("picture elsewhere", "picture lost", "picture inside")
TITLE_PAGE_WORDS = 40


@dataclass(slots=True)
class Page:
    """A file of the spine."""

    name: str
    source: str
    types: frozenset[str]
    pictures: int = 0
    shown: dict[str, str] = field(default_factory=dict)  # files of pictures, and their addresses


@dataclass(slots=True)
class Cut:
    """A part to be, or what stands before the first."""

    title: str
    volume: str
    html: list[str] = field(default_factory=list)


def read_epub(data: bytes, name: str = "book.epub") -> Manuscript:
    """Raises `Refused` in one sentence for whatever is no readable book."""
    archive = Archive(data)
    if "META-INF/encryption.xml" in archive and is_protected(archive):
        raise Refused("This book is protected (DRM) and cannot be read.", code="encrypted")
    package = read_package(archive)
    entries = read_contents(archive, package.nav, package.ncx, "" if package.ours else package.title)
    pictures = Pictures()
    pages = [_page(archive, name, pictures) for name in package.pages if name in archive]
    cover = _cover(archive, package, pictures)
    from_archive = read_ao3("\n".join(page.source for page in pages), name)
    warnings = _beside(archive, package, pages)
    if from_archive is not None:
        used = _used(from_archive.parts, pictures)
        said = (*from_archive.warnings, *warnings, *pictures.warnings)
        return replace(from_archive, warnings=said, images=used, cover=cover)
    left_out = LeftOut()
    cuts = _cut(pages, entries, package, warnings)
    parts = [
        part for cut in cuts for part in [_part(cut, package, bool(entries), warnings, left_out)] if part is not None
    ]
    if not parts:
        raise Refused("There is no text in this book.", code="empty")
    warnings += pictures.warnings
    images = _used(parts, pictures)
    told_already = sum(left_out[kind] for kind in PICTURES)
    left = sum(page.pictures for page in pages) - sum(part.html.count("<img ") for part in parts) - told_already
    left -= len(pictures.left_out)
    if left > 0:
        warnings.append(_left_out(left, pages, parts, package))
    warnings += left_out.told
    words = sum(count_words(TAG.sub(" ", page.source)) for page in pages)
    about = NOTHING_SAID if package.ours else About(package.summary, tuple(dict.fromkeys(package.subjects)))
    title = package.title or parts[0].title
    told = (title, tuple(parts), package.language, package.author, tuple(warnings), words, about, images)
    return Manuscript(*told, cover)


def _used(parts: Sequence[ManuscriptPart], pictures: Pictures) -> dict[str, bytes]:
    words = {word for part in parts for word in ARRIVING_IMAGE.findall(part.html)}
    return {word: data for word, data in pictures.kept.items() if word in words}


def _left_out(left: int, pages: Sequence[Page], parts: Sequence[ManuscriptPart], package: Package) -> str:
    """With the names of those on pages that are no part of the story."""
    kept = {word for part in parts for word in ARRIVING_IMAGE.findall(part.html)}
    shown = {name: address for page in pages for name, address in page.shown.items()}
    names = [name for name, address in shown.items() if not kept.intersection(ARRIVING_IMAGE.findall(address))]
    said = ", ".join(f"“{name_shown(name)}”" for name in names[:10])
    told = "1 image was left out" if left == 1 else f"{left} images were left out"
    cover = " (the cover of the book is offered as that of the story)" if package.cover in names else ""
    return f"{told}: {said}{cover}." if said else f"{told}."


def _beside(archive: Archive, package: Package, pages: list[Page]) -> list[str]:
    """A word about every file of the book that is read nowhere."""
    if package.ours:
        return []
    told = [
        f"“{name_shown(name)}” was left out: the book does not say where it is read." for name in package.unread[:10]
    ]
    if len(package.unread) > 10:
        told.append(f"{len(package.unread) - 10:,} more files of text were left out.")
    missing = [name for name in package.pages if name not in archive]
    told += [f"“{name_shown(name)}” was left out: it is missing in the book." for name in missing[:10]]
    shown = {name for page in pages for name in page.shown} | {package.cover}
    unseen = len([name for name in package.images - shown if name in archive])
    return told + told_of(
        {"sheet": package.sheets, "others": package.others, "unseen": unseen}, {"sheet": SENTENCES["sheet"], **OF_BOOKS}
    )


def _cover(archive: Archive, package: Package, pictures: Pictures) -> bytes:
    """A book whose cover is damaged is read without it."""
    try:
        return pictures.cover(archive.read(package.cover), package.cover) if package.cover in archive else b""
    except Refused as refused:
        pictures.left_out.append(refused.message)
        return b""


def _page(archive: Archive, name: str, pictures: Pictures) -> Page:
    source = text_in(archive, name)
    check_file(source)
    if "<image" in source:
        source = DRAWN.sub(r'</svg><img src="\2" alt=""><svg>', source)
    count = source.count("<img") + source.count("<image")
    shown: dict[str, str] = {}
    source = (
        IMAGE.sub(lambda image: _picture(image[0], archive, name, pictures, shown), source)
        if "<img" in source
        else source
    )
    types = {word for found in TYPES.finditer(source[:20_000]) for word in found[1].lower().split()}
    body = BODY.search(source)
    return Page(name, body[1] if body else source, frozenset(types), count, shown)


def _picture(tag: str, archive: Archive, page: str, pictures: Pictures, shown: dict[str, str]) -> str:
    """The same image with the address of what was made of it; one from elsewhere as it was."""
    told = SOURCE.search(tag)
    file = beside(page, unquote(unescape(told[2]))) if told else ""
    if told is None or file not in archive:
        return tag
    address = shown[file] = pictures.take(archive.read(file), file)
    return f'{tag[: told.start()]}src="{address}"{tag[told.end() :]}' if address else ""


def _cut(pages: list[Page], entries: list[Entry], package: Package, warnings: list[str]) -> list[Cut]:
    by_file: dict[str, list[Entry]] = {}
    for entry in entries:
        by_file.setdefault(entry.file, []).append(entry)
    cuts: list[Cut] = []
    for page in pages:
        here = by_file.get(page.name, [])
        if package.downloader and ADDED.fullmatch(page.name):
            told = here[0].title if here else page.name.rpartition("/")[2]
            warnings.append(f"“{told}” was left out: the program that made this book wrote it.")
            continue
        if page.name == package.nav:
            continue
        if not entries:  # no table of contents: every file is a part
            cuts.append(Cut("", "", [page.source]))
        elif _is_text(page, here):
            _cut_page(page, here, cuts)
        elif here:
            warnings.append(f"“{here[0].title}” was left out: it is a page of the book, not of the story.")
        elif not package.ours and (said := " ".join(unescape(TAG.sub(" ", page.source)).split())):
            warnings.append(f"A page of the book was left out: “{name_shown(said)}”.")
    return cuts


def _is_text(page: Page, entries: list[Entry]) -> bool:
    if page.types & NOT_TEXT:
        return False
    return not (entries and all(NAMED_SO.fullmatch(entry.title.strip()) for entry in entries))


def _cut_page(page: Page, entries: list[Entry], cuts: list[Cut]) -> None:
    """At each entry that points into the page; a page that no entry names goes on with the part before it."""
    places = sorted((_place(page.source, entry.fragment), entry) for entry in entries)
    end = places[0][0] if places else len(page.source)
    if end and (cuts or page.source[:end].strip()):
        if not cuts:
            cuts.append(Cut("", ""))
        cuts[-1].html.append(page.source[:end])
    for number, (start, entry) in enumerate(places):
        stop = places[number + 1][0] if number + 1 < len(places) else len(page.source)
        cuts.append(Cut(entry.title, entry.volume, [page.source[start:stop]]))


def _place(source: str, fragment: str) -> int:
    if not fragment:
        return 0
    found = re.search(rf"""<[a-zA-Z][^<>]*\b(?:id|name)\s*=\s*["']{re.escape(fragment)}["']""", source)
    return found.start() if found else 0


def _part(
    cut: Cut, package: Package, has_contents: bool, warnings: list[str], left_out: LeftOut
) -> ManuscriptPart | None:
    html = "\n".join(cut.html)
    if package.ours:
        return _our_part(cut, html) if cut.title else None
    part = part_of_html(html, title_of(cut.title), cut.volume, left_out)
    said = unescape(TAG.sub(" ", part.html)).split()
    if said and has_contents and not cut.title and len(said) <= TITLE_PAGE_WORDS:
        warnings.append(f"The title page was left out: {' '.join(said)}")
        return None
    if not said:
        return None
    return part


# What `pages.part_page` writes around a text, read back exactly: titles, notes and spaces as they were typed.
PROSE = re.compile(r'<div class="prose">\n(.*)\n</div>', re.DOTALL)
NOTE = re.compile(r'<aside class="note-(before|after)"[^>]*>\n(.*?)\n</aside>', re.DOTALL)
TELLING = re.compile(r'<p class="telling" lang="en" xml:lang="en"><a [^>]*>[^<]*</a></p>\n')
TAG = re.compile(r"<[^>]*>")


def _our_part(cut: Cut, html: str) -> ManuscriptPart:
    prose = PROSE.search(html)
    notes = {found[1]: _typed(found[2]) for found in NOTE.finditer(html)}
    clean_html = clean(TELLING.sub("", prose[1]) if prose else "", limit=GROWTH_LIMIT * PART_LIMIT, keep_spaces=True)
    return ManuscriptPart(cut.title, clean_html, cut.volume, None, notes.get("before", ""), notes.get("after", ""))


def _typed(html: str) -> str:
    return unescape(TAG.sub("", html.replace("</p>\n<p>", "\n\n").replace("<br/>", "\n")))
