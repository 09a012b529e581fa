"""Pictures that people bring: judged by their head, decoded within bounds, and made anew.

Nothing of the file that came in is ever served: not its metadata, nor what might hide behind its last pixel.
"""

from __future__ import annotations

import io
import struct
import threading
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from inkstead.lib.refusals import Refused

BYTES = 10 * 1024**2
PIXELS = 32_000_000
KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
# A picture of 32 million pixels takes some 250 MB while it is made smaller, so only two are under way in a process.
_TURN = threading.BoundedSemaphore(2)
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error, MemoryError, OverflowError)


@dataclass(frozen=True, slots=True)
class Size:
    """In pixels."""

    width: int
    height: int


def cut_to(file: BinaryIO, sizes: Sequence[Size], *, least: Size) -> dict[Size, dict[str, bytes]]:
    """The middle of a picture in each of these sizes, which have one shape, as files by suffix: avif, webp, jpg.

    Never made larger: of a small picture the largest size holds what there is. Raises `Refused` with a sentence for
    everything that is no picture, too large, too small or damaged; the first two without decoding a pixel.
    """
    image = _opened(file)
    with _TURN:
        whole = _decoded(image, sizes[0])
    shape = sizes[0].width / sizes[0].height
    width = min(whole.width, round(whole.height * shape))
    if width < least.width:
        left = f"{least.width} × {least.height} pixels"
        raise _wrong(f"This picture is too small: at least {left} must be left of it, two wide to three high.")
    return {size: _files(whole, _within(size, width, shape)) for size in sizes}


def made_anew(file: BinaryIO, *, longest: int) -> tuple[bytes, Size]:
    """A whole picture as a JPEG, the only kind that every page and every e-book shows; made smaller where a side is
    longer. Refuses like `cut_to`."""
    image = _opened(file)
    with _TURN:
        whole = _decoded(image, Size(longest, longest))
        if max(whole.size) > longest:
            whole.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        whole.info = {}
        return _saved(whole, "JPEG", quality=84, optimize=True, progressive=True), Size(whole.width, whole.height)


def _within(size: Size, width: int, shape: float) -> Size:
    return size if width >= size.width else Size(width, round(width / shape))


def _opened(file: BinaryIO) -> Image.Image:
    """By what is in it: name and declared type are claims."""
    head = file.read(512)
    if file.seek(0, io.SEEK_END) > BYTES:
        raise _wrong(f"This file is larger than {BYTES // 1024**2} MB. Save the picture smaller, or as a JPEG.")
    file.seek(0)
    _refuse_known_others(head)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            image = Image.open(file, formats=KINDS)
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise _wrong("This is not a picture that can be read here. Take a JPEG, PNG, WebP, AVIF or GIF.") from error
    except _DAMAGED as error:
        raise _damaged() from error
    if image.width * image.height > PIXELS:
        raise _too_many_pixels()
    return image


def _refuse_known_others(head: bytes) -> None:
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        if b"avif" not in head[8:64]:
            raise _wrong("This is a HEIC photo, which browsers cannot show. Save or send it as a JPEG.")
    elif b"<svg" in head.lower():
        raise _wrong("This is an SVG drawing. Save it as a PNG.")


def _decoded(image: Image.Image, size: Size) -> Image.Image:
    """Upright, in sRGB, without transparency, and hardly larger than it has to be."""
    enough = 2 * max(size.width, size.height)
    try:
        image.draft(None, (enough, enough))  # a JPEG is decoded smaller at once
        image.load()  # the first frame of those that move
        image = ImageOps.exif_transpose(_smaller(_plain_mode(image), enough))
        return _opaque(image)
    except _DAMAGED as error:
        raise _damaged() from error


def _plain_mode(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    if image.mode.startswith("I"):  # 16 bits a colour
        return _with_info(image.convert("I").point(lambda value: value * (1 / 256)).convert("L"), image)
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _smaller(image: Image.Image, enough: int) -> Image.Image:
    factor = min(image.width, image.height) // enough
    return _with_info(image.reduce(factor), image) if factor > 1 else image


def _with_info(image: Image.Image, source: Image.Image) -> Image.Image:
    image.info = dict(source.info)
    return image


def _opaque(image: Image.Image) -> Image.Image:
    """Into sRGB, and onto white where one could look through."""
    colours = _in_srgb(image)
    if not image.has_transparency_data:
        return colours
    paper = Image.new("RGB", image.size, "white")
    paper.paste(colours, mask=image.convert("RGBA").getchannel("A"))
    return paper


def _in_srgb(image: Image.Image) -> Image.Image:
    """A profile that cannot be used is left out: most pictures with one look nearly the same without it."""
    profile = image.info.get("icc_profile")
    bare = image if image.mode in ("L", "CMYK") else image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(bare, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            made = None
        if made is not None:
            return made
    return bare.convert("RGB")


def _files(whole: Image.Image, size: Size) -> dict[str, bytes]:
    picture = ImageOps.fit(whole, (size.width, size.height), Image.Resampling.LANCZOS)
    picture.info = {}  # comments and profiles would be written along
    return {
        "avif": _saved(picture, "AVIF", quality=62, speed=7),
        "webp": _saved(picture, "WEBP", quality=80, method=4),
        "jpg": _saved(picture, "JPEG", quality=82, optimize=True, progressive=True),
    }


def _saved(picture: Image.Image, kind: str, **options: int) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, kind, **options)
    return kept.getvalue()


def _too_many_pixels() -> Refused:
    most = f"{PIXELS // 1_000_000} million pixels"
    return _wrong(f"This picture is too large: at most {most}, for example 4,000 × 8,000. Save it smaller.")


def _damaged() -> Refused:
    return _wrong("This picture is damaged or not whole. Save it once more and try again.")


def _wrong(message: str) -> Refused:
    return Refused(message, code="invalid", fields={"cover": message})
