"""What a picture may be, for both sides of the cage."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.lib.refusals import Refused

BYTES = 10 * 1024**2
PIXELS = 32_000_000
PIXELS_OF = {"WEBP": 12_000_000, "AVIF": 12_000_000}  # their decoders take up to 16 bytes for each, others 4 to 6
MEMORY = 232 * 1024**2  # on top of the 22 MB that the reading process is before
SECONDS = 4  # of the processor; the largest honest pictures take 1.5
AT_ONCE = 2  # in a process that asks
TOO_MUCH = "This picture takes more time or memory than a picture may take. Save it smaller, or as a JPEG."
DAMAGED = "This picture is damaged or not whole. Save it once more and try again."


@dataclass(frozen=True, slots=True)
class Size:
    """In pixels."""

    width: int
    height: int


def refuse_too_many_bytes(size: int) -> None:
    if size > BYTES:
        raise wrong(f"This file is larger than {BYTES // 1024**2} MB. Save the picture smaller, or as a JPEG.")


def wrong(message: str) -> Refused:
    return Refused(message, code="invalid", fields={"cover": message})


def refuse_too_many_pixels(width: int, height: int, kind: str) -> None:
    most = PIXELS_OF.get(kind, PIXELS)
    if width * height > most:
        raise too_many_pixels(kind)


def too_many_pixels(kind: str = "") -> Refused:
    most = PIXELS_OF.get(kind, PIXELS)
    example = "4,000 × 8,000" if most == PIXELS else "3,000 × 4,000"
    told = f"at most {most // 1_000_000} million pixels, for example {example}"
    how = "Save it smaller." if most == PIXELS else "Save it smaller, or as a JPEG."
    return wrong(f"This picture is too large: {told}. {how}")
