"""A picture judged by its head, decoded within bounds, and made anew. Only inside a cage; others ask `lib.pictures`."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Sequence
from typing import BinaryIO

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, UnidentifiedImageError

from inkstead.lib.pictures.rules import (
    DAMAGED,
    TOO_MUCH,
    Size,
    refuse_too_many_bytes,
    refuse_too_many_pixels,
    too_many_pixels,
    wrong,
)
from inkstead.lib.refusals import Refused

KINDS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
SCANS = 100  # honest ones have one to a dozen
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error, OverflowError)


def know_every_kind() -> None:
    """Pillow loads its readers from files when they are first asked for, and behind the walls there are no files."""
    Image.init()
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # behind the walls nobody starts a thread either


def cut_to(file: BinaryIO, sizes: Sequence[Size], *, least: Size) -> dict[Size, dict[str, bytes]]:
    """As `lib.pictures.cut_to`."""
    image = _opened(file)
    whole = _decoded(image, sizes[0])
    shape = sizes[0].width / sizes[0].height
    width = min(whole.width, round(whole.height * shape))
    if width < least.width:
        left = f"{least.width} × {least.height} pixels"
        raise wrong(f"This picture is too small: at least {left} must be left of it, two wide to three high.")
    return {size: _files(whole, _within(size, width, shape)) for size in sizes}


def made_anew(file: BinaryIO, *, longest: int) -> tuple[bytes, Size]:
    """As `lib.pictures.made_anew`."""
    image = _opened(file)
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
    refuse_too_many_bytes(file.seek(0, io.SEEK_END))
    file.seek(0)
    _refuse_known_others(head)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            image = Image.open(file, formats=KINDS)
    except Image.DecompressionBombError as error:
        raise too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise wrong("This is not a picture that can be read here. Take a JPEG, PNG, WebP, AVIF or GIF.") from error
    except _DAMAGED as error:
        raise _damaged() from error
    refuse_too_many_pixels(image.width, image.height, image.format or "")
    if image.format in ("JPEG", "MPO"):
        _refuse_many_scans(file)
    return image


def _refuse_many_scans(file: BinaryIO) -> None:
    """A JPEG may go over its picture as often as it likes; a few bytes each time, and every pixel anew."""
    before = file.tell()
    file.seek(0)
    if file.read().count(b"\xff\xda") > SCANS:
        raise wrong(TOO_MUCH)
    file.seek(before)


def _refuse_known_others(head: bytes) -> None:
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"):
        if b"avif" not in head[8:64]:
            raise wrong("This is a HEIC photo, which browsers cannot show. Save or send it as a JPEG.")
    elif b"<svg" in head.lower():
        raise wrong("This is an SVG drawing. Save it as a PNG.")


def _decoded(image: Image.Image, size: Size) -> Image.Image:
    """Upright, in sRGB, without transparency, and hardly larger than it has to be."""
    enough = 2 * max(size.width, size.height)
    try:
        image.draft(None, (enough, enough))  # a JPEG is decoded smaller at once
        image.load()  # the first frame of those that move
        image = _smaller(_plain_mode(image), enough)
        ImageOps.exif_transpose(image, in_place=True)
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
    clear = image.convert("RGBA").getchannel("A")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(colours, mask=clear)
    return paper


def _in_srgb(image: Image.Image) -> Image.Image:
    """A profile that cannot be used is left out: most pictures with one look nearly the same without it."""
    profile = image.info.get("icc_profile")
    bare = image if image.mode in ("L", "CMYK", "RGB") else image.convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(bare, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            made = None
        if made is not None:
            return made
    return bare if bare.mode == "RGB" else bare.convert("RGB")


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


def _damaged() -> Refused:
    return wrong(DAMAGED)
