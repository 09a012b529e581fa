"""Take a writer's archive in: their stories with every state of every text, what was said about them, their series."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.exchange.models import Origin
from inkstead.exchange.portable.layout import ABOUT, part_folder, story_folder
from inkstead.exchange.portable.read import PortableArchive, moment
from inkstead.exchange.portable.signing import public_key
from inkstead.exchange.portable.workshop_in import notes_in, suggestions_in
from inkstead.exchange.restoring import OldComment, OldPart, OldStory, OldText, restore_story, standing
from inkstead.exchange.sources import shown
from inkstead.lib.pictures import made_anew
from inkstead.lib.prose import EDITOR, Prose, read_prose
from inkstead.lib.refusals import OutOfReach, Refused
from inkstead.stories import rules
from inkstead.stories.actions import NewPart, set_cover
from inkstead.stories.actions.series import create_series
from inkstead.stories.covers import prepare_cover
from inkstead.stories.models import Rating, Status, Story, Visibility

Progress = Callable[[int, int], None]
IMAGES, LONGEST = 2_000, 1_600  # of one story; pixels of a side
TEXTS = 2_000  # states of one part
PLAIN = ("summary", "language", "standing_before", "standing_after")


@dataclass(slots=True)
class BroughtIn:
    host: str
    key: str
    stories: list[Story] = field(default_factory=list)
    added: int = 0
    warnings: list[str] = field(default_factory=list)


def bring_in_archive(
    archive: PortableArchive, *, author: PenName, by: User, publish: bool = False, progress: Progress | None = None
) -> BroughtIn:
    """Doing it again changes nothing: what stands here already under its old number is left as it is."""
    rules.must_write_as(by, author)
    archive.check()
    done = BroughtIn(archive.told.host, archive.told.key)
    done.warnings += [f"“{name}” is not in the signed list and was left out." for name in archive.unlisted[:5]]
    if done.host == urlsplit(settings.BASE_URL).netloc.lower() and done.key != public_key():
        done.warnings.append("It says that it is of this site, but was signed with another key than this site has now.")
    numbers = _stories(archive)
    known = standing(done.host, map(str, numbers), author)
    for count, number in enumerate(numbers, start=1):
        if str(number) in known:
            done.stories.append(Story.objects.get(pk=known[str(number)]))
        else:
            done.stories.append(_story(archive, number, done, author, by, publish))
            done.added += 1
        if progress is not None:
            progress(count, len(numbers))
    _series(archive, done, author, by)
    if done.added < len(numbers):
        done.warnings.append(f"{len(numbers) - done.added} of {len(numbers)} stories stood here already.")
    if not numbers:
        done.warnings.append("There is no story in this archive.")
    return done


def _stories(archive: PortableArchive) -> list[int]:
    found = (name.split("/") for name in archive.names)
    return sorted(
        int(path[1])
        for path in found
        if len(path) == 3 and path[0] == "stories" and path[2] == "story.json" and _is_id(path[1])
    )


def _story(archive: PortableArchive, number: int, done: BroughtIn, author: PenName, by: User, publish: bool) -> Story:
    folder = story_folder(number)
    told = archive.mapping(f"{folder}/story.json")
    comments = _comments(archive.rows(f"{folder}/comments.json"), author, done.host)
    notes, suggestions = notes_in(archive, folder, done.warnings), suggestions_in(archive, folder, done.warnings)
    parts = []
    for row in _rows(told.get("parts")):
        if not _is_id(str(row.get("id"))):
            continue
        part = _part(archive, number, row, comments.get(str(row["id"]), ()), publish, done.warnings)
        if part is not None:
            part.notes, part.suggestions = notes.get(part.id, ()), suggestions.get(part.id, ())
            parts.append(part)
    _told_of_others(told, done.warnings)
    old = OldStory(
        id=str(number),
        title=str(told.get("title", "")),
        fields=_fields(told),
        tags=[str(tag) for tag in told.get("tags") or ()],
        created_at=moment(told.get("created_at")),
        parts=parts,
        images=_images(archive, number, done.warnings),
        name=archive.told.pen_name,
    )
    story = restore_story(old, site=done.host, author=author, by=by)
    _cover(archive, f"{folder}/cover.jpg", story, by, done.warnings)
    return story


def _told_of_others(told: Mapping[str, Any], warnings: list[str]) -> None:
    names = ", ".join(sorted({shown(str(row.get("name") or ""), 60) for row in _rows(told.get("with"))} - {""}))
    if names:
        warnings.append(f"“{told.get('title', '')}”: {names} worked on it there. Invite them here to work on it again.")


def _fields(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the archive says of a story, as our own actions check it; what they do not know becomes what is usual."""
    fields: dict[str, Any] = {name: str(told[name]) for name in PLAIN if told.get(name)}
    for name, choices, usual in (
        ("status", Status, Status.ONGOING),
        ("rating", Rating, Rating.EVERYONE),
        ("visibility", Visibility, Visibility.PRIVATE),
    ):
        fields[name] = told.get(name) if told.get(name) in choices.values else usual
    fields["warnings"] = [str(warning) for warning in told.get("warnings") or ()]
    fields["downloads"] = told.get("downloads") is not False
    fields["full_feeds"] = told.get("full_feeds") is not False
    fields["ai_crawlers"] = told.get("ai_crawlers") is True
    fields["show_elsewhere_counts"] = told.get("show_elsewhere_counts") is not False
    if told.get("in_bin"):
        fields["visibility"] = Visibility.PRIVATE
    return fields


def _part(
    archive: PortableArchive,
    story: int,
    told: Mapping[str, Any],
    comments: Sequence[OldComment],
    publish: bool,
    warnings: list[str],
) -> OldPart | None:
    title, folder = str(told.get("title", "")), part_folder(story, int(told["id"]))
    states = archive.rows(f"{folder}/revisions.json")
    newest = told.get("newest")
    if not _is_number(newest) or newest not in [row.get("number") for row in states]:
        warnings.append(f"“{title}” has no text and was left out.")
        return None
    if len(states) > TEXTS:
        raise Refused(f"“{title}” has more than {TEXTS:,} states of its text.", code="too_many")
    is_shown = told.get("state") == "published" and not told.get("in_bin")
    shown = told.get("shown") if is_shown else None
    new = NewPart(
        title,
        _prose(archive, folder, newest),
        volume=str(told.get("volume") or ""),
        notes_before=str(told.get("notes_before") or ""),
        notes_after=str(told.get("notes_after") or ""),
        visibility=told["visibility"] if told.get("visibility") in Visibility.values else Visibility.PRIVATE,
        elsewhere=told["elsewhere"] if isinstance(told.get("elsewhere"), dict) else None,
        rating=told["rating"] if told.get("rating") in Rating.values else "",
        warnings=[str(warning) for warning in told.get("warnings") or ()],
    )
    if told.get("state") == "scheduled":
        warnings.append(f"“{title}” was to be published at a time to come. It is a draft here.")
    head = next(row for row in states if row.get("number") == newest)
    others = [row for row in states if _is_number(row.get("number")) and row["number"] != newest]
    return OldPart(
        id=str(told["id"]),
        new=new,
        created_at=moment(told.get("created_at")),
        published_at=moment(told.get("published_at")) if publish and is_shown else None,
        revised_at=moment(told.get("revised_at")),
        number=newest,
        saved_at=moment(head.get("at")),
        newest_name=str(head.get("name") or ""),
        shown=shown if _is_number(shown) else None,
        texts=[
            OldText(
                row["number"],
                _prose(archive, folder, row["number"]),
                moment(row.get("at")),
                str(row.get("name") or ""),
                bool(row.get("aside")),
            )
            for row in others
        ],
        comments=comments,
    )


def _prose(archive: PortableArchive, folder: str, number: int) -> Prose:
    """Cleaned again like anything that was typed; paragraphs keep their ids, so that comments find them."""
    return read_prose(archive.text(f"{folder}/{number}.html"), EDITOR)


def _comments(rows: Sequence[Mapping[str, Any]], author: PenName, host: str) -> dict[str, list[OldComment]]:
    """By part. Only the author's own are anybody's here: a name from elsewhere may be somebody else's in this place."""
    found: dict[str, list[OldComment]] = {}
    for row in rows:
        at, name = moment(row.get("at")), str(row.get("by") or "")
        if at is None or not str(row.get("body") or "").strip():
            continue
        told = OldComment(
            id=str(row.get("id")),
            body=str(row["body"])[:10_000],
            at=at,
            name=name,
            pen_name=author if name == author.name else None,
            answers=str(row.get("answers") or ""),
            block=str(row.get("block") or "")[:16],
            quote=str(row.get("quote") or ""),
        )
        found.setdefault(str(row.get("part")), []).append(told)
    return found


def _images(archive: PortableArchive, number: int, warnings: list[str]) -> dict[str, bytes]:
    """Made anew like any picture that comes in: what hides in one stays where it was."""
    found: dict[str, bytes] = {}
    folder = f"{story_folder(number)}/images/"
    for name in archive.names:
        if not name.startswith(folder) or len(found) >= IMAGES:
            continue
        try:
            made, _ = made_anew(io.BytesIO(archive.read(name)), longest=LONGEST)
            found[f"/files/images/{number}/{name.removeprefix(folder)}"] = made
        except Refused as error:
            warnings.append(f"A picture was left out: {error.message}")
    return found


def _cover(archive: PortableArchive, name: str, story: Story, by: User, warnings: list[str]) -> None:
    if name not in archive:
        return
    try:
        set_cover(story, prepare_cover(io.BytesIO(archive.read(name))), by=by)
    except OutOfReach:
        raise
    except Refused as error:
        warnings.append(f"The cover of “{story.title}” was left out: {error.message}")


@transaction.atomic
def _series(archive: PortableArchive, done: BroughtIn, author: PenName, by: User) -> None:
    kind = Origin.Kind
    Origin.objects.get_or_create(site=done.host, kind=kind.PEN_NAME, old_id=archive.told.pen_name[:64], pen_name=author)
    if ABOUT not in archive:
        return
    ours = dict(Origin.objects.filter(site=done.host, kind=kind.STORY, pen_name=author).values_list("old_id", "story"))
    for row in _rows(archive.mapping(ABOUT).get("series")):
        known = {"site": done.host, "kind": kind.SERIES, "old_id": str(row.get("id"))[:64], "pen_name": author}
        stories = [ours[str(one)] for one in row.get("stories") or () if str(one) in ours]
        if Origin.objects.filter(**known).exists() or not stories:
            continue
        title, summary = str(row.get("title") or ""), str(row.get("summary") or "")
        found = Story.objects.in_bulk(stories)
        series = create_series(author, title=title, summary=summary, by=by, stories=[found[pk] for pk in stories])
        Origin.objects.create(**known, series=series)


def _rows(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _is_id(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 19


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and 0 < value < 2**31
