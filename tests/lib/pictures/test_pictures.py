"""Pictures that people bring."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from inkstead.lib import pictures
from inkstead.lib.cage import Answer
from inkstead.lib.pictures import Size, cut_to, decoding, made_anew
from inkstead.lib.refusals import Refused
from tests.lib.pictures.hostile import png_of

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


PNG = picture().getvalue()
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


def test_nothing_is_decoded_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control decodes here."""
    monkeypatch.setattr(Image.Image, "load", None)
    assert cut(io.BytesIO(PNG))[SMALL]["jpg"]
    assert made_anew(io.BytesIO(PNG), longest=100)[1] == Size(67, 100)
    with pytest.raises(TypeError):
        decoding.made_anew(io.BytesIO(PNG), longest=100)


def test_what_a_cage_says_is_a_picture_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever broke into the cage could answer with a page."""
    page = dict.fromkeys(("picture", "0.jpg", "0.webp", "0.avif"), b"<script>")
    monkeypatch.setattr(pictures, "_asked", lambda *_, **__: Answer({"size": [1, 1]}, page))
    with pytest.raises(Refused, match="damaged"):
        made_anew(io.BytesIO(PNG), longest=100)
    with pytest.raises(Refused, match="damaged"):
        cut(io.BytesIO(PNG))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_photo_of_twelve_million_pixels_fits_into_the_cage(kind: str) -> None:
    photo = Image.effect_noise((300, 400), 40).resize((3_000, 4_000)).convert("RGB")
    kept = io.BytesIO()
    options = {"AVIF": {"speed": 10}, "WEBP": {"method": 0}, "PNG": {"compress_level": 1}}.get(kind, {})
    (photo.quantize(8).convert("RGB") if kind == "PNG" else photo).save(kept, kind, **options)
    assert shown(cut(kept)[LARGE]["jpg"]).size == (600, 900)
