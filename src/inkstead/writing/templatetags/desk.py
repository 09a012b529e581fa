from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkstead.lib.counts import short_count
from inkstead.stories.models import State, Story
from inkstead.stories.rules import Rights
from inkstead.web.fragments import Fragment
from inkstead.web.templatetags.clocks import own_day, when
from inkstead.web.templatetags.display import counted
from inkstead.writing.queries.desk import PartOnDesk

register = template.Library()


@dataclass(frozen=True, slots=True)
class Line:
    """One part as its line shows it: everything said already."""

    id: int
    number: int
    title: str
    language: str
    state: str
    standing: SafeString
    length: str
    reads: str
    mark: str
    tray: str  # how many comments lie in it
    may: bool
    has_correction: bool
    is_draft: bool
    is_first: bool
    is_last: bool


_row = Fragment(
    "writing/pieces/part_row.html",
    values=(
        *("part.id", "part.number", "part.title", "part.language", "part.state", "part.standing"),
        *("part.length", "part.reads", "part.mark", "part.tray"),
    ),
    flags=(
        *("part.may", "part.has_correction", "part.is_draft", "part.is_first", "part.is_last"),
        *("part.reads", "part.mark", "part.tray"),
    ),
)


@register.simple_tag(takes_context=True)
def part_rows(context: Context, parts: Sequence[PartOnDesk], story: Story, may: Rights) -> SafeString:
    """The lines of the list of parts. A story may have a thousand, so they are joined as text."""
    return _row.each([_line(context, part, story, may) for part in parts])


def _line(context: Context, part: PartOnDesk, story: Story, may: Rights) -> Line:
    adrift, reads = part.adrift if may.edit else 0, part.counts.reads
    return Line(
        id=part.id,
        number=part.number,
        title=part.title,
        language=story.language,
        state=part.state,
        standing=_standing(context, part),
        length=counted(part.words, "word"),
        reads=f"{short_count(reads)} read{'' if reads == 1 else 's'}" if part.state == State.PUBLISHED else "",
        mark=part.mark,
        tray=f"{adrift} comment{'' if adrift == 1 else 's'} in the tray" if adrift else "",
        may=may.publish,
        has_correction=part.has_correction,
        is_draft=part.state == State.DRAFT,
        is_first=part.is_first,
        is_last=part.is_last,
    )


def _standing(context: Context, part: PartOnDesk) -> SafeString:
    if part.state == State.SCHEDULED:
        return format_html("{} for {}", part.state_label, when(context, part.at))
    if part.state == State.PUBLISHED:
        return format_html("{} {}", part.state_label, own_day(context, part.at))
    return format_html("{}", part.state_label)
