"""One quiet figure per story, drawn at twice the size and reduced, so that its edges are smooth."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 400, 630
TWICE = 2
Pen = ImageDraw.ImageDraw


def draw_ornament(number: int, colour: str, ground: str) -> Image.Image:
    image = Image.new("RGB", (WIDTH * TWICE, HEIGHT * TWICE), ground)
    ORNAMENTS[number % len(ORNAMENTS)](ImageDraw.Draw(image), colour)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def rings(pen: Pen, colour: str) -> None:
    for radius in range(90, 760, 110):
        _circle(pen, 560, 1260, radius, outline=colour, width=12)


def sun(pen: Pen, colour: str) -> None:
    _circle(pen, 500, 640, 170, fill=colour)
    _circle(pen, 500, 640, 215, outline=colour, width=5)
    _circle(pen, 500, 640, 235, outline=colour, width=2)


def moon(pen: Pen, colour: str) -> None:
    ground = pen._image.getpixel((0, 0))
    _circle(pen, 500, 560, 210, fill=colour)
    _circle(pen, 590, 500, 190, fill=ground)
    for x, y, radius in ((600, 470, 14), (690, 620, 8), (560, 330, 7), (330, 900, 6), (660, 960, 10)):
        _circle(pen, x, y, radius, fill=colour)


def hills(pen: Pen, colour: str) -> None:
    for left, height, width in ((60, 560, 4), (330, 380, 6), (560, 230, 10)):
        for line in range(0, height, 40):
            pen.arc(
                (left + line, 1260 - height + line, left + 2 * height - line, 1260 + height - line),
                180,
                360,
                fill=colour,
                width=width,
            )


def frame(pen: Pen, colour: str) -> None:
    pen.rectangle((120, 150, 690, 1110), outline=colour, width=8)
    pen.rectangle((146, 176, 664, 1084), outline=colour, width=3)
    pen.polygon([(405, 540), (460, 630), (405, 720), (350, 630)], fill=colour)


def stars(pen: Pen, colour: str) -> None:
    points = ((150, 880), (300, 560), (430, 720), (560, 380), (690, 470), (500, 960), (700, 900))
    pen.line([*points[:5]], fill=colour, width=4)
    pen.line([points[2], points[5], points[6]], fill=colour, width=4)
    for (x, y), radius in zip(points, (14, 20, 14, 24, 13, 14, 19), strict=True):
        _circle(pen, x, y, radius, fill=colour)


def window(pen: Pen, colour: str) -> None:
    for inset, width in ((0, 10), (40, 4)):
        left, right = 240 + inset, 660 - inset
        pen.arc((left, 260 + inset, right, 680 - inset), 180, 360, fill=colour, width=width)
        pen.line([(left, 470), (left, 1260)], fill=colour, width=width)
        pen.line([(right, 470), (right, 1260)], fill=colour, width=width)
    for y in (470, 760, 1050):
        pen.line([(280, y), (620, y)], fill=colour, width=4)
    pen.line([(450, 300), (450, 1260)], fill=colour, width=4)


def bands(pen: Pen, colour: str) -> None:
    for left, right in ((420, 432), (460, 620), (648, 660), (700, 712)):
        pen.rectangle((left, 0, right, 1260), fill=colour)


ORNAMENTS: tuple[Callable[[Pen, str], None], ...] = (frame, sun, hills, rings, bands, moon, window, stars)


def _circle(pen: Pen, x: int, y: int, radius: int, **how: object) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), **how)  # type: ignore[arg-type]
