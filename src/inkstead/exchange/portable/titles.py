"""Names and addresses of stories and parts in somebody's own lists. What they cannot open now has a number and no
title: it may have another one by now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from inkstead.accounts.models import PenName
from inkstead.stories.models import Contributor, Part, Story

AT_ONCE = 500


def address(path: str) -> str:
    return settings.BASE_URL + path


def of_story(story: int) -> str:
    """Without its title, which an address usually tells."""
    return address(f"/story/{story}/")


def of_part(part: int, block: str = "") -> str:
    return address(f"/part/{part}/" + (f"#{block}" if block else ""))


def parts_as(pen_name: PenName) -> QuerySet[Part]:
    """Those open to whoever is known by this name alone: not what opens to them because of another one."""
    others = pen_name.user.pen_names.exclude(pk=pen_name.pk).values("pk")
    beside = Contributor.objects.filter(pen_name__in=others).values("story")
    theirs = Q(story__author__in=others) | Q(story__in=beside)
    for_all = Part.objects.visible_to(None).values("pk")
    return Part.objects.visible_to(pen_name.user).filter(~theirs | Q(pk__in=for_all))


def with_parts(rows: Iterable[Any], among: QuerySet[Part]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each row of a part with what is told of that; a query for some hundred of them."""
    for some in _slices(rows):
        found = among.filter(pk__in={row.part_id for row in some})
        known = {pk: titles for pk, *titles in found.values_list("pk", "title", "story__title")}
        for row in some:
            titles = zip(("part_title", "story_title"), known.get(row.part_id, ()), strict=False)
            place = of_part(row.part_id, getattr(row, "block", ""))
            yield row, {"part": row.part_id, "part_address": place, **dict(titles)}


def with_stories(rows: Iterable[Any], among: QuerySet[Story]) -> Iterator[tuple[Any, dict[str, Any]]]:
    for some in _slices(rows):
        known = dict(among.filter(pk__in={row.story_id for row in some}).values_list("pk", "title"))
        for row in some:
            title = {"title": known[row.story_id]} if row.story_id in known else {}
            yield row, {"story": row.story_id, "address": of_story(row.story_id), **title}


def _slices(rows: Iterable[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    yield some
