"""Pictures in texts: a folder for each story, which goes when the story goes.

A file's name is made from the picture with a key of this site, so the same picture is kept once however often it is
brought in, and nobody who has it can find out which stories hold it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac

FOLDER = "images"
TYPE = "image/jpeg"
NAME = re.compile(r"[0-9a-f]{40}\.jpg")
ADDRESS = re.compile(r"/files/images/(\d{1,18})/([0-9a-f]{40}\.jpg)")


def keep_images(story_id: int, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """By the same keys the addresses under which they are served now. Harmless to repeat."""
    return {key: _keep(story_id, data) for key, data in pictures.items()}


def _keep(story_id: int, data: bytes) -> str:
    name = salted_hmac(f"inkstead.images.{story_id}", data.hex(), algorithm="sha256").hexdigest()[:40] + ".jpg"
    path = f"{FOLDER}/{story_id}/{name}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return f"/files/images/{story_id}/{name}"


def read_image(story_id: int, name: str) -> bytes | None:
    """Of a name as addresses have it; None where there is no such file."""
    if NAME.fullmatch(name) is None:
        return None
    try:
        with default_storage.open(f"{FOLDER}/{story_id}/{name}") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def image_at(address: str) -> bytes | None:
    """The picture behind the `src` of a stored text."""
    found = ADDRESS.fullmatch(address)
    return read_image(int(found[1]), found[2]) if found else None


def forget_images(story_id: int) -> None:
    """Harmless to repeat."""
    folder = f"{FOLDER}/{story_id}"
    if not default_storage.exists(folder):
        return
    for name in default_storage.listdir(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)
