"""The demo stories as they lie in `library/`: a `story.toml` and a Markdown file for each part."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class DemoComment:
    by: str
    days_ago: float
    body: str
    on: str  # the beginning of the paragraph it is about
    replies: Sequence[DemoComment]


@dataclass(frozen=True, slots=True)
class DemoPart:
    title: str
    text: str
    volume: str
    days_ago: float
    notes_before: str
    notes_after: str
    reads: int
    votes: int
    comments: Sequence[DemoComment]


@dataclass(frozen=True, slots=True)
class DemoStory:
    author: str
    author_bio: str
    about: dict[str, Any]  # fields of `create_story`
    parts: Sequence[DemoPart]
    company: dict[str, Any]  # see `company.load_company`
    folder: Path
    plan: dict[str, Any]  # zone, weekdays, at, and the queue: each a title and a file
    announcement: dict[str, Any]


def demo_stories() -> list[DemoStory]:
    return [_story(folder) for folder in sorted(LIBRARY.iterdir()) if (folder / "story.toml").exists()]


def _story(folder: Path) -> DemoStory:
    told = tomllib.loads((folder / "story.toml").read_text(encoding="utf-8"))
    fields = ("title", "language", "summary", "status", "rating", "warnings", "tags")
    return DemoStory(
        author=told["author"],
        author_bio=told["author_bio"],
        about={field: told[field] for field in fields},
        parts=[_part(folder, part) for part in told["parts"]],
        company=told,
        folder=folder,
        plan=told.get("plan", {}),
        announcement=told.get("announcement", {}),
    )


def _part(folder: Path, told: dict[str, Any]) -> DemoPart:
    return DemoPart(
        title=told["title"],
        text=(folder / told["file"]).read_text(encoding="utf-8"),
        volume=told.get("volume", ""),
        days_ago=float(told["days_ago"]),
        notes_before=told.get("notes_before", ""),
        notes_after=told.get("notes_after", ""),
        reads=int(told["reads"]),
        votes=int(told["votes"]),
        comments=[_comment(comment) for comment in told.get("comments", ())],
    )


def _comment(told: dict[str, Any]) -> DemoComment:
    return DemoComment(
        by=told["by"],
        days_ago=float(told["days_ago"]),
        body=told["body"],
        on=told.get("on", ""),
        replies=[_comment(reply) for reply in told.get("replies", ())],
    )
