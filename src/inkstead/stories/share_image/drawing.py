"""A picture of a story for the pages that link to it: its cloth, its title, its pen name, a quiet ornament."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from PIL import Image, ImageDraw, features

from inkstead.stories.share_image.fonts import Font, font_for, settable
from inkstead.stories.share_image.ornaments import draw_ornament
from inkstead.web.assets import HERE
from inkstead.web.templatetags.display import cover_classes

WIDTH, HEIGHT = 1200, 630
MARGIN = 92
COVER_MARGIN = 64
TEXT_WIDTH, TEXT_HEIGHT = 660, 352
SIZES = (96, 84, 74, 64, 56, 48, 42, 36, 30)
LEADING = 1.16


@dataclass(frozen=True, slots=True)
class Cloth:
    cloth: str
    foil: str
    art: str


def draw(story_id: int, title: str, pen_name: str, direction: str, language: str, cover: bytes | None = None) -> bytes:
    """The same bytes for the same story on the same machine. `cover` is a JPEG that was uploaded."""
    cloth, art = cloth_of(story_id, title)
    image = Image.new("RGB", (WIDTH, HEIGHT), cloth.cloth)
    mirrored = direction == "rtl"
    if cover is None:
        ornament = draw_ornament(art, cloth.art, cloth.cloth)
        image.paste(ornament, (0 if mirrored else WIDTH - ornament.width, 0))
    else:
        _uploaded(image, cover, mirrored)
    _spine(image, mirrored)
    _words(image, title, pen_name, cloth, "rtl" if mirrored else "ltr", language)
    kept = io.BytesIO()
    colours, dither = (128, Image.Dither.NONE) if cover is None else (256, Image.Dither.FLOYDSTEINBERG)
    image.quantize(colours, method=Image.Quantize.FASTOCTREE, dither=dither).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def cloth_of(story_id: int, title: str) -> tuple[Cloth, int]:
    """The colours in which its pages show a story's cover, and the number of its ornament."""
    found = re.search(r"cover-cloth-(\d+) cover-art-(\d+)", cover_classes(story_id, title))
    assert found is not None
    return cloths()[int(found[1]) % len(cloths())], int(found[2])


def _uploaded(image: Image.Image, cover: bytes, mirrored: bool) -> None:
    height = HEIGHT - 2 * COVER_MARGIN
    picture = Image.open(io.BytesIO(cover), formats=["JPEG"]).resize(
        (height * 2 // 3, height), Image.Resampling.LANCZOS
    )
    x = COVER_MARGIN if mirrored else WIDTH - COVER_MARGIN - picture.width
    image.paste("#000", (x - 2, COVER_MARGIN - 2, x + picture.width + 2, COVER_MARGIN + height + 2))
    image.paste(picture, (x, COVER_MARGIN))


def _words(image: Image.Image, title: str, pen_name: str, cloth: Cloth, direction: str, language: str) -> None:
    pen = ImageDraw.Draw(image)
    write: Callable[..., None] = partial(pen.text, fill=cloth.foil, **shaping(direction, language))
    edge, side = (WIDTH - MARGIN, "r") if direction == "rtl" else (MARGIN, "l")
    top, title, pen_name = MARGIN - 12, settable(title), settable(pen_name)
    font, lines = _fitted(title)
    for line in lines if title else ():
        write((edge, top), line, font=font, anchor=side + "a")
        top += round(_height(font) * LEADING)
    if pen_name and title:
        font = font_for(pen_name, 40)
        write((edge, HEIGHT - MARGIN), _shortened(pen_name, font), font=font, anchor=side + "s")
    elif pen_name:  # alone it stands in the middle of its side
        font = font_for(pen_name, 56)
        write((edge, HEIGHT // 2), _shortened(pen_name, font), font=font, anchor=side + "m")


def shaping(direction: str, language: str) -> dict[str, Any]:
    return {"direction": direction, "language": language} if features.check("raqm") else {}


def _fitted(title: str) -> tuple[Font, list[str]]:
    """The largest size at which the title fits, with its words whole if any size allows that."""
    for may_break in (False, True):
        for size in SIZES:
            font, lines, broke = _set(title, size)
            if len(lines) <= _most_lines(font) and (may_break or not broke):
                return font, lines
    most = _most_lines(font)
    return font, [*lines[: most - 1], _shortened(" ".join(lines[most - 1 : most + 1]), font)]


def _set(title: str, size: int) -> tuple[Font, list[str], bool]:
    font = font_for(title, size)
    return font, *broken_lines(title, font, TEXT_WIDTH)


def _most_lines(font: Font) -> int:
    return int(TEXT_HEIGHT // (_height(font) * LEADING))


def broken_lines(title: str, font: Font, width: int) -> tuple[list[str], bool]:
    """Lines, and whether a word had to be broken. A script without spaces may break between any two letters."""
    lines, broke = [""], False
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if font.getlength(lines[-1] + letter) > width:
                lines.append("")
                broke = broke or not _is_ideograph(letter)
            lines[-1] += letter
    return lines, broke


def _is_ideograph(letter: str) -> bool:
    return "\u2e80" <= letter <= "\uffef" or letter >= "\U00020000"


def _shortened(text: str, font: Font) -> str:
    return shortened_to(TEXT_WIDTH, text, font)


def shortened_to(width: int, text: str, font: Font) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _height(font: Font) -> float:
    return float(getattr(font, "size", 20))


def _spine(image: Image.Image, mirrored: bool) -> None:
    """A fold along the side where a book is bound."""
    shade = Image.new("L", (36, 1))
    for x in range(36):
        shade.putpixel((x, 0), 46 - x)
    if mirrored:
        shade = shade.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    image.paste("#000", (WIDTH - 36 if mirrored else 0, 0), shade.resize((36, HEIGHT)))


@lru_cache(maxsize=1)
def cloths() -> list[Cloth]:
    """The colours of the covers, from the style sheet that gives them to the pages."""
    sheet = (HERE / "styles" / "components" / "cover.css").read_text(encoding="utf-8")
    rule = r"\.cover-cloth-\d+ \{ --cloth: (#\w+); --foil: (#\w+); --art: (#\w+); \}"
    return [Cloth(*colours) for colours in re.findall(rule, sheet)] or [Cloth("#1f3a34", "#efe6cf", "#c9a55a")]
