"""What somebody said and showed under one of their names, wherever it stands. Nobody else's words are among it, nor
anything by which another name of theirs could be told."""

from __future__ import annotations

from django.db.models import Q

from inkstead.accounts.models import PenName
from inkstead.collaboration.models import MarginNote, Suggestion
from inkstead.discussion.models import Comment, WallPost
from inkstead.exchange.portable import Kept, Rows
from inkstead.exchange.portable.titles import AT_ONCE, address, parts_as, with_parts, with_stories
from inkstead.library.models import Sharing, Shelf
from inkstead.stories.models import Story


def comments(pen_name: PenName) -> Rows:
    """Also what waits or was hidden. Not the words that it quotes: those are the story's."""
    rows = Comment.objects.filter(author=pen_name, deleted_at=None).prefetch_related("earlier").order_by("pk")
    for row, part in with_parts(rows.iterator(chunk_size=AT_ONCE), parts_as(pen_name)):
        yield {
            "id": row.pk,
            "address": address(row.get_absolute_url()),
            **part,
            "block": row.block,
            "answers": row.parent_id,
            "body": row.body,
            "state": row.state,
            "at": row.created_at,
            "edited_at": row.edited_at,
            "earlier": [{"body": old.body, "at": old.at} for old in row.earlier.all()],
        }


def wall_posts(pen_name: PenName) -> Rows:
    rows = WallPost.objects.filter(author=pen_name).select_related("wall_of").order_by("pk")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            "id": row.pk,
            "address": address(row.get_absolute_url()),
            "wall_of": row.wall_of.name,
            "body": row.body,
            "hidden": row.withheld,
            "at": row.created_at,
        }


def margin_notes(pen_name: PenName) -> Rows:
    rows = MarginNote.objects.filter(by=pen_name).order_by("pk")
    for row, part in with_parts(rows.iterator(chunk_size=AT_ONCE), parts_as(pen_name)):
        yield {
            "id": row.pk,
            **part,
            "block": row.block,
            "answers": row.parent_id,
            "body": row.body,
            "at": row.created_at,
            "resolved_at": row.resolved_at,
        }


def suggestions(pen_name: PenName) -> Rows:
    """Not the passage as it stood: that is its writer's."""
    rows = Suggestion.objects.filter(by=pen_name).defer("then_html").order_by("pk")
    plain = ("kind", "block", "revision", "html", "note", "answer", "answered_at", "result")
    for row, part in with_parts(rows.iterator(chunk_size=AT_ONCE), parts_as(pen_name)):
        yield {"id": row.pk, **part, **{name: getattr(row, name) for name in plain}, "at": row.created_at}


def shelves(pen_name: PenName) -> Rows:
    """As strangers see them: which other stories stand there could tell who else somebody is."""
    shown = Story.objects.visible_to(None)
    for shelf in Shelf.objects.filter(pen_name=pen_name, sharing=Sharing.PUBLIC).in_order():
        entries = shelf.entries.filter(Q(story__in=shown.values("pk"))).order_by("position", "pk")
        yield {
            "title": shelf.title,
            "about": shelf.about,
            "address": address(shelf.get_absolute_url()),
            "stories": [
                {**story, "note": entry.note, "at": entry.added_at} for entry, story in with_stories(entries, shown)
            ],
            "at": shelf.created_at,
        }


SAID = (
    Kept("comments.json", "what you said below parts and in their margins, on anybody's stories", comments),
    Kept("wall-posts.json", "what you wrote on walls", wall_posts),
    Kept("margin-notes.json", "your notes beside texts that you worked on, also other people's", margin_notes),
    Kept("suggestions.json", "changes that you suggested there", suggestions),
    Kept("shelves.json", "the shelves that everybody sees under this name, with notes", shelves),
)
