"""Stored prose as XHTML that stands in a file of its own: elements closed, addresses valid, links in the book kept."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

EMPTY = re.compile(r"<(br|hr)\b([^>]*)>")
IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')
LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# What RFC 3986 lets stand in each piece of an address; everything else is percent-encoded.
IN_PATH, IN_QUERY = "/%:@!$&'()*+,;=~-._", "/%:@!$&'()*+,;=~-._?"
HOST = re.compile(r"(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
RUBY = re.compile(r"<ruby\b[^>]*>(?:(?!</ruby>).)*</ruby>", re.DOTALL)
READING = re.compile(r"<rt\b[^>]*>(.*?)</rt>", re.DOTALL)
RUBY_BRACKETS = re.compile(r"<rp\b[^>]*>.*?</rp>", re.DOTALL)
RUBY_TAGS = re.compile(r"</?(?:ruby|rt|rp)\b[^>]*>")
# XML 1.0 has no way to write these (section 2.2).
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
OWN_PART = re.compile(r"/part/(\d+)(?:-[^/#?]*)?/?(?:#(b-[0-9a-z]{8}))?")


def xhtml_of(
    stored: str,
    *,
    inside: Mapping[int, str] | None = None,
    own_site: str = "",
    images: Mapping[str, str] | None = None,
) -> str:
    """`inside` says which file of the book holds which part, and `images` where the pictures are; others are told by
    their descriptions."""
    written = IMAGE.sub(lambda found: _image(found, images or {}), stored)
    written = LINK.sub(lambda found: _link(found, inside or {}, own_site), written)
    if "<r" in written:
        written = _whole_rubies(written)
    written = EMPTY.sub(r"<\1\2/>", written)
    return NOT_XML.sub("", written.replace("&nbsp;", "&#160;"))


def _image(found: re.Match[str], images: Mapping[str, str]) -> str:
    where = images.get(html.unescape(found[1]))
    return f'<img src="{value_of(where)}" alt="{found[2]}"/>' if where else found[2]


def text_of(value: str) -> str:
    return html.escape(NOT_XML.sub("", value), quote=False)


def value_of(value: str) -> str:
    return html.escape(NOT_XML.sub("", value), quote=True)


def _whole_rubies(written: str) -> str:
    """HTML lets readings stand alone and bases without a reading; XHTML does not."""
    pieces, end = [], 0
    for found in RUBY.finditer(written):
        ruby = found[0] if "<rt" in found[0] else RUBY_TAGS.sub("", found[0])
        pieces += [_readings_alone(written[end : found.start()]), ruby]
        end = found.end()
    return "".join([*pieces, _readings_alone(written[end:])])


def _readings_alone(written: str) -> str:
    """A reader sees them in brackets."""
    return RUBY_TAGS.sub("", READING.sub(r"(\1)", RUBY_BRACKETS.sub("", written)))


def _link(found: re.Match[str], inside: Mapping[int, str], own_site: str) -> str:
    address = html.unescape(found[1])
    path = address.removeprefix(own_site) if own_site else address
    own = OWN_PART.fullmatch(path)
    if own is not None and int(own[1]) in inside:
        target = inside[int(own[1])] + (f"#{own[2]}" if own[2] else "")
        return f'<a href="{value_of(target)}">{found[2]}</a>'
    valid = valid_address(address)
    return f'<a href="{value_of(valid)}">{found[2]}</a>' if valid else found[2]


def valid_address(address: str) -> str:
    """As RFC 3986 writes it, or nothing when it cannot be written so."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme == "mailto":
        return urlunsplit(parts._replace(path=_quoted(parts.path, IN_PATH), query=_quoted(parts.query, IN_QUERY)))
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(host):
        return ""
    path, query, fragment = (
        _quoted(parts.path, IN_PATH),
        _quoted(parts.query, IN_QUERY),
        _quoted(parts.fragment, IN_QUERY),
    )
    return urlunsplit((parts.scheme, host, path, query, fragment))


def _quoted(text: str, safe: str) -> str:
    return quote(LONE_PERCENT.sub("%25", text), safe=safe)
