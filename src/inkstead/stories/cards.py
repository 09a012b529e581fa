"""How a story stands in lists. A page shows some two dozen cards, so they are pieces of templates joined as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString, mark_safe

from inkstead.lib.counts import short_count
from inkstead.stories.queries import Counts, Link, StoryCard, TagShown
from inkstead.stories.tag_lines import by_kind
from inkstead.web.dates import day
from inkstead.web.fragments import Fragment
from inkstead.web.templatetags.display import cover_classes, initial

MOST_TAGS = 6
COVER_SIZES = "8rem"


@dataclass(frozen=True, slots=True)
class Latest:
    """The part that came last."""

    title: str
    url: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Snippet:
    """Where the words stand that somebody looked for: a part, and some lines of it."""

    part_title: str
    part_url: str
    quoted: SafeString
    text: str  # the same without marks
    more: int  # other parts that hold the words


@dataclass(frozen=True, slots=True)
class Card:
    """A story in a list, with its latest part or with what was looked for."""

    story: StoryCard
    latest: Latest | None = None
    snippet: Snippet | None = None


_card = Fragment(
    "components/card.html",
    values=("level", "cover", "url", "language", "title", "byline", "status", "summary", "beneath", "below", "id"),
    flags=("byline", "status", "summary"),
)
_latest = Fragment("components/card_latest.html", values=("language", "title", "url", "day"))
_quote = Fragment(
    "components/card_quote.html", values=("language", "title", "url", "quoted", "more"), flags=("quoted", "more")
)
_image = Fragment(
    "components/cover_image.html", values=("avif", "webp", "jpg", "url", "title", "sizes"), flags=("now",)
)
_drawn = Fragment(
    "components/cover_drawn.html",
    values=("classes", "direction", "language", "initial", "title", "author"),
    flags=("direction", "language"),
)
_author = Fragment("components/byline_author.html", values=("author.url", "author.title"))
_counts = Fragment(
    "components/counts.html",
    values=tuple(f"{kind}{end}" for kind in ("reads", "votes", "comments") for end in ("", "_grouped", "_short")),
)
_tag = Fragment("components/tag.html", values=("tag.url", "tag.title"))
_tags = Fragment("components/tags.html", values=("tags",))


def card_html(card: Card, level: int = 3, *, hide_author: bool = False) -> SafeString:
    """`level` is that of its heading. Without its author among their own stories, unless others wrote it with them."""
    story = card.story
    shows_author = not hide_author or len(story.authors) > 1
    return mark_safe(  # noqa: S308 - fragments escape
        _card(
            level=level,
            cover=cover_html(story),
            url=story.url,
            language=story.language,
            title=story.title,
            byline=byline_html(story.authors) if shows_author else "",
            status=story.status_label.lower(),
            summary=story.summary_line,
            beneath=_beneath(card),
            below=counts_html(story.counts) + tags_html(shown_tags(story)),
            id=story.id,
        )
    )


def shown_tags(story: StoryCard) -> Sequence[TagShown]:
    return by_kind(story.tags)[:MOST_TAGS]


def cover_html(story: StoryCard, sizes: str = COVER_SIZES, *, now: bool = False) -> SafeString:
    """An uploaded one in `sizes`, asked for `now` or when it comes into sight; else one drawn of its title."""
    cover = story.cover
    if cover is not None:
        text = _image(
            avif=cover.avif,
            webp=cover.webp,
            jpg=cover.jpg,
            url=story.cover_url,
            title=story.title,
            sizes=sizes,
            now=now,
        )
    else:
        text = _drawn(
            classes=cover_classes(story.id, story.title),
            direction=story.direction,
            language=story.language,
            initial=initial(story.title),
            title=story.title,
            author=story.author_name,
        )
    return mark_safe(text)  # noqa: S308 - fragments escape


def byline_html(authors: Sequence[Link], direction: str = "") -> SafeString:
    """An English "by" would stand crosswise in a header that runs from right to left."""
    names = [_author(author__url=author.url, author__title=author.title) for author in authors]
    if direction == "rtl":
        return mark_safe(" · ".join(names))  # noqa: S308 - fragments escape
    last = f" and {names[-1]}" if len(names) > 1 else ""
    return mark_safe("by " + ", ".join(names[:-1] if last else names) + last)  # noqa: S308 - fragments escape


def counts_html(counts: Counts) -> SafeString:
    told: dict[str, object] = {}
    for kind, number in (("reads", counts.reads), ("votes", counts.votes), ("comments", counts.comments)):
        told |= {kind: number, f"{kind}_grouped": f"{number:,}", f"{kind}_short": short_count(number)}
    return mark_safe(_counts(**told))  # noqa: S308 - fragments escape


def tags_html(tags: Sequence[TagShown]) -> SafeString:
    """Nothing where there are none."""
    return mark_safe(_tags(tags=_tag.each(tags)) if tags else "")  # noqa: S308 - fragments escape


def _beneath(card: Card) -> SafeString:
    language, snippet, latest = card.story.language, card.snippet, card.latest
    if snippet is not None:
        more = f"{snippet.more:,} other part{'' if snippet.more == 1 else 's'}" if snippet.more else ""
        text = _quote(
            language=language, title=snippet.part_title, url=snippet.part_url, quoted=snippet.quoted, more=more
        )
    elif latest is not None and latest.title:
        text = _latest(language=language, title=latest.title, url=latest.url, day=day(latest.at))
    else:
        text = ""
    return mark_safe(text)  # noqa: S308 - fragments escape
