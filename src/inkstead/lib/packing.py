"""Old texts, small: each is compressed with a text that it resembles as its dictionary.

A dictionary of raw content makes Zstandard find what two texts have in common, so a state of a chapter that differs
from another in a paragraph takes a few hundred bytes (RFC 8878, section 5).
"""

import zstandard

LEVEL = 9


def pack(text: str, base: str = "") -> bytes:
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=_dictionary(base)).compress(text.encode())


def unpack(packed: bytes, base: str = "") -> str:
    return zstandard.ZstdDecompressor(dict_data=_dictionary(base)).decompress(packed).decode()


def _dictionary(base: str) -> zstandard.ZstdCompressionDict | None:
    raw = base.encode()
    # Shorter than eight bytes is no dictionary.
    return zstandard.ZstdCompressionDict(raw, dict_type=zstandard.DICT_TYPE_RAWCONTENT) if len(raw) >= 8 else None
