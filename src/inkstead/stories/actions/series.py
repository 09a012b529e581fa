"""Put stories into series, in the order in which they are meant to be read."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from inkstead.accounts.models import PenName, User
from inkstead.events import announce
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.events import SeriesChanged
from inkstead.stories.models import Series, SeriesEntry, Story

MOST = 500


@transaction.atomic
def create_series(author: PenName, *, title: str, by: User, summary: str = "", stories: Sequence[Story] = ()) -> Series:
    rules.must_write_as(by, author)
    series = Series.objects.create(author=author, **_said(title, summary))
    _put(series, stories)
    return series


@transaction.atomic
def edit_series(
    series: Series, *, by: User, title: str, summary: str = "", stories: Sequence[Story] | None = None
) -> Series:
    """`stories` are all that are in it from now on, in their order."""
    series = _locked(series, by)
    for name, value in _said(title, summary).items():
        setattr(series, name, value)
    series.save()
    if stories is None:
        _announce(series, _stories_in(series))
    else:
        _put(series, stories)
    return series


@transaction.atomic
def delete_series(series: Series, *, by: User) -> None:
    """Its stories stay. Deleting twice is harmless."""
    if not Series.objects.filter(pk=series.pk).exists():
        return
    dissolve_series(_locked(series, by))


@transaction.atomic
def dissolve_series(series: Series) -> None:
    """Its stories stay. Whoever may is asked by the caller: its author here, moderators in their cases."""
    _announce(series, _stories_in(series))
    series.delete()


def _said(title: str, summary: str) -> dict[str, str]:
    return {"title": one_line(title, "title", limit=200), "summary": paragraphs(summary, "summary", limit=5000)}


def _locked(series: Series, by: User) -> Series:
    series = Series.objects.select_for_update(of=("self",), no_key=True).select_related("author").get(pk=series.pk)
    rules.must_write_as(by, series.author)
    return series


def _put(series: Series, stories: Sequence[Story]) -> None:
    """Only what stands under the same name: a series joins no two names of a person."""
    wanted = list({story.pk: story for story in stories}.values())
    if len(wanted) > MOST:
        raise Refused(f"A series can hold at most {MOST} stories.", code="invalid")
    strange = next((story for story in wanted if story.author_id != series.author_id), None)
    if strange is not None:
        raise Refused(f"“{strange.title}” stands under another pen name than this series.", code="forbidden")
    before = _stories_in(series)
    SeriesEntry.objects.filter(series=series).delete()
    SeriesEntry.objects.bulk_create(
        [SeriesEntry(series=series, story=story, position=number) for number, story in enumerate(wanted, start=1)]
    )
    _announce(series, {*before, *(story.pk for story in wanted)})


def _stories_in(series: Series) -> set[int]:
    return set(SeriesEntry.objects.filter(series=series).values_list("story", flat=True))


def _announce(series: Series, stories: set[int]) -> None:
    for story in sorted(stories) or [0]:
        announce(SeriesChanged(series_id=series.pk, story_id=story, author_id=series.author_id))
