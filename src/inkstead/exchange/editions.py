"""Which story a book on somebody's device is, whichever state of it they took."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

from django.db import IntegrityError, transaction

from inkstead.exchange.models import BookName, Edition
from inkstead.stories.models import Story

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

SAMPLE = 1024


def koreader_digest(file: BinaryIO) -> str:
    """KOReader's "binary" way of telling documents apart: MD5 of a kilobyte at 0, 1 K, 4 K, 16 K … 1 G."""
    digest = hashlib.md5(usedforsecurity=False)
    for power in range(-1, 11):
        file.seek(0 if power < 0 else SAMPLE << (2 * power))
        piece = file.read(SAMPLE)
        if not piece:
            break
        digest.update(piece)
    return digest.hexdigest()


def note(story: Story, epub: bytes) -> None:
    """Also the digest of its file name, which is KOReader's other way. Noting the same twice is harmless."""
    named = {name_of(story), own_name_of(story)} - {""}
    names = {koreader_digest(io.BytesIO(epub)), *(_name_digest(f"{name}.epub") for name in named)}
    known = set(Edition.objects.filter(story=story, digest__in=names).values_list("digest", flat=True))
    Edition.objects.bulk_create([Edition(story=story, digest=one) for one in names - known], ignore_conflicts=True)


def story_behind(digest: str, *, reader: Reader) -> Story | None:
    """The story whose book has this digest, among those that this reader may open."""
    stories = Story.objects.visible_to(reader).filter(editions__digest=digest.lower())
    return stories.select_related("author").order_by("pk").first()


def name_of(story: Story) -> str:
    """What its files are called: letters that every device can write, and never another once it was told."""
    kept = BookName.objects.filter(story=story).first()
    if kept is not None:
        return kept.name
    slug = story.slug.strip("-")
    choices = [slug] if slug.isascii() else []
    for name in [*choices, f"{slug}-{story.pk}" if choices else f"story-{story.pk}"]:
        try:
            with transaction.atomic():
                return BookName.objects.get_or_create(story=story, defaults={"name": name})[0].name
        except IntegrityError:  # another story's
            continue
    return f"story-{story.pk}"


def own_name_of(story: Story) -> str:
    """Its title in its own letters, for devices that can write them; empty where `name_of` says it already."""
    slug = story.slug.strip("-")
    return "" if slug.isascii() else f"{slug}-{story.pk}"


def _name_digest(name: str) -> str:
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
