"""Pictures that people bring: judged, decoded within bounds and made anew, all of it in a cage.

Nothing of the file that came in is ever served: not its metadata, nor what might hide behind its last pixel.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from typing import Any, BinaryIO

from inkstead.lib.cage import Answer, Cage
from inkstead.lib.pictures.rules import (
    AT_ONCE,
    BYTES,
    DAMAGED,
    MEMORY,
    SECONDS,
    TOO_MUCH,
    Size,
    refuse_too_many_bytes,
    wrong,
)
from inkstead.lib.refusals import Refused

__all__ = ["BYTES", "Size", "cut_to", "made_anew"]

CAGE = Cage(
    "inkstead.lib.pictures.tasks",
    too_much=TOO_MUCH,
    damaged=DAMAGED,
    memory=MEMORY,
    seconds=SECONDS,
    seconds_per_mb=0,
)
_TURN = threading.BoundedSemaphore(AT_ONCE)
BEGINS = {"avif": b"ftypavif", "webp": b"WEBP", "jpg": b"\xff\xd8\xff"}
AT = {"avif": 4, "webp": 8, "jpg": 0}

Cut = dict[Size, dict[str, bytes]]


def cut_to(file: BinaryIO, sizes: Sequence[Size], *, least: Size) -> Cut:
    """The middle of a picture in each of these sizes, which have one shape, as files by suffix: avif, webp, jpg.

    Never made larger: of a small picture the largest size holds what there is. Raises `Refused` with a sentence for
    everything that is no picture, too large, too small or damaged; the first two without decoding a pixel.
    """
    told = _asked("cut", _bytes(file), sizes=[_pair(size) for size in sizes], least=_pair(least))
    return {
        size: {suffix: _file(told, f"{number}.{suffix}", suffix) for suffix in BEGINS}
        for number, size in enumerate(sizes)
    }


def made_anew(file: BinaryIO, *, longest: int) -> tuple[bytes, Size]:
    """A whole picture as a JPEG, the only kind that every page and every e-book shows; made smaller where a side is
    longer. Refuses like `cut_to`."""
    told = _asked("anew", _bytes(file), longest=longest)
    width, height = (int(side) for side in told.told["size"])
    return _file(told, "picture", "jpg"), Size(width, height)


def _asked(task: str, data: bytes, **order: Any) -> Answer:
    with _TURN:
        try:
            return CAGE.ask(task, data, name="a picture", **order)
        except Refused as refused:
            if refused.code in ("too_heavy", "damaged"):
                raise wrong(TOO_MUCH if refused.code == "too_heavy" else DAMAGED) from refused
            raise


def _bytes(file: BinaryIO) -> bytes:
    """What is too large is not even read."""
    refuse_too_many_bytes(file.seek(0, io.SEEK_END))
    file.seek(0)
    return file.read()


def _file(answer: Answer, name: str, suffix: str) -> bytes:
    """What the cage says is a claim: what is no picture of this kind is not kept, whatever it was called."""
    content = answer.files.get(name, b"")
    if not content.startswith(BEGINS[suffix], AT[suffix]):
        raise wrong(DAMAGED)
    return content


def _pair(size: Size) -> list[int]:
    return [size.width, size.height]
