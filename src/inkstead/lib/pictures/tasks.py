"""What the cage of the pictures can do."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from inkstead.lib.cage.inside import Tasks
from inkstead.lib.pictures.decoding import cut_to, know_every_kind, made_anew
from inkstead.lib.pictures.rules import Size

Told = tuple[dict[str, Any], dict[str, bytes]]


def _cut(order: Mapping[str, Any], data: bytes) -> Told:
    sizes = [Size(*pair) for pair in order["sizes"]]
    made = cut_to(io.BytesIO(data), sizes, least=Size(*order["least"]))
    return {}, {f"{sizes.index(size)}.{suffix}": file for size, files in made.items() for suffix, file in files.items()}


def _anew(order: Mapping[str, Any], data: bytes) -> Told:
    made, size = made_anew(io.BytesIO(data), longest=order["longest"])
    return {"size": [size.width, size.height]}, {"picture": made}


TASKS: Tasks = {"cut": _cut, "anew": _anew}

know_every_kind()
