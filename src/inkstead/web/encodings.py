"""Which compressed form a client takes, and making it."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
import zstandard

# Best first. Quality is chosen for pages that are made rarely and sent often.
FORMS = ("br", "zstd", "gzip", "identity")


def encode(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=7))  # type: ignore[no-untyped-call]
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=12).compress(body)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=7, mtime=0)
    return body


def encode_once(body: bytes, encoding: str) -> bytes:
    """For a body that is sent a single time: quick rather than small."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=1))  # type: ignore[no-untyped-call]
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=1).compress(body)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=1, mtime=0)
    return body


@lru_cache(maxsize=512)
def negotiate(accept: str) -> str:
    """The best of our forms that an Accept-Encoding header takes (RFC 9110, 12.5.3)."""
    wanted: dict[str, float] = {}
    for item in accept.lower().split(",")[:20]:
        name, _, rest = item.partition(";")
        quality = rest.partition("q=")[2].strip() or "1"
        try:
            wanted[name.strip()] = float(quality)
        except ValueError:
            wanted[name.strip()] = 0.0
    for form in FORMS[:-1]:
        if wanted.get(form, wanted.get("*", 0.0)) > 0:
            return form
    return "identity"
