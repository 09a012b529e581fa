"""Pictures in texts: a folder for each story, which goes when the story goes.

A file's name is made from the picture with a key of this site, so the same picture is kept once however often it is
brought in, and nobody who has it can find out which stories hold it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.crypto import salted_hmac

from inkstead.lib import keeping

FOLDER = "images"
TYPE = "image/jpeg"
NAME = re.compile(r"[0-9a-f]{40}\.jpg")
GRACE = timedelta(days=14)  # before a picture that no text shows is forgotten
ADDRESS = re.compile(r"/files/images/(\d{1,18})/([0-9a-f]{40}\.jpg)")


def keep_images(story_id: int, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """By the same keys the addresses under which they are served now. Harmless to repeat."""
    return {key: _keep(story_id, data) for key, data in pictures.items()}


def _keep(story_id: int, data: bytes) -> str:
    name = salted_hmac(f"inkstead.images.{story_id}", data.hex(), algorithm="sha256").hexdigest()[:40] + ".jpg"
    path = f"{FOLDER}/{story_id}/{name}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    elif _lies_there_for(path, GRACE / 2):  # by a text that is about to be kept: it must not be swept away meanwhile
        keeping.keep_bytes(path, data)
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
    for name in keeping.names_in(folder):
        keeping.forget(name)
    keeping.forget(folder)  # a bucket has no folders, and does not mind


# What other apps keep of a story's texts, in which its pictures may stand.
Texts = Callable[[int], Iterable[str]]
_kept_texts: list[Texts] = []


def keeps_texts(function: Texts) -> Texts:
    """Registers texts of a story, as HTML, that another app keeps: no picture in them is swept away."""
    _kept_texts.append(function)
    return function


def texts_elsewhere(story_id: int) -> Iterator[str]:
    for texts in _kept_texts:
        yield from texts(story_id)


def stories_with_images() -> list[int]:
    folders = (name.rpartition("/")[2] for name in keeping.folders_in(FOLDER))
    return [int(name) for name in folders if name.isdecimal()]


def old_images(story_id: int) -> set[str]:
    """Names of those that were kept before the time of grace."""
    names = keeping.names_in(f"{FOLDER}/{story_id}")
    return {name.rpartition("/")[2] for name in names if _lies_there_for(name, GRACE)}


def forget_image(story_id: int, name: str) -> None:
    """Harmless to repeat."""
    keeping.forget(f"{FOLDER}/{story_id}/{name}")


def _lies_there_for(name: str, time: timedelta) -> bool:
    return default_storage.get_modified_time(name) < timezone.now() - time
