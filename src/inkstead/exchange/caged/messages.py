"""A manuscript as the cage tells it: its pictures come beside it, as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from inkstead.lib.prose.elsewhere import Elsewhere
from inkstead.lib.prose.manuscript import About, Manuscript, ManuscriptPart

BESIDE = "images"


def manuscript_told(manuscript: Manuscript) -> dict[str, Any]:
    told = {field.name: getattr(manuscript, field.name) for field in fields(manuscript) if field.name != BESIDE}
    told["parts"] = [asdict(part) for part in manuscript.parts]
    told["about"] = asdict(manuscript.about)
    return told


def manuscript_heard(told: Mapping[str, Any], images: Mapping[str, bytes]) -> Manuscript:
    """Whatever the cage says is a claim: text is text here, and is cleaned again before it is kept."""
    parts = tuple(_part(part) for part in told["parts"])
    title, language, author = (str(told[name]) for name in ("title", "language", "author"))
    warnings = tuple(str(warning) for warning in told["warnings"])
    return Manuscript(title, parts, language, author, warnings, int(told["words"]), _about(told["about"]), images)


def _part(told: dict[str, Any]) -> ManuscriptPart:
    found = told["elsewhere"]
    elsewhere = Elsewhere(**found) if found else None
    names = ("title", "html", "volume", "notes_before", "notes_after")
    return ManuscriptPart(elsewhere=elsewhere, **{name: str(told[name]) for name in names})


def _about(told: dict[str, Any]) -> About:
    tags, warnings = (tuple(str(item) for item in told[name]) for name in ("tags", "warnings"))
    return About(str(told["summary"]), tags, str(told["rating"]), warnings, str(told["status"]))
