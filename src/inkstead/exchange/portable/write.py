"""Write the archive: streamed into a file, a text at a time, with the list of hashes and its signature at the end."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.discussion.models import Comment
from inkstead.exchange.formats.epub.write import write_epub
from inkstead.exchange.leaving import book_of, readable
from inkstead.exchange.portable import Kept, layout, sections
from inkstead.exchange.portable.layout import part_folder, story_folder
from inkstead.exchange.portable.signing import public_key, sign
from inkstead.exchange.portable.voice import SAID
from inkstead.exchange.portable.workshop import margin_notes, suggestions
from inkstead.lib import keeping
from inkstead.stories.covers import large_cover
from inkstead.stories.images import FOLDER, image_at
from inkstead.stories.models import Part, Revision, Series, Story

Progress = Callable[[int, int], None]
BEGINNING = (1980, 1, 1, 0, 0, 0)


def write_archive(pen_name: PenName, path: Path, *, progress: Progress | None = None) -> None:
    """Of this name alone: nothing in it tells that its person has others."""
    stories = list(Story.objects.filter(author=pen_name).select_related("author", "counts").order_by("pk"))
    of = Revision.objects.filter(part__story__in=stories).count() + len(stories)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        writing = Writing(archive, of, progress)
        writing.readme(layout.TEXT, SAID, name=pen_name.name)
        writing.json(layout.ABOUT, _about(pen_name))
        for one in SAID:
            writing.rows(one.name, one.rows(pen_name))
        for story in stories:
            _story(writing, story)
            writing.step()
        writing.manifest(layout.FORMAT, pen_name=pen_name.name)


class Writing:
    def __init__(self, archive: zipfile.ZipFile, of: int, progress: Progress | None) -> None:
        self.archive, self.of, self.done, self.progress = archive, of, 0, progress
        self.files: list[dict[str, Any]] = []

    def step(self) -> None:
        self.done += 1
        if self.progress is not None:
            self.progress(min(self.done, self.of), self.of)

    def pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.archive.open(_entry(name), "w", force_zip64=True) as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(piece)
        self.files.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})

    def bytes(self, name: str, data: bytes) -> None:
        self.pieces(name, [data])

    def text(self, name: str, text: str) -> None:
        self.bytes(name, text.encode())

    def json(self, name: str, told: Any) -> None:
        self.text(name, json.dumps(told, ensure_ascii=False, indent=1, default=_moment) + "\n")

    def rows(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        """A list, one row at a time: somebody may have read a hundred thousand parts."""
        self.pieces(name, _pieces(rows))

    def readme(self, text: str, files: Iterable[Kept[Any]], **told: str) -> None:
        more = layout.listed((one.name, one.says) for one in files)
        self.text(layout.README, text.format(site=settings.BASE_URL, more=more, signed=layout.SIGNED, **told))

    def manifest(self, form: str, **of: str) -> None:
        told = {
            "format": form,
            "version": layout.VERSION,
            "site": {"name": settings.SITE_NAME, "address": settings.BASE_URL},
            **of,
            "made_at": timezone.now(),
            "key": public_key(),
            "files": self.files,
        }
        data = (json.dumps(told, ensure_ascii=False, indent=1, default=_moment) + "\n").encode()
        self.archive.writestr(_entry(layout.MANIFEST), data)
        self.archive.writestr(_entry(layout.SIGNATURE), sign(data))


def _about(pen_name: PenName) -> dict[str, Any]:
    series = Series.objects.filter(author=pen_name).prefetch_related("entries").order_by("pk")
    return {
        "name": pen_name.name,
        "slug": pen_name.slug,
        "bio": pen_name.bio,
        "since": pen_name.created_at,
        "series": [
            {
                "id": one.pk,
                "title": one.title,
                "summary": one.summary,
                "stories": [entry.story_id for entry in one.entries.all()],
            }
            for one in series
        ],
    }


def _story(writing: Writing, story: Story) -> None:
    folder = story_folder(story.pk)
    parts = list(story.parts.select_related("volume").defer("head", "live").order_by("position", "pk"))
    told = _told(story) | {"parts": [_part(part) for part in parts]}
    writing.json(f"{folder}/story.json", told)
    cover = large_cover(story.cover.name or "")
    if cover:
        writing.bytes(f"{folder}/cover.jpg", cover)
    for part in parts:
        _texts(writing, story.pk, part)
    for name in keeping.names_in(f"{FOLDER}/{story.pk}"):
        data = image_at(f"/files/{name}")
        if data is not None:
            writing.bytes(f"{folder}/images/{name.rpartition('/')[2]}", data)
    writing.json(f"{folder}/comments.json", list(_comments(story)))
    writing.json(f"{folder}/margin-notes.json", list(margin_notes(story)))
    writing.json(f"{folder}/suggestions.json", list(suggestions(story)))
    readers = book_of(story, readable(story))
    if readers.parts:
        writing.bytes(f"{folder}/book.epub", write_epub(readers))
    for section in sections():
        for name, pieces in section(story):
            writing.pieces(f"{folder}/{name}", pieces)


def _told(story: Story) -> dict[str, Any]:
    plain = ("title", "summary", "language", "status", "rating", "warnings", "visibility", "returns_on")
    switches = ("downloads", "full_feeds", "ai_crawlers")
    return {
        "id": story.pk,
        "address": settings.BASE_URL + story.get_absolute_url(),
        **{name: getattr(story, name) for name in (*plain, *switches)},
        "standing_before": story.standing_before,
        "standing_after": story.standing_after,
        "show_elsewhere_counts": story.show_elsewhere_counts,
        "tags": list(story.tags.order_by("storytag__position").values_list("name", flat=True)),
        "created_at": story.created_at,
        "in_bin": story.binned_at is not None,
        "followers": story.counts.followers,
        "reads": story.counts.reads,
        "votes": story.counts.votes,
        "comments": story.counts.comments,
        "with": [
            {"name": name, "role": role}
            for name, role in story.contributors.order_by("pk").values_list("pen_name__name", "role")
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    plain = ("title", "position", "state", "visibility", "rating", "warnings", "notes_before", "notes_after")
    moments = ("publish_at", "opens_at", "published_at", "revised_at", "created_at")
    numbers = dict(part.revisions.filter(pk__in=[part.head_id, part.live_id]).values_list("pk", "number"))
    return {
        "id": part.pk,
        "address": settings.BASE_URL + part.get_absolute_url(),
        **{name: getattr(part, name) for name in (*plain, *moments, "elsewhere")},
        "volume": part.volume.title if part.volume else "",
        "in_bin": part.binned_at is not None,
        "newest": numbers.get(part.head_id or 0),
        "shown": numbers.get(part.live_id or 0),
        "waiting": part.waiting,
    }


def _texts(writing: Writing, story_id: int, part: Part) -> None:
    folder, told = part_folder(story_id, part.pk), []
    revisions = part.revisions.select_related("by", "packed_on").order_by("number")
    for revision in revisions.iterator(chunk_size=50):
        writing.text(f"{folder}/{revision.number}.html", revision.html)
        told.append(
            {
                "number": revision.number,
                "follows": revision.follows,
                "at": revision.created_at,
                "by": revision.by.name if revision.by else "",
                "name": revision.name,
                "words": revision.words,
                "aside": revision.aside,
                "by_itself": revision.by_itself,
            }
        )
        writing.step()
    writing.json(f"{folder}/revisions.json", told)


def _comments(story: Story) -> Iterator[dict[str, Any]]:
    rows = Comment.objects.visible().filter(part__story=story).select_related("author").order_by("pk")
    for row in rows.iterator(chunk_size=500):
        yield {
            "id": row.pk,
            "part": row.part_id,
            "answers": row.parent_id,
            "block": row.block,
            "quote": row.quote,
            "by": row.author.name if row.author else row.guest_name,
            "body": row.body,
            "at": row.created_at,
            "edited_at": row.edited_at,
        }


def _pieces(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    before = "[\n"
    for row in rows:
        yield (before + json.dumps(row, ensure_ascii=False, default=_moment)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    return entry


def _moment(value: object) -> str:
    assert hasattr(value, "isoformat"), value
    return str(value.isoformat())
