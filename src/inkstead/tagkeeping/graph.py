"""What stands above and below a tag. A tag and its spellings are one place; links of any of them are links of all.

Read from the links themselves, level by level, one query each, so it is right at any moment; `TagAbove` is what was
worked out of it for lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q
from django.db.models.functions import Coalesce

from inkstead.stories.models import Tag, TagAbove, TagLink

Graph = dict[int, set[int]]  # a tag and those right above (or below) it; no spellings
AT_ONCE = 500


def tops_of(ids: Collection[int]) -> dict[int, int]:
    """Each with the tag for which it stands, or itself."""
    found: dict[int, int] = {}
    for part in _parts(ids):
        found |= dict(Tag.objects.filter(pk__in=part).values_list("pk", Coalesce("stands_for", "pk")))
    return found


def neighbours(tops: Collection[int], *, up: bool) -> Graph:
    here, there = ("tag", "wider") if up else ("wider", "tag")
    found: Graph = {}
    for part in _parts(tops):
        ours = Q(**{f"{here}__in": part}) | Q(**{f"{here}__stands_for__in": part})
        pairs = TagLink.objects.filter(ours).values_list(
            Coalesce(f"{here}__stands_for", here), Coalesce(f"{there}__stands_for", there)
        )
        for one, other in pairs:
            if one != other:
                found.setdefault(one, set()).add(other)
    return found


def graph_from(tops: Iterable[int], *, up: bool) -> Graph:
    """All that can be reached from these, themselves too."""
    found: Graph = {}
    level = set(tops)
    while level:
        near = neighbours(level, up=up)
        found |= {top: near.get(top, set()) for top in level}
        level = {other for others in near.values() for other in others} - found.keys()
    return found


def reached(graph: Graph, start: int) -> set[int]:
    """Everything on a way from here, without the start itself unless a way leads back to it."""
    found: set[int] = set()
    waiting = list(graph.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += graph.get(one, ())
    return found


def way_up(start: int, goal: int) -> list[int]:
    """The shortest way from a tag to one above it, both included; empty when there is none."""
    before: dict[int, int] = {start: start}
    level = {start}
    while level and goal not in before:
        near = neighbours(level, up=True)
        fresh = {other: one for one in sorted(near) for other in near[one] if other not in before}
        before |= fresh
        level = set(fresh)
    if goal not in before or goal == start:
        return []
    way = [goal]
    while way[-1] != start:
        way.append(before[way[-1]])
    return way[::-1]


def above(ids: Collection[int]) -> dict[int, set[int]]:
    """What `TagAbove` has to say of these tags."""
    tops = tops_of(ids)
    graph = graph_from(set(tops.values()), up=True)
    over = {top: reached(graph, top) for top in set(tops.values())}
    return {pk: (over[top] | {top}) - {pk} for pk, top in tops.items()}


def below(ids: Collection[int]) -> list[int]:
    """Every tag whose place depends on one of these: spellings, narrower ones, and what was found under them before;
    in the order of their ids."""
    roots = {*ids, *tops_of(ids).values()}
    tops = set(graph_from(roots, up=False))
    found = set(tops)
    for part in _parts(tops):
        found.update(Tag.objects.filter(stands_for__in=part).values_list("pk", flat=True))
    for part in _parts(roots):
        found.update(TagAbove.objects.filter(wider__in=part).values_list("tag", flat=True))
    return sorted(found)


def _parts(ids: Collection[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
