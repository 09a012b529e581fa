"""What somebody keeps as a reader, in a file of its own: it belongs to no pen name, and beside one it would tell which
names are one person's."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from inkstead.accounts.models import Block, User
from inkstead.discussion.models import ParagraphReaction, Reaction, Vote
from inkstead.exchange.portable import Kept, Rows, kept_by_others, layout
from inkstead.exchange.portable.titles import AT_ONCE, address, with_parts, with_stories
from inkstead.exchange.portable.write import Progress, Writing
from inkstead.library.models import (
    Hide,
    HistoryChoice,
    HistoryEntry,
    PenNameFollow,
    Place,
    ReadMark,
    Sharing,
    Shelf,
    ShelfFollow,
    TagFollow,
)
from inkstead.stories.models import Part, Story, StoryFollow


def write_account(user: User, path: Path, *, progress: Progress | None = None) -> None:
    kept = [*KEPT, *kept_by_others()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        writing = Writing(archive, len(kept), progress)
        writing.readme(layout.ACCOUNT_TEXT, kept)
        writing.json(layout.ACCOUNT, _about(user))
        for one in kept:
            writing.rows(one.name, one.rows(user))
            writing.step()
        writing.manifest(layout.ACCOUNT_FORMAT)


def _about(user: User) -> dict[str, Any]:
    return {
        "since": user.created_at,
        "reading": user.preferences,
        "zone": user.zone,
        "adult": user.adult,
        "history_paused_at": HistoryChoice.objects.filter(user=user).values_list("paused_at", flat=True).first(),
    }


def shelves(user: User) -> Rows:
    among = Story.objects.visible_to(user)
    for shelf in Shelf.objects.filter(user=user).select_related("pen_name").in_order():
        yield {
            "title": shelf.title,
            "kind": shelf.kind,
            "about": shelf.about,
            "sharing": shelf.sharing,
            "shown_as": shelf.pen_name.name if shelf.pen_name else "",
            "address": address(_address_of(shelf)) if shelf.sharing != Sharing.PRIVATE else "",
            "stories": [
                {**story, "note": entry.note, "at": entry.added_at}
                for entry, story in with_stories(shelf.entries.order_by("position", "pk"), among)
            ],
            "at": shelf.created_at,
        }


def _address_of(shelf: Shelf) -> str:
    return shelf.secret_url if shelf.sharing == Sharing.UNLISTED else shelf.get_absolute_url()


def follows(user: User) -> Rows:
    """Other people's shelves by their number where they are shown no longer."""
    stories = StoryFollow.objects.filter(user=user).order_by("pk")
    for row, story in with_stories(stories.iterator(AT_ONCE), Story.objects.visible_to(user)):
        yield {"kind": "story", **story, "at": row.created_at}
    for writer in PenNameFollow.objects.filter(user=user).select_related("pen_name").order_by("pk"):
        name = writer.pen_name
        yield {
            "kind": "writer",
            "name": name.name,
            "address": address(name.get_absolute_url()),
            "at": writer.created_at,
        }
    for followed in TagFollow.objects.filter(user=user).select_related("tag").order_by("pk"):
        tag = followed.tag
        yield {"kind": "tag", "name": tag.name, "address": address(tag.get_absolute_url()), "at": followed.created_at}
    open_ones = {shelf.pk: shelf for shelf in Shelf.objects.listed(user).filter(follows__user=user)}
    for one in ShelfFollow.objects.filter(user=user).order_by("pk"):
        shelf = open_ones.get(one.shelf_id)
        told = {"name": shelf.title, "address": address(shelf.get_absolute_url())} if shelf else {}
        yield {"kind": "shelf", "shelf": one.shelf_id, **told, "at": one.created_at}


def hidden(user: User) -> Rows:
    rows = Hide.objects.filter(user=user).order_by("pk")
    for row, story in with_stories(rows.exclude(story=None), Story.objects.visible_to(user)):
        yield {"kind": "story", **story, "at": row.created_at}
    for row in rows.filter(story=None).select_related("pen_name", "tag"):
        yield {"kind": "writer" if row.pen_name else "tag", "name": str(row), "at": row.created_at}


def blocks(user: User) -> Rows:
    for row in Block.objects.filter(by=user).select_related("pen_name", "as_name").order_by("pk"):
        closed = row.as_name.name if row.as_name else "all your names"
        yield {"name": row.pen_name.name, "kept_out_of": closed, "at": row.created_at}


def places(user: User) -> Rows:
    rows = Place.objects.filter(user=user).order_by("pk")
    for row, part in with_parts(rows.iterator(AT_ONCE), Part.objects.visible_to(user)):
        yield {"story": row.story_id, **part, "reached": row.reached, "at": row.at}


def history(user: User) -> Rows:
    rows = HistoryEntry.objects.filter(user=user).order_by("pk")
    for row, part in with_parts(rows.iterator(AT_ONCE), Part.objects.visible_to(user)):
        yield {**part, "first_at": row.first_at, "at": row.at}


def ticks(user: User) -> Rows:
    rows = ReadMark.objects.filter(user=user).order_by("pk")
    for row, part in with_parts(rows.iterator(AT_ONCE), Part.objects.visible_to(user)):
        yield {**part, "reached": row.reached, "at": row.at}


def votes(user: User) -> Rows:
    rows = Vote.objects.filter(user=user).order_by("pk")
    for row, part in with_parts(rows.iterator(AT_ONCE), Part.objects.visible_to(user)):
        yield {**part, "at": row.created_at}


def reactions(user: User) -> Rows:
    rows = ParagraphReaction.objects.filter(user=user).order_by("pk")
    for row, part in with_parts(rows.iterator(AT_ONCE), Part.objects.visible_to(user)):
        yield {"kind": row.kind, **part, "at": row.created_at}
    for said in Reaction.objects.filter(user=user).order_by("pk").iterator(AT_ONCE):
        yield {"kind": said.kind, "comment": address(f"/comment/{said.comment_id}/"), "at": said.created_at}


KEPT = (
    Kept("shelves.json", "all your shelves: stories in their order, with notes", shelves),
    Kept("follows.json", "stories, writers, tags and shelves that you follow", follows),
    Kept("hidden.json", "stories and tags that you hide, and writers whom you mute", hidden),
    Kept("blocks.json", "whom you block", blocks),
    Kept("places.json", "where you are in each story", places),
    Kept("history.json", "parts that you read, first and last", history),
    Kept("ticks.json", "how far you ever got in a part", ticks),
    Kept("votes.json", "parts that you voted for", votes),
    Kept("reactions.json", "one word about a paragraph or a comment", reactions),
)
