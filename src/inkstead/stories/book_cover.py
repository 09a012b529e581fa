"""The cover that goes with a book: the uploaded one, or one drawn in the story's own cloth with its title on it."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from inkstead.stories.covers import large_cover
from inkstead.stories.models import Story
from inkstead.stories.share_image.drawing import Cloth, broken_lines, cloth_of, shaping, shortened_to
from inkstead.stories.share_image.fonts import can_set, font_for
from inkstead.stories.share_image.ornaments import draw_ornament

WIDTH, HEIGHT, MARGIN = 600, 900, 56
TITLE_HEIGHT = 330
SIZES = (64, 56, 48, 42, 36, 30, 26)
LEADING = 1.18
VERSION = 1


def book_cover(story: Story, title: str = "") -> bytes:
    """A JPEG, the same bytes for the same story on the same machine. Wants `author` joined."""
    uploaded = large_cover(story.cover.name or "")
    return uploaded or draw_cover(story.pk, title or story.title, story.author.name, story.direction, story.language)


def draw_cover(story_id: int, title: str, pen_name: str, direction: str, language: str) -> bytes:
    cloth, art = cloth_of(story_id, title)
    image = Image.new("RGB", (WIDTH, HEIGHT), cloth.cloth)
    ornament = draw_ornament(art, cloth.art, cloth.cloth)
    image.paste(ornament, (WIDTH - ornament.width, HEIGHT - ornament.height))
    _words(image, title, pen_name, cloth, direction, language)
    image.paste("#000", (0, 0, 6, HEIGHT), Image.new("L", (6, HEIGHT), 40))
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=85, optimize=True)
    return kept.getvalue()


def _words(image: Image.Image, title: str, pen_name: str, cloth: Cloth, direction: str, language: str) -> None:
    pen, how = ImageDraw.Draw(image), shaping("rtl" if direction == "rtl" else "ltr", language)
    edge, side = (WIDTH - MARGIN, "r") if direction == "rtl" else (MARGIN, "l")
    room = WIDTH - 2 * MARGIN
    top, reached = 150, 150
    if can_set(title):  # boxes in place of letters help nobody
        for size in SIZES:
            font = font_for(title, size)
            lines, broke = broken_lines(title, font, room)
            step = round(size * LEADING)
            if (not broke or size == SIZES[-1]) and len(lines) * step <= TITLE_HEIGHT:
                break
        for number, line in enumerate(lines[: TITLE_HEIGHT // step]):
            pen.text((edge, top + number * step), line, font=font, fill=cloth.foil, anchor=side + "a", **how)
            reached = top + (number + 1) * step
    if can_set(pen_name):
        font = font_for(pen_name, 28)
        shown = shortened_to(room, pen_name, font)
        pen.text((edge, 84), shown, font=font, fill=cloth.foil, anchor=side + "a", **how)
    pen.line((MARGIN, reached + 26, WIDTH - MARGIN, reached + 26), fill=cloth.art, width=2)
