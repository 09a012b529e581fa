"""Share images: one PNG per public story, drawn once per title and kept as a file. A lost file is drawn again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from inkstead.lib.files import write_whole
from inkstead.stories.covers import large_cover
from inkstead.stories.models import Story
from inkstead.stories.share_image.drawing import draw

VERSION = 3  # raise it when the drawing changes


def digest(story: Story) -> str:
    """Of all that the picture shows. Wants `author` joined."""
    shown = (VERSION, story.pk, story.title, story.author.name, story.direction, story.language, story.cover.name)
    return hashlib.blake2b(repr(shown).encode(), digest_size=8).hexdigest()


def share_image(story: Story) -> bytes:
    """From its file, or drawn now and kept; pictures of an earlier title go."""
    path = folder() / f"{story.pk}-{digest(story)}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        cover = large_cover(story.cover.name or "")
        image = draw(story.pk, story.title, story.author.name, story.direction, story.language, cover)
        forget_share_images(story.pk)
        write_whole(path, image)
        return image


def forget_share_images(story_id: int) -> None:
    for path in folder().glob(f"{story_id}-*.png"):
        path.unlink(missing_ok=True)


def folder() -> Path:
    return Path(settings.FILES) / "share"
