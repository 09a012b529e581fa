"""Pictures that people bring."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from inkstead.lib import pictures
from inkstead.lib.pictures import Size, cut_to
from inkstead.lib.refusals import Refused

LARGE, SMALL, LEAST = Size(600, 900), Size(240, 360), Size(200, 300)
RED, BLUE = (200, 30, 30), (20, 40, 200)


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 1200), mode: str = "RGB", **more: object) -> io.BytesIO:
    """Red above, blue below."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, size[1] // 2, *size))
    kept = io.BytesIO()
    image.convert(mode).save(kept, kind, **more)  # type: ignore[arg-type]
    kept.seek(0)
    return kept


def png_of(width: int, height: int) -> bytes:
    """Black and white, empty: half a megabyte for 900 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    squeeze = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def cut(file: io.BytesIO) -> dict[Size, dict[str, bytes]]:
    return cut_to(file, (LARGE, SMALL), least=LEAST)


def shown(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 14 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_kind_becomes_three_kinds_in_every_size(kind: str) -> None:
    made = cut(picture(kind))
    assert set(made) == {LARGE, SMALL}
    for size, files in made.items():
        assert {suffix: Image.open(io.BytesIO(content)).format for suffix, content in files.items()} == {
            "avif": "AVIF",
            "webp": "WEBP",
            "jpg": "JPEG",
        }
        for content in files.values():
            image = shown(content)
            assert image.size == (size.width, size.height)
            assert near(image.getpixel((9, 9)), RED)
            assert near(image.getpixel((9, size.height - 9)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_can_be_read(mode: str) -> None:
    assert shown(cut(picture(mode=mode))[SMALL]["jpg"]).size == (240, 360)


def test_sixteen_bits_a_colour_keep_their_light() -> None:
    kept = io.BytesIO()
    Image.new("I;16", (600, 900), 65535 // 2).save(kept, "PNG")
    assert near(shown(cut(kept)[SMALL]["jpg"]).getpixel((9, 9)), (127, 127, 127))


def test_cmyk_becomes_what_screens_show() -> None:
    assert near(shown(cut(picture("JPEG", mode="CMYK"))[SMALL]["jpg"]).getpixel((9, 9)), RED)


def test_the_first_frame_of_what_moves_is_taken_and_holes_are_white() -> None:
    frames = [Image.new("RGBA", (400, 600), colour) for colour in ((0, 0, 0, 0), (*BLUE, 255))]
    kept = io.BytesIO()
    frames[0].save(kept, "PNG", save_all=True, append_images=frames[1:])
    assert near(shown(cut(kept)[SMALL]["jpg"]).getpixel((9, 9)), (255, 255, 255))


def test_a_picture_taken_sideways_stands_upright_and_says_nothing_of_its_camera() -> None:
    sideways = Image.new("RGB", (1200, 800), RED)
    sideways.paste(BLUE, (600, 0, 1200, 800))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Camera of Ana", {2: (52.0, 31.0, 12.0)}
    kept = io.BytesIO()
    sideways.save(kept, "JPEG", exif=exif, comment="at home")
    assert b"Camera of Ana" in kept.getvalue()
    for files in cut(kept).values():
        for content in files.values():
            image = Image.open(io.BytesIO(content))
            assert b"Camera of Ana" not in content
            assert b"at home" not in content
            assert not image.getexif()
            assert near(image.convert("RGB").getpixel((20, 20)), RED)
            assert near(image.convert("RGB").getpixel((20, image.height - 20)), BLUE)


def test_a_colour_profile_is_left_behind_and_a_useless_one_does_no_harm() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    broken = picture(icc_profile=b"no profile at all")
    assert near(shown(cut(broken)[SMALL]["jpg"]).getpixel((9, 9)), RED)
    other = picture(icc_profile=lab)  # of a kind that cannot be meant: left out
    assert near(shown(cut(other)[SMALL]["jpg"]).getpixel((9, 9)), RED)
    srgb = picture(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for files in cut(srgb).values():
        for content in files.values():
            assert "icc_profile" not in Image.open(io.BytesIO(content)).info


def test_another_shape_shows_its_middle() -> None:
    wide = Image.new("RGB", (3000, 600), RED)
    wide.paste(BLUE, (1300, 0, 1700, 600))
    kept = io.BytesIO()
    wide.save(kept, "PNG")
    image = shown(cut(kept)[LARGE]["jpg"])
    assert image.size == (400, 600)  # never made larger than it was
    assert near(image.getpixel((12, 300)), BLUE)
    assert near(image.getpixel((388, 300)), BLUE)


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="600" height="900"><script/></svg>'
WRONG = {
    "900 million pixels": (png_of(30_000, 30_000), "at most 32 million pixels"),
    "33 million pixels": (png_of(5_500, 6_000), "at most 32 million pixels"),
    "too small": (picture(size=(199, 400)).getvalue(), "too small"),
    "too narrow": (picture(size=(3000, 100)).getvalue(), "too small"),
    "an svg": (SVG, "SVG"),
    "an svg without a head": (SVG[21:].strip(), "SVG"),
    "a photo of a telephone": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(900), "HEIC"),
    "a text": (b"It was a dark and stormy night. " * 99, "not a picture"),
    "nothing": (b"", "not a picture"),
    "a page that says it is a picture": (b"GIF89a<html><script>alert(1)</script>", "not a picture"),
    "a tiff": (picture("TIFF").getvalue(), "not a picture"),
    "a bitmap": (picture("BMP").getvalue(), "not a picture"),
    "a postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 600 900\n", "not a picture"),
    "too many bytes": (picture().getvalue() + bytes(pictures.BYTES), "larger than 10 MB"),
}


@pytest.mark.parametrize(("content", "why"), WRONG.values(), ids=WRONG)
def test_what_is_no_cover_is_refused_with_a_sentence(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why) as refused:
        cut(io.BytesIO(content))
    assert refused.value.fields == {"cover": refused.value.message}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_half_a_picture_is_refused(kind: str) -> None:
    noise = Image.effect_noise((800, 1200), 90).convert("RGB")
    kept = io.BytesIO()
    noise.save(kept, kind)
    whole = kept.getvalue()
    assert len(whole) > 5_000
    for share in (0.97, 0.5, 0.1):
        with pytest.raises(Refused):
            cut(io.BytesIO(whole[: int(len(whole) * share)]))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_what_hides_in_or_behind_a_picture_stays_behind(kind: str) -> None:
    hidden = b"<script>alert(document.cookie)</script>PK\x03\x04"
    kept = io.BytesIO(picture(kind).getvalue() + hidden)
    for files in cut(kept).values():
        assert not any(b"script" in content or b"PK\x03" in content for content in files.values())


def test_900_million_pixels_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    """Measured in a process of its own: less than a second, less than 256 MiB; the control decodes what is allowed."""
    program = (
        "import io, sys, time\n"
        "from inkstead.lib.pictures import Size, cut_to\n"
        "from inkstead.lib.refusals import Refused\n"
        "file = open(sys.argv[1], 'rb'); start = time.monotonic()\n"
        "try:\n    cut_to(file, (Size(600, 900), Size(240, 360)), least=Size(200, 300)); said = 'made'\n"
        "except Refused as refused:\n    said = refused.message\n"
        "spent = time.monotonic() - start\n"
        # Not ru_maxrss: a child begins with its parent's.
        "line = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "peak = int(line.split()[1]) // 1024\n"
        "print(spent, peak, said, sep='|')\n"
    )
    told = {}
    for name, content in {"bomb": png_of(30_000, 30_000), "control": png_of(5_000, 6_000)}.items():
        (tmp_path / name).write_bytes(content)
        ran = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / name)], capture_output=True, text=True, check=True
        )
        seconds, mebibytes, said = ran.stdout.strip().split("|")
        told[name] = float(seconds), int(mebibytes), said
    seconds, mebibytes, said = told["bomb"]
    assert "at most 32 million pixels" in said
    assert seconds < 1
    assert mebibytes < 256
    assert told["control"][2] == "made"
