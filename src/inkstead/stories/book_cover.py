"""The cover that goes with a book: the uploaded one, or one drawn in the story's own cloth with its title on it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from inkstead.stories.covers import large_cover
from inkstead.stories.models import Story
from inkstead.stories.share_image.drawing import Cloth, broken_lines, cloth_of, shaping, shortened_to
from inkstead.stories.share_image.fonts import font_for, settable
from inkstead.stories.share_image.ornaments import draw_ornament

WIDTH, HEIGHT, MARGIN = 600, 900, 56
TITLE_HEIGHT = 330
SIZES = (64, 56, 48, 42, 36, 30, 26)
LEADING = 1.18
AIR = 14  # between the rule below the title and the ornament
VERSION = 2


def book_cover(story: Story, title: str = "") -> bytes:
    """A JPEG, the same bytes for the same story on the same machine. Wants `author` joined."""
    uploaded = large_cover(story.cover.name or "")
    return uploaded or draw_cover(story.pk, title or story.title, story.author.name, story.direction, story.language)


def draw_cover(story_id: int, title: str, pen_name: str, direction: str, language: str) -> bytes:
    cloth, art = cloth_of(story_id, title)
    image = Image.new("RGB", (WIDTH, HEIGHT), cloth.cloth)
    rule = _words(image, title, pen_name, cloth, direction, language)
    ornament = draw_ornament(art, cloth.art, cloth.cloth)
    height = min(ornament.height, HEIGHT - rule - AIR)
    ornament = ornament.resize((ornament.width * height // ornament.height, height), Image.Resampling.LANCZOS)
    image.paste(ornament, (WIDTH - ornament.width, HEIGHT - ornament.height))
    image.paste("#000", (0, 0, 6, HEIGHT), Image.new("L", (6, HEIGHT), 40))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()


def _words(image: Image.Image, title: str, pen_name: str, cloth: Cloth, direction: str, language: str) -> int:
    """Says how far down they go: the ornament stands below them."""
    pen, how = ImageDraw.Draw(image), shaping("rtl" if direction == "rtl" else "ltr", language)
    edge, side = (WIDTH - MARGIN, "r") if direction == "rtl" else (MARGIN, "l")
    room = WIDTH - 2 * MARGIN
    top, reached = 150, 150
    title, pen_name = settable(title), settable(pen_name)
    if title:
        for size in SIZES:
            font = font_for(title, size)
            lines, broke = broken_lines(title, font, room)
            step = round(size * LEADING)
            if (not broke or size == SIZES[-1]) and len(lines) * step <= TITLE_HEIGHT:
                break
        for number, line in enumerate(lines[: TITLE_HEIGHT // step]):
            pen.text((edge, top + number * step), line, font=font, fill=cloth.foil, anchor=side + "a", **how)
            reached = top + (number + 1) * step
    if pen_name:
        font = font_for(pen_name, 28)
        shown = shortened_to(room, pen_name, font)
        pen.text((edge, 84), shown, font=font, fill=cloth.foil, anchor=side + "a", **how)
    pen.line((MARGIN, reached + 26, WIDTH - MARGIN, reached + 26), fill=cloth.art, width=2)
    return reached + 26
