"""What a signed-in reader sees on the shared pages of parts and stories, in one query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.safestring import SafeString

from inkstead.discussion.rules import silence
from inkstead.discussion.showing import react_form
from inkstead.library.models import FINISHED
from inkstead.web.fragments import Fragment
from inkstead.web.holes import Personal, Visitor, everywhere_rows, fills, personal

# Everything about one reader and one part, in one round trip: kind of row, a number or id, a share, a text.
_PART = """
SELECT 'vote', part_id, 1.0, '' FROM discussion_vote WHERE part_id = %(part)s AND user_id = %(user)s
UNION ALL SELECT 'follow', story_id, 1.0, '' FROM stories_storyfollow WHERE story_id = %(story)s AND user_id = %(user)s
UNION ALL SELECT 'place', part_id, reached, block FROM library_place WHERE story_id = %(story)s AND user_id = %(user)s
UNION ALL SELECT 'mark', mark.part_id, mark.reached, CAST(part.position AS VARCHAR(20)) FROM library_readmark AS mark
  JOIN stories_part AS part ON part.id = mark.part_id WHERE part.story_id = %(story)s AND mark.user_id = %(user)s
UNION ALL SELECT 'mine', comment.id, 1.0, '' FROM discussion_comment AS comment
  JOIN accounts_penname AS name ON name.id = comment.author_id
  WHERE comment.part_id = %(part)s AND name.user_id = %(user)s
  AND comment.deleted_at IS NULL AND comment.state = 'shown'
UNION ALL SELECT 'reach', part.position, 1.0, '' FROM library_place AS place
  JOIN stories_part AS part ON part.id = place.part_id WHERE place.story_id = %(story)s AND place.user_id = %(user)s
UNION ALL SELECT 'reaction', reaction.comment_id, 1.0, reaction.kind FROM discussion_reaction AS reaction
  JOIN discussion_comment AS comment ON comment.id = reaction.comment_id
  WHERE comment.part_id = %(part)s AND reaction.user_id = %(user)s
UNION ALL SELECT 'shelf', entry.shelf_id, CASE WHEN entry.only_for_id IS NULL THEN 0.0 ELSE 1.0 END, shelf.title
  FROM library_shelfentry AS entry JOIN library_shelf AS shelf ON shelf.id = entry.shelf_id
  WHERE entry.story_id = %(story)s AND shelf.user_id = %(user)s
"""


@personal("part")
@personal("story")
def about_reader(visitor: Visitor, context: Mapping[str, Any]) -> Personal:
    known: dict[str, Any] = {**context, "voted": False, "follows": False, "place": None, "marks": {}, "mine": set()}
    known |= {"reach": 0, "reactions": {}}
    asked = {"part": context.get("part_id", 0), "story": context["story_id"], "user": visitor.user_id}
    with connection.cursor() as cursor:
        cursor.execute(_PART + everywhere_rows(), asked)
        for kind, number, share, block in cursor.fetchall():
            if kind == "vote":
                known["voted"] = True
            elif kind == "follow":
                known["follows"] = True
            elif kind == "place":
                known["place"] = (number, share, block)
            elif kind == "shelf":  # one of the four says more than an own one
                known["shelf"] = block if share or not known.get("shelf") else known["shelf"]
            elif kind == "unread":
                known["unread"] = number
            elif kind == "mark":
                known["marks"][number] = share
                known["reach"] = max(known["reach"], int(block) if share > 0 else 0)
            elif kind == "reach":
                known["reach"] = max(known["reach"], number)
            elif kind == "reaction":
                known["reactions"][number] = block
            else:
                known["mine"].add(number)
    return known


def is_author(visitor: Visitor, known: Personal) -> bool:
    return known["author_id"] in visitor.pen_name_ids


def works_on_it(visitor: Visitor, known: Personal) -> bool:
    return is_author(visitor, known) or not visitor.pen_name_ids.isdisjoint(known["worker_ids"])


_CSRF = "visitor.csrf_token"
_vote = Fragment("reading/holes/vote.html", values=("vote.url", _CSRF), flags=("vote.voted",))
_follow = Fragment("library/holes/follow.html", values=("follow.url", _CSRF), flags=("follow.following",))
_part_tools = Fragment("reading/holes/part-tools.html", values=("edit_url",))
_story_tools = Fragment("reading/holes/story-tools.html", values=("edit_url",))
_early_part = Fragment("reading/holes/early-part.html", values=("early.url", "early.title", "early.day"))
_early_next = Fragment("reading/holes/early-next.html", values=("early.url", "early.title"))
_place = Fragment("reading/holes/place.html", values=("block",))
_marks = Fragment("reading/holes/read-marks.html", values=("read_part_ids",))
_continue = Fragment(
    "reading/holes/continue.html", values=("place.part_url", "place.label", "first_url"), flags=("place",)
)
_comment_form = Fragment("reading/holes/comment-form.html", values=("comments_url", "visitor.pen_name", _CSRF))
_comment_tools = Fragment(
    "reading/holes/comment-tools.html",
    values=("comments_url", "comment.id", "reactions", _CSRF),
    flags=("comment.mine", "may_say", "may_edit", "may_report", "may_tend"),
)


@fills("vote")
def vote(visitor: Visitor, known: Personal, argument: str) -> str:
    if visitor.is_suspended:
        return ""
    return _vote(vote__url=known["url"] + "vote/", vote__voted=known["voted"], visitor__csrf_token=visitor.csrf_token)


@fills("follow")
def follow(visitor: Visitor, known: Personal, argument: str) -> str:
    if "story_id" not in known or is_author(visitor, known):
        return ""  # people cannot be followed yet, only stories
    if visitor.is_suspended and not known["follows"]:
        return ""  # they can only stop
    url = f"/story/{known['story_id']}/follow/"
    return _follow(follow__url=url, follow__following=known["follows"], visitor__csrf_token=visitor.csrf_token)


@fills("part-tools")
def part_tools(visitor: Visitor, known: Personal, argument: str) -> str:
    return _part_tools(edit_url=f"/write/part/{known['part_id']}/") if works_on_it(visitor, known) else ""


@fills("story-tools")
def story_tools(visitor: Visitor, known: Personal, argument: str) -> str:
    return _story_tools(edit_url=f"/write/story/{known['story_id']}/") if works_on_it(visitor, known) else ""


@fills("early")
def early(visitor: Visitor, known: Personal, argument: str) -> str:
    """On a story's page: followers find the parts that others only hear of."""
    parts = known.get("early", ())
    if not parts or not may_read_early(visitor, known):
        return str(known.get("early_line", ""))
    return f"Open to followers now:<ul>{_early_part.each(parts)}</ul>"


@fills("early-next")
def early_next(visitor: Visitor, known: Personal, argument: str) -> str:
    """At the end of the last part that everybody has."""
    parts = known.get("early", ())
    if not parts or not may_read_early(visitor, known):
        return ""
    return _early_next(early__url=parts[0].url, early__title=parts[0].title)


def may_read_early(visitor: Visitor, known: Personal) -> bool:
    return bool(known.get("follows")) or works_on_it(visitor, known)


@fills("read-marks")
def read_marks(visitor: Visitor, known: Personal, argument: str) -> str:
    done = (str(part) for part, share in known["marks"].items() if share >= FINISHED)
    return _marks(read_part_ids=" ".join(done))


@fills("place")
def place(visitor: Visitor, known: Personal, argument: str) -> str:
    """On a part's page: the block where this reader stopped in it."""
    stopped = known["place"]
    return _place(block=stopped[2]) if stopped and stopped[0] == known["part_id"] and stopped[2] else ""


@fills("later")
def later(visitor: Visitor, known: Personal, argument: str) -> str:
    """Beside an offer of another telling: it stays hidden until its reader has come to that telling."""
    part, _, begins = argument.partition(":")
    reached = known["marks"].get(int(part))
    return "" if works_on_it(visitor, known) or (reached is not None and reached >= float(begins)) else " hidden"


@fills("continue")
def go_on(visitor: Visitor, known: Personal, argument: str) -> str:
    """On a story's page: back to the block where this reader stopped."""
    place = known["place"]
    part = known.get("parts", {}).get(place[0]) if place else None
    if part is None:
        return _continue(place=False, first_url=known.get("first_url", ""))
    title, url = part
    block = f"#{place[2]}" if place[2] else ""
    return _continue(place=True, place__part_url=url + block, place__label=title, first_url="")


@fills("comment-form")
def comment_form(visitor: Visitor, known: Personal, argument: str) -> str:
    if silent := why_silent(visitor, known):
        return f'<p class="muted">{silent}</p>'
    return _comment_form(
        comments_url=known["url"] + "comments/",
        visitor__pen_name=visitor.pen_name,
        visitor__csrf_token=visitor.csrf_token,
    )


@fills("comment-tools")
def comment_tools(visitor: Visitor, known: Personal, argument: str) -> str:
    number = int(argument)
    reactions = ""
    if not visitor.is_suspended:
        reactions = react_form(f"/comment/{number}/react/", visitor.csrf_token, known["reactions"].get(number, ""))
    return _comment_tools(
        comments_url=known["url"] + "comments/",
        comment__id=argument,
        comment__mine=number in known["mine"],
        reactions=SafeString(reactions),
        may_say=not why_silent(visitor, known),
        may_edit=not visitor.quiet,
        may_report=not visitor.is_suspended,
        may_tend=visitor.is_moderator or (works_on_it(visitor, known) and not visitor.is_suspended),
        visitor__csrf_token=visitor.csrf_token,
    )


@fills("ahead")
def ahead(visitor: Visitor, known: Personal, argument: str) -> str:
    """A remark of somebody who knew more stands open for a reader who knows as much, and for who writes the story."""
    return " open" if int(argument) <= known["reach"] or works_on_it(visitor, known) else ""


def why_silent(visitor: Visitor, known: Personal) -> str:
    """As `discussion.rules.why_silent` says it; the action asks again."""
    if visitor.quiet:
        return visitor.quiet
    talk = known.get("talk")
    if talk is None or visitor.pen_name_id in (known["author_id"], *known["worker_ids"]):
        return ""
    blocks = known["author_id"] in visitor.blocked
    return silence(talk, signed_in=True, follows=bool(known["follows"]), blocks=blocks)
