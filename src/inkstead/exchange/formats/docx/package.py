"""A Word file cut down to what is read of it: text, styles, lists, notes, pictures. Nothing else is even unpacked.

Properties with names of people, comments, templates, macros, embedded files and addresses of pictures elsewhere stay
behind, and every part goes through `markup` first.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from inkstead.exchange.formats.archive import Archive, beside
from inkstead.exchange.formats.docx.markup import LeftOut, Rules, Styles, read_styles, rewritten
from inkstead.exchange.formats.markup_tree import read_tree
from inkstead.lib.prose.addresses import tidy_link
from inkstead.lib.prose.markup import escape_value
from inkstead.lib.refusals import Refused

READ = ("styles", "numbering", "footnotes", "endnotes")
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ROOT = (
    f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{RELATED}/officeDocument" Target="word/document.xml"/></Relationships>'
)


@dataclass(slots=True)
class Related:
    """What one part of the package points to, by id: pictures inside, links outside."""

    pictures: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)  # by kind
    outside: int = 0
    pages: int = 0  # headers and footers
    macros: int = 0


@dataclass(frozen=True, slots=True)
class Slim:
    """A package that holds only what is read, and a count of what was left behind."""

    data: bytes
    left_out: LeftOut
    comments: int


def slim(archive: Archive) -> Slim:
    main = _main(archive)
    related = _related(archive, main)
    styles = related.parts.get("styles", "")
    known = read_styles(archive.read(styles)) if styles in archive else Styles()
    left_out = LeftOut()
    left_out.outside, left_out.pages, left_out.macros = related.outside, related.pages, related.macros
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as out:
        out.writestr("[Content_Types].xml", TYPES)
        out.writestr("_rels/.rels", ROOT)
        _write(archive, main, "document", related, out, known, left_out)
        for kind in READ:
            name = related.parts.get(kind, "")
            if name in archive:
                _write(archive, name, kind, _related(archive, name), out, known, left_out)
    comments = related.parts.get("comments", "")
    count = archive.read(comments).count(b":comment ") if comments in archive else 0
    return Slim(kept.getvalue(), left_out, count)


def _main(archive: Archive) -> str:
    if "_rels/.rels" not in archive or "[Content_Types].xml" not in archive:
        raise Refused("This is no Word document: nothing in it says where its text is.", code="unknown_format")
    found = _related(archive, "").parts.get("officeDocument", "")
    if found not in archive:
        raise Refused("This Word document does not say where its text is.", code="damaged")
    return found


def _related(archive: Archive, name: str) -> Related:
    folder, _, file = name.rpartition("/")
    where = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    known = Related()
    if where not in archive:
        return known
    for one in read_tree(_text(archive.read(where), where)).all("relationship"):
        said = one.attributes
        kind, target = said.get("type", "").rpartition("/")[2], said.get("target", "")
        if said.get("targetmode", "").lower() == "external":
            link = tidy_link(target) if kind == "hyperlink" else ""
            if link:
                known.links[said.get("id", "")] = link
            known.outside += kind != "hyperlink"
        elif kind == "image":
            known.pictures[said.get("id", "")] = _inside(name, target)
        else:
            known.pages += kind in ("header", "footer")
            known.macros += kind == "vbaProject"
            known.parts.setdefault(kind, _inside(name, target))
    return known


def _inside(name: str, target: str) -> str:
    return target[1:] if target.startswith("/") else beside(name, target)


def _write(
    archive: Archive,
    name: str,
    kind: str,
    related: Related,
    out: zipfile.ZipFile,
    styles: Styles,
    left_out: LeftOut,
) -> None:
    pictures = {key: path for key, path in related.pictures.items() if path in archive}
    rules = Rules(
        name, styles, frozenset(pictures), frozenset(related.links), is_text=kind not in ("styles", "numbering")
    )
    out.writestr(f"word/{kind}.xml", rewritten(archive.read(name), rules, left_out))
    lines = [_relation(key, "hyperlink", link, "External") for key, link in related.links.items()]
    for key, path in pictures.items():
        inside = f"media/{path}"
        if f"word/{inside}" not in out.namelist():
            out.writestr(f"word/{inside}", archive.read(path))
        lines.append(_relation(key, "image", inside))
    if kind == "document":
        lines += [_relation(f"part-{part}", part, f"{part}.xml") for part in READ if part in related.parts]
    written = f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'
    out.writestr(f"word/_rels/{kind}.xml.rels", written)


def _relation(key: str, kind: str, target: str, mode: str = "Internal") -> str:
    return (
        f'<Relationship Id="{escape_value(key)}" Type="{RELATED}/{kind}" '
        f'Target="{escape_value(target)}" TargetMode="{mode}"/>'
    )


def _text(data: bytes, name: str) -> str:
    if b"<!DOCTYPE" in data[:4096].upper() or b"<!ENTITY" in data.upper():
        raise Refused(
            f"“{name[:80]}” in this file declares entities of its own (a DTD), which is not read.", "too_heavy"
        )
    return data.decode("utf-8", "replace")
