"""Comments whose paragraph is gone, for those who work on the story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString
from rapidfuzz import fuzz, process, utils

from inkstead.discussion.models import Comment, CommentQuerySet
from inkstead.discussion.queries.shown import comment_html, folded, named_in
from inkstead.lib.prose import Block, split_blocks
from inkstead.stories.models import Part, Story
from inkstead.web.visitors import NOBODY, Apart

GUESSES = 3
GUESS = 50  # of 100: less likeness is none
BEGINNING = 90  # characters of a paragraph that a choice shows
SHOWN = 100  # comments on one page
# Best guesses are looked for in so many letters of so many paragraphs; a longer part is offered in its order.
PARAGRAPHS = 3_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A choice: where a comment could stand."""

    block: str
    number: int  # from 1, as they follow one another
    beginning: str


@dataclass(frozen=True, slots=True)
class Remark:
    """The first comment of a thread that lies in the tray, or that was taken out of it by hand."""

    id: int
    url: str
    author_name: str
    author_url: str
    at: datetime
    html: SafeString
    quote: str
    passage: str
    answers: int
    guesses: Sequence[Paragraph] = ()
    placed: Paragraph | None = None  # by hand; None while it is in the tray, or when it is on the whole part


@dataclass(frozen=True, slots=True)
class Tray:
    remarks: Sequence[Remark]
    count: int  # of threads, of which `remarks` are the oldest
    by_hand: Sequence[Remark]


def adrift_in(part: Part, between: Apart = NOBODY) -> int:
    """How many threads lie in a part's tray."""
    return Comment.objects.adrift().filter(part=part).heard(between).aggregate(found=_threads())["found"] or 0


def adrift_by_part(story: Story, between: Apart = NOBODY) -> dict[int, int]:
    """The same for each part of a story that has any, in one query."""
    rows = Comment.objects.adrift().filter(part__story=story).heard(between).order_by().values_list("part")
    return dict(rows.annotate(found=_threads()))


def tray_of(part: Part, between: Apart = NOBODY) -> Tray:
    """All of it, in three queries, and one more where somebody may be mentioned. Wants `live` joined."""
    blocks, paragraphs = _paragraphs(part)
    adrift = _threads_among(Comment.objects.adrift().filter(part=part).heard(between))
    by_hand = _threads_among(Comment.objects.visible().filter(part=part).heard(between).exclude(taken_from=""))
    named = named_in(first for first, _ in (*adrift, *by_hand))
    lying = {first.thread_id or first.pk for first, _ in adrift}
    placed = [(first, rest) for first, rest in by_hand if (first.thread_id or first.pk) not in lying]
    places = {paragraph.block: paragraph for paragraph in paragraphs}
    return Tray(
        remarks=[_remark(first, rest, named, _guesses(first, blocks, paragraphs)) for first, rest in adrift[:SHOWN]],
        count=len(adrift),
        by_hand=[_remark(first, rest, named, placed=places.get(first.block)) for first, rest in placed[:SHOWN]],
    )


def choice_for(part: Part, comment: Comment) -> dict[str, object]:
    """For the page on which a writer chooses among all paragraphs; the likest come first, and again in their order."""
    blocks, paragraphs = _paragraphs(part)
    guesses = _guesses(comment, blocks, paragraphs)
    return {"remark": _remark(comment, 0, named_in([comment])), "guesses": guesses, "paragraphs": paragraphs}


def _paragraphs(part: Part) -> tuple[list[Block], list[Paragraph]]:
    """Those with words in them, of the text that readers see."""
    found = split_blocks(part.live.html) if part.live is not None else []
    blocks = [block for block in found if block.text and block.kind != "scene-break"]
    return blocks, [_paragraph(number, block) for number, block in enumerate(blocks, start=1)]


def _threads() -> Count:
    return Count(Coalesce("thread", "pk"), distinct=True)


def _threads_among(comments: CommentQuerySet) -> list[tuple[Comment, int]]:
    """The first comment of each thread, oldest first, and how many follow it."""
    threads: dict[int, list[Comment]] = {}
    for row in comments.select_related("author").order_by("created_at", "pk"):
        threads.setdefault(row.thread_id or row.pk, []).append(row)
    return [(rows[0], len(rows) - 1) for rows in threads.values()]


def _paragraph(number: int, block: Block) -> Paragraph:
    flat = " ".join(block.text.split())
    return Paragraph(block.id, number, flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + "…")


def _guesses(first: Comment, blocks: Sequence[Block], paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs that say something like the words that it was made on, the likest first."""
    words = first.quote or first.passage
    if not words:
        return []
    texts = {at: block.text for at, block in enumerate(blocks[:PARAGRAPHS])}
    found = process.extract(
        words, texts, scorer=fuzz.token_set_ratio, processor=utils.default_process, limit=GUESSES, score_cutoff=GUESS
    )
    return [paragraphs[at] for _, _, at in found]


def _remark(
    first: Comment,
    answers: int,
    named: Mapping[int, list[tuple[str, str]]],
    guesses: Sequence[Paragraph] = (),
    placed: Paragraph | None = None,
) -> Remark:
    return Remark(
        id=first.pk,
        url=first.get_absolute_url(),
        author_name=first.author.name if first.author else "",
        author_url=first.author.get_absolute_url() if first.author else "",
        at=first.created_at,
        html=folded(comment_html(first.body, named.get(first.pk, ()))),
        quote=first.quote,
        passage=first.passage,
        answers=answers,
        guesses=guesses,
        placed=placed,
    )
