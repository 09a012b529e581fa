"""A manuscript as the cage tells it: its pictures come beside it, as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from inkstead.lib.prose.elsewhere import Elsewhere
from inkstead.lib.prose.manuscript import COVER, About, Manuscript, ManuscriptPart

BESIDE = ("images", "cover")


def manuscript_told(manuscript: Manuscript) -> dict[str, Any]:
    told = {field.name: getattr(manuscript, field.name) for field in fields(manuscript) if field.name not in BESIDE}
    told["parts"] = [asdict(part) for part in manuscript.parts]
    told["about"] = asdict(manuscript.about)
    return told


def pictures_of(manuscript: Manuscript) -> dict[str, bytes]:
    return dict(manuscript.images) | ({COVER: manuscript.cover} if manuscript.cover else {})


def manuscript_heard(told: Mapping[str, Any], files: Mapping[str, bytes]) -> Manuscript:
    """Whatever the cage says is a claim: text is text here, and is cleaned again before it is kept."""
    images = {name: data for name, data in files.items() if name != COVER}
    cover = files.get(COVER, b"")
    parts = tuple(_part(part) for part in told["parts"])
    title, language, author = (str(told[name]) for name in ("title", "language", "author"))
    warnings = tuple(str(warning) for warning in told["warnings"])
    return Manuscript(
        title, parts, language, author, warnings, int(told["words"]), _about(told["about"]), images, cover
    )


def _part(told: dict[str, Any]) -> ManuscriptPart:
    found = told["elsewhere"]
    elsewhere = Elsewhere(**found) if found else None
    names = ("title", "html", "volume", "notes_before", "notes_after")
    return ManuscriptPart(elsewhere=elsewhere, **{name: str(told[name]) for name in names})


def _about(told: dict[str, Any]) -> About:
    tags, warnings = (tuple(str(item) for item in told[name]) for name in ("tags", "warnings"))
    return About(str(told["summary"]), tags, str(told["rating"]), warnings, str(told["status"]))
