"""EPUB 2 and 3 as a manuscript: its table of contents says where parts begin, its spine in which order they come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from inkstead.exchange.formats.ao3.read import read_ao3
from inkstead.exchange.formats.archive import Archive, beside
from inkstead.exchange.formats.epub.contents import Entry, read_contents
from inkstead.exchange.formats.markup_tree import Element, read_tree
from inkstead.exchange.formats.pictures import Pictures
from inkstead.exchange.formats.saved_pages import typed
from inkstead.lib.languages import is_language, tidy_language
from inkstead.lib.prose.files import decode_text
from inkstead.lib.prose.headings import title_of
from inkstead.lib.prose.limits import FILE_LIMIT, GROWTH_LIMIT, PART_LIMIT, check_file, tidy_characters
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

XHTML = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"})
# EPUB 3 structural semantics, and what Gutenberg, Standard Ebooks and converters call their own pages.
NOT_TEXT = frozenset({
    "cover", "titlepage", "halftitlepage", "title-page", "toc", "landmarks", "loi", "lot", "copyright-page",
    "imprint", "colophon", "page-list", "index",
})  # fmt: skip
NAMED_SO = re.compile(
    r"(?:cover|title ?page|half ?title(?: ?page)?|imprint|colophon|(?:un)?copyright|(?:table of )?contents)",
    re.IGNORECASE,
)
TYPES = re.compile(r"""<(?:body|section|div|nav)\b[^<>]*?\bepub:type\s*=\s*["']([^"'<>]*)["']""", re.IGNORECASE)
IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
# A picture that fills its page is often wrapped in a drawing; the rest of that drawing is no text.
DRAWN = re.compile(r"""<image\b[^<>]*?\b(?:xlink:)?href\s*=\s*(["'])([^"'<>]{1,1000})\1[^<>]*>""", re.IGNORECASE)
SOURCE = re.compile(r"""\bsrc\s*=\s*(["'])([^"'<>]{1,1000})\1""", re.IGNORECASE)
# Programs that make books of web pages, and the pages that they add: what the book is made of, logs, lists.
DOWNLOADERS = re.compile(r"FanFicFare|WebToEpub|Fanfiction ?Downloader|FicHub|lightnovel-crawler|leech", re.IGNORECASE)
ADDED = re.compile(
    r"(?:.*/)?(?:title_?page|log_?page|toc_?page|toc|nav|\d*_?(?:information|cover|intro))\.x?html?", re.IGNORECASE
)
BODY = re.compile(r"<body\b[^<>]*>(.*)</body\s*>", re.IGNORECASE | re.DOTALL)
TITLE_PAGE_WORDS = 40
PAGES = 5_000


@dataclass(slots=True)
class Page:
    """A file of the spine."""

    name: str
    source: str
    types: frozenset[str]
    pictures: int = 0


@dataclass(slots=True)
class Package:
    title: str = ""
    author: str = ""
    language: str = ""
    ours: bool = False  # written by `epub.write`
    downloader: bool = False  # made from web pages by a program that adds pages of its own
    subjects: list[str] = field(default_factory=list)
    summary: str = ""
    pages: list[str] = field(default_factory=list)  # names of files, in reading order
    nav: str = ""
    ncx: str = ""
    cover: str = ""  # the name of its picture


@dataclass(slots=True)
class Cut:
    """A part to be, or what stands before the first."""

    title: str
    volume: str
    html: list[str] = field(default_factory=list)


def read_epub(data: bytes, name: str = "book.epub") -> Manuscript:
    """Raises `Refused` in one sentence for whatever is no readable book."""
    archive = Archive(data)
    if "META-INF/encryption.xml" in archive and _is_protected(archive):
        raise Refused("This book is protected (DRM) and cannot be read.", code="encrypted")
    package = _package(archive)
    entries = read_contents(archive, package.nav, package.ncx, "" if package.ours else package.title)
    pictures = Pictures()
    pages = [_page(archive, name, pictures) for name in package.pages if name in archive]
    cover = _cover(archive, package, pictures)
    from_archive = read_ao3("\n".join(page.source for page in pages), name)
    if from_archive is not None:
        return from_archive
    warnings: list[str] = []
    cuts = _cut(pages, entries, package, warnings)
    parts = [part for cut in cuts for part in [_part(cut, package, bool(entries), warnings)] if part is not None]
    if not parts:
        raise Refused("There is no text in this book.", code="empty")
    warnings += pictures.warnings
    used = {word for part in parts for word in ARRIVING_IMAGE.findall(part.html)}
    images = {word: data for word, data in pictures.kept.items() if word in used}
    left = sum(page.pictures for page in pages) - sum(part.html.count("<img ") for part in parts)
    if left > 0:
        warnings.append("1 image was left out." if left == 1 else f"{left} images were left out.")
    words = sum(count_words(TAG.sub(" ", page.source)) for page in pages)
    about = About(package.summary, tuple(dict.fromkeys(package.subjects))) if package.downloader else NOTHING_SAID
    title = package.title or parts[0].title
    told = (title, tuple(parts), package.language, package.author, tuple(warnings), words, about, images)
    return Manuscript(*told, cover)


def text_in(archive: Archive, name: str) -> str:
    data = archive.read(name)
    if len(data) > FILE_LIMIT:
        raise Refused(f"“{name[:80]}” in this book is larger than {FILE_LIMIT // 1024**2} MB.", code="too_long")
    return tidy_characters(decode_text(data)) if data.strip() else ""


def _is_protected(archive: Archive) -> bool:
    """Fonts may be scrambled in any book; text is only where somebody must not read it."""
    tree = read_tree(text_in(archive, "META-INF/encryption.xml"))
    files = [element.attributes.get("uri", "").lower() for element in tree.all("cipherreference")]
    return any(not name.endswith((".otf", ".ttf", ".woff", ".woff2")) for name in files)


def _package(archive: Archive) -> Package:
    if "META-INF/container.xml" not in archive:
        raise Refused("This is no EPUB: it says nothing of a book inside.", code="unknown_format")
    container = read_tree(text_in(archive, "META-INF/container.xml")).first("rootfile")
    name = unquote(container.attributes.get("full-path", "")) if container else ""
    if name not in archive:
        raise Refused("This EPUB does not say where its book is.", code="damaged")
    return _read_package(name, read_tree(text_in(archive, name)))


def _read_package(name: str, tree: Element) -> Package:
    known = Package(title=_said(tree, "title"), author=_said(tree, "creator"))
    makers = " ".join(element.text for name in ("contributor", "generator") for element in tree.all(name))
    makers += " ".join(meta.attributes.get("content", "") for meta in tree.all("meta"))
    known.downloader = DOWNLOADERS.search(makers) is not None
    known.subjects = [element.text for element in tree.all("subject") if element.text]
    known.summary = typed(unescape(_whole(tree, "description")))
    language = _said(tree, "language")
    known.language = tidy_language(language) if is_language(language) else ""
    metas = [meta.attributes for meta in tree.all("meta")]
    known.ours = any(meta.get("name") == "generator" and meta.get("content") == "Inkstead" for meta in metas)
    items = {item.attributes.get("id", ""): item.attributes for item in tree.all("item")}
    where = {key: beside(name, unquote(item.get("href", ""))) for key, item in items.items()}
    known.nav = next((where[key] for key, item in items.items() if "nav" in item.get("properties", "").split()), "")
    known.cover = "" if known.ours else _cover_of(items, metas, where)
    spine = tree.first("spine")
    known.ncx = where.get(spine.attributes.get("toc", ""), "") if spine else ""
    is_ncx = "application/x-dtbncx+xml"
    known.ncx = known.ncx or next((where[k] for k, item in items.items() if item.get("media-type") == is_ncx), "")
    read = [item.attributes.get("idref", "") for item in tree.all("itemref")]
    if len(read) > PAGES:
        raise Refused(f"This book has more than {PAGES:,} files of text.", code="too_many")
    texts = [key for key in dict.fromkeys(read) if items.get(key, {}).get("media-type", "") in XHTML]
    known.pages = [where[key] for key in texts if where[key]]
    return known


def _cover_of(items: dict[str, dict[str, str]], metas: list[dict[str, str]], where: dict[str, str]) -> str:
    """As EPUB 3 marks it, or as most books of EPUB 2 do. A book of ours has the one that is drawn for any story."""
    marked = [key for key, item in items.items() if "cover-image" in item.get("properties", "").split()]
    marked += [meta.get("content", "") for meta in metas if meta.get("name") == "cover"]
    return next((where[key] for key in marked if items.get(key, {}).get("media-type", "").startswith("image/")), "")


def _cover(archive: Archive, package: Package, pictures: Pictures) -> bytes:
    """A book whose cover is damaged is read without it."""
    try:
        return pictures.cover(archive.read(package.cover), package.cover) if package.cover in archive else b""
    except Refused as refused:
        pictures.left_out.append(refused.message)
        return b""


def _said(tree: Element, name: str) -> str:
    found = next((element for element in tree.all(name) if element.text), None)
    return " ".join(found.text.split())[:200] if found else ""


def _whole(tree: Element, name: str) -> str:
    return next((element.text for element in tree.all(name) if element.text), "")


def _page(archive: Archive, name: str, pictures: Pictures) -> Page:
    source = text_in(archive, name)
    check_file(source)
    if "<image" in source:
        source = DRAWN.sub(r'</svg><img src="\2" alt=""><svg>', source)
    count = source.count("<img") + source.count("<image")
    source = (
        IMAGE.sub(lambda image: _picture(image[0], archive, name, pictures), source) if "<img" in source else source
    )
    types = {word for found in TYPES.finditer(source[:20_000]) for word in found[1].lower().split()}
    body = BODY.search(source)
    return Page(name, body[1] if body else source, frozenset(types), count)


def _picture(tag: str, archive: Archive, page: str, pictures: Pictures) -> str:
    """The same image with the address of what was made of it; one from elsewhere as it was."""
    told = SOURCE.search(tag)
    file = beside(page, unquote(unescape(told[2]))) if told else ""
    if told is None or file not in archive:
        return tag
    address = pictures.take(archive.read(file), file)
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


def _part(cut: Cut, package: Package, has_contents: bool, warnings: list[str]) -> ManuscriptPart | None:
    html = "\n".join(cut.html)
    if package.ours:
        return _our_part(cut, html) if cut.title else None
    part = part_of_html(html, title_of(cut.title), cut.volume)
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
