"""Pictures made to do harm, each with what must be in the sentence that refuses it; empty where it may come in."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image

MANY = "at most 32 million pixels"
HEAVY = "more time or memory than a picture may take"
DAMAGED = "damaged or not whole"


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, bits: int = 1, colours: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + b"".join(chunks) + png_chunk(b"IEND", b"")


@cache
def empty_rows(length: int, rows: int) -> bytes:
    squeeze = zlib.compressobj(9)
    return b"".join(squeeze.compress(bytes(length)) for _ in range(rows)) + squeeze.flush()


def png_of(width: int, height: int) -> bytes:
    """Black and white, empty: a megabyte for 900 million pixels."""
    return png(width, height, png_chunk(b"IDAT", empty_rows(1 + (width + 7) // 8, height)))


def lying_png() -> bytes:
    """Says that it is small; its one chunk unpacks to 120 MB."""
    return png(600, 900, png_chunk(b"IDAT", empty_rows(30_000, 4_000)))


def profile_bomb() -> bytes:
    squeezed = b"profile\0\0" + empty_rows(1_000_000, 60)
    return png(600, 900, png_chunk(b"iCCP", squeezed), png_chunk(b"IDAT", empty_rows(76, 900)))


def comment_bombs() -> bytes:
    one = png_chunk(b"zTXt", b"comment\0\0" + empty_rows(1_000_000, 60))
    return png(600, 900, *[one] * 40, png_chunk(b"IDAT", empty_rows(76, 900)))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    kept = io.BytesIO()
    image.save(kept, kind, **options)  # type: ignore[arg-type]
    return kept.getvalue()


def claims(width: int, height: int, kind: str) -> bytes:
    """A small picture whose head says that it is of this size."""
    data = bytearray(saved(Image.new("RGB", (64, 96), "teal"), kind))
    if kind == "JPEG":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", height, width)
    elif kind == "GIF":
        data[6:10] = struct.pack("<HH", width, height)
    else:
        at = data.index(b"VP8 ") + 14
        data[at : at + 4] = struct.pack("<HH", width, height)
    return bytes(data)


def outside_gif() -> bytes:
    """A frame that lies far outside its canvas."""
    data = bytearray(saved(Image.new("P", (600, 900)), "GIF"))
    at = data.rindex(b",\0\0\0\0") + 1
    data[at : at + 8] = struct.pack("<HHHH", 65_000, 65_000, 65_000, 65_000)
    return bytes(data)


def many_frames() -> bytes:
    frames = [Image.new("P", (600, 900), number % 250) for number in range(60)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


def scans(most: int = 100_000, side: int = 5_600) -> bytes:
    """A JPEG that goes over its picture again and again: small in bytes, long in time."""
    whole = saved(Image.new("L", (side, side)), "JPEG", progressive=True)
    start = whole.rindex(b"\xff\xda")
    last = whole[start:-2]
    return whole[:start] + last * min(most - whole.count(b"\xff\xda"), (9_000_000 - start) // len(last)) + whole[-2:]


def tall() -> bytes:
    """Colours and holes, 32 million pixels of them, and no side that may be left out: the most that may be decoded."""
    return png(1_800, 17_700, png_chunk(b"IDAT", empty_rows(1 + 1_800 * 4, 17_700)), bits=8, colours=6)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "900 million pixels.png": (lambda: png_of(30_000, 30_000), MANY),
    "4 billion pixels.png": (lambda: png(65_000, 65_000, png_chunk(b"IDAT", b"x")), MANY),
    "no pixels.png": (lambda: png(0, 0, png_chunk(b"IDAT", b"")), "not a picture"),
    "lying.png": (lying_png, ""),
    "profile.png": (profile_bomb, DAMAGED),
    "comments.png": (comment_bombs, DAMAGED),
    "tall.png": (tall, HEAVY),
    "claims.jpg": (lambda: claims(65_000, 65_000, "JPEG"), MANY),
    "claims a little.jpg": (lambda: claims(5_600, 5_600, "JPEG"), ""),
    "claims.gif": (lambda: claims(65_000, 65_000, "GIF"), MANY),
    "claims.webp": (lambda: claims(16_000, 16_000, "WEBP"), MANY),
    "outside.gif": (outside_gif, MANY),
    "frames.gif": (many_frames, ""),
    "scans.jpg": (scans, HEAVY),
    "as many scans as may be.jpg": (lambda: scans(99, 3_600), ""),
}
