"""What the package of an EPUB says of its book: what is read in which order, and what is only there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from inkstead.exchange.formats.archive import Archive, beside
from inkstead.exchange.formats.markup_tree import Element, read_tree
from inkstead.exchange.formats.saved_pages import typed
from inkstead.lib.languages import is_language, tidy_language
from inkstead.lib.prose.files import decode_text
from inkstead.lib.prose.limits import FILE_LIMIT, tidy_characters
from inkstead.lib.refusals import Refused

XHTML = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml"})
# Programs that make books of web pages, and the pages that they add: what the book is made of, logs, lists.
DOWNLOADERS = re.compile(r"FanFicFare|WebToEpub|Fanfiction ?Downloader|FicHub|lightnovel-crawler|leech", re.IGNORECASE)
PAGES = 5_000


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
    unread: list[str] = field(default_factory=list)  # files of text that this order does not name
    images: set[str] = field(default_factory=set)
    sheets: int = 0
    others: int = 0  # fonts, sounds, scripts
    nav: str = ""
    ncx: str = ""
    cover: str = ""  # the name of its picture


def text_in(archive: Archive, name: str) -> str:
    data = archive.read(name)
    if len(data) > FILE_LIMIT:
        raise Refused(f"“{name[:80]}” in this book is larger than {FILE_LIMIT // 1024**2} MB.", code="too_long")
    return tidy_characters(decode_text(data)) if data.strip() else ""


def is_protected(archive: Archive) -> bool:
    """Fonts may be scrambled in any book; text is only where somebody must not read it."""
    tree = read_tree(text_in(archive, "META-INF/encryption.xml"))
    files = [element.attributes.get("uri", "").lower() for element in tree.all("cipherreference")]
    return any(not name.endswith((".otf", ".ttf", ".woff", ".woff2")) for name in files)


def read_package(archive: Archive) -> Package:
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
    _take_stock(known, items, where, read)
    return known


def _take_stock(known: Package, items: dict[str, dict[str, str]], where: dict[str, str], read: list[str]) -> None:
    for key, item in items.items():
        kind = item.get("media-type", "").lower()
        if kind in XHTML:
            if key not in read and where[key] != known.nav:
                known.unread.append(where[key])
        elif kind.startswith("image/"):
            known.images.add(where[key])
        elif kind == "text/css":
            known.sheets += 1
        elif kind != "application/x-dtbncx+xml":
            known.others += 1


def _cover_of(items: dict[str, dict[str, str]], metas: list[dict[str, str]], where: dict[str, str]) -> str:
    """As EPUB 3 marks it, or as most books of EPUB 2 do. A book of ours has the one that is drawn for any story."""
    marked = [key for key, item in items.items() if "cover-image" in item.get("properties", "").split()]
    marked += [meta.get("content", "") for meta in metas if meta.get("name") == "cover"]
    return next((where[key] for key in marked if items.get(key, {}).get("media-type", "").startswith("image/")), "")


def _said(tree: Element, name: str) -> str:
    found = next((element for element in tree.all(name) if element.text), None)
    return " ".join(found.text.split())[:200] if found else ""


def _whole(tree: Element, name: str) -> str:
    return next((element.text for element in tree.all(name) if element.text), "")
