"""The prose of a part with a quiet mark at the head of each scene that exists in another telling."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.template.loader import render_to_string

from inkstead.perspectives.queries import Mark


def with_marks(html: str, marks: Sequence[Mark]) -> str:
    """Changes nothing of the prose itself: whatever stands between two of its blocks is ours."""
    by_block = groupby(sorted(marks, key=lambda mark: mark.block), key=lambda mark: mark.block)
    for block, told in by_block:
        at = html.find(f' id="{block}"')
        if at < 0:
            continue
        start = html.rfind("<", 0, at)
        html = html[:start] + render_to_string("perspectives/pieces/marks.html", {"marks": list(told)}) + html[start:]
    return html
