"""What the pages of rankings show: a list with its places, and why a story stands where it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from inkstead.discovery.queries import cards_with_latest
from inkstead.discovery.queries.resolving import carries, in_languages
from inkstead.lib.languages import is_language
from inkstead.lib.refusals import Refused
from inkstead.rankings.formulas import WINDOWS, Tally, is_newcomer
from inkstead.rankings.lists import RANKINGS, WINDOW_LABELS, Ranking, ranking_named
from inkstead.rankings.models import Ledger, Standing
from inkstead.rankings.standing import unpacked
from inkstead.rankings.wording import Reason, reason
from inkstead.stories.cards import Card
from inkstead.stories.families import tags_found_under
from inkstead.stories.models import Status, Story, Tag

SIZE = 24
LAST_PLACE = 500  # a ranking is for its first places; whoever looks further wants a list
COUNTED = 1_000  # places that are told on a story's own page: counting all of a large library would take a second
FAR_BEHIND = COUNTED + 1_000  # so many stand before it that COUNTED of them are listed, though some were hidden since


@dataclass(frozen=True, slots=True)
class Placed:
    """A story in a ranking: its place from 1 on, and why it has it."""

    place: int
    card: Card
    reason: Reason | None
    why_url: str


@dataclass(frozen=True, slots=True)
class RankedPage:
    ranking: Ranking
    window: str
    tag: Tag | None
    language: str
    items: Sequence[Placed]
    next: str  # cursor, empty on the last page


@dataclass(frozen=True, slots=True)
class Place:
    """Where a story stands in one ranking; `place` is 0 where it stands in none, and at most `COUNTED` + 1, which says
    that it stands behind those."""

    ranking: Ranking
    window: str
    place: int
    reason: Reason

    @property
    def window_label(self) -> str:
        return WINDOW_LABELS[self.window]

    @property
    def is_behind(self) -> bool:
        return self.place > COUNTED


def ranked(
    name: str,
    window: str = "",
    *,
    tag: str = "",
    language: str = "",
    cursor: str = "",
    size: int = SIZE,
    among: QuerySet[Story] | None = None,
) -> RankedPage:
    """One page of a ranking, in five queries. `among`: what this reader did not hide. Refuses unknown words."""
    ranking, window = ranking_named(name, window)
    listed = Story.objects.listed() if among is None else among
    found = _tag(tag, listed)
    if language and not is_language(language):
        raise Refused(f"“{language[:40]}” is no language.", code="invalid", fields={"language": "Unknown."})
    rows = in_ranking(ranking, window, listed)
    rows = _narrowed(rows, found, language)
    place, rows = _from(rows, cursor, f"{ranking.name}/{window}/{found.pk if found else ''}/{language}")
    stories: list[Any] = list(rows.select_related("author", "counts")[: size + 1])
    following = ""
    if len(stories) > size and place + size < LAST_PLACE:
        last = stories[size - 1]
        following = _sealed(f"{ranking.name}/{window}/{found.pk if found else ''}/{language}", place + size, last)
    shown = stories[:size]
    standings = Standing.objects.in_bulk([story.pk for story in shown])
    means = _means()
    items = [
        Placed(
            number,
            card,
            reason(ranking, window, tally_of(standings.get(card.story.id), card.story.id), means),
            f"/rankings/story/{card.story.id}/",
        )
        for number, card in enumerate(cards_with_latest(shown), place + 1)
    ]
    return RankedPage(ranking, window, found, language, items, following)


def in_ranking(ranking: Ranking, window: str, rows: QuerySet[Story]) -> QuerySet[Any]:
    """The stories that have a place in it, the first one first."""
    if ranking.name == "finished":
        rows = rows.filter(status=Status.COMPLETE)
        if days := WINDOWS[window]:
            rows = rows.filter(last_published_at__gte=timezone.now() - timedelta(days=days))
        return rows.annotate(score=F("last_published_at")).order_by("-last_published_at", "pk")
    column = f"standing__{ranking.name}_{window}"
    return rows.filter(**{f"{column}__gt": 0}).annotate(score=F(column)).order_by(f"-{column}", "pk")


def places_of(story: Story) -> list[Place]:
    """Where a listed story stands in every ranking and window: one or two queries for each place it has."""
    standing = Standing.objects.filter(pk=story.pk).first()
    tally, means = tally_of(standing, story.pk), _means()
    found = []
    for ranking in RANKINGS.values():
        for window in ranking.windows:
            score = _score(story, standing, ranking, window)
            place = 0 if score is None else _ahead(ranking, window, score, story.pk) + 1
            why = _why(story, ranking, window, tally, means, has_place=bool(place))
            found.append(Place(ranking, window, place, why))
    return found


def _ahead(ranking: Ranking, window: str, score: float | datetime, story: int) -> int:
    """How many stand before it, at most `COUNTED`. The index of a ranking alone tells of most stories that these are
    far more, and much faster than asking whether each is still listed, as near the top is done."""
    before = Q(score__gt=score) | Q(score=score, pk__lt=story)
    if isinstance(score, float):
        column = f"{ranking.name}_{window}"
        # The plain bounds are for the index: the rest of the question says the same.
        rows = Standing.objects.filter(**{f"{column}__gt": 0, f"{column}__gte": score}).annotate(score=F(column))
        if rows.filter(before)[:FAR_BEHIND].count() == FAR_BEHIND:
            return COUNTED
    listed = in_ranking(ranking, window, Story.objects.listed()).order_by()
    return int(listed.filter(before)[:COUNTED].count())


def _score(story: Story, standing: Standing | None, ranking: Ranking, window: str) -> float | datetime | None:
    """As `in_ranking` orders by it; nothing where it has no place."""
    if ranking.name != "finished":
        score: float | None = getattr(standing, f"{ranking.name}_{window}", None)
        return score if score and score > 0 else None
    days, at = WINDOWS[window], story.last_published_at
    if story.status != Status.COMPLETE or at is None or (days and at < timezone.now() - timedelta(days=days)):
        return None
    return at


def _why(
    story: Story, ranking: Ranking, window: str, tally: Tally, means: Mapping[str, float], *, has_place: bool
) -> Reason:
    new = is_newcomer(tally.first_on, timezone.now().astimezone(UTC).date())
    match ranking.name:
        case "finished" if has_place:
            return Reason(f"Its last part came out on {story.last_published_at:%-d %B %Y}.")
        case "finished":
            complete = story.status == Status.COMPLETE
            return Reason("Its last part is older." if complete else "Its author does not call it complete.")
        case "rising" if new:
            return Reason("It is younger than thirty days, and stands among the newcomers.")
        case "newcomers" if not new:
            return Reason("Its first part is older than thirty days.")
    return reason(ranking, window, tally, means) or Reason("")


def tally_of(standing: Standing | None, story: int) -> Tally:
    return unpacked(story, standing.tally) if standing else Tally(story)


def made_at() -> datetime | None:
    ledger = Ledger.objects.filter(pk=1).only("made_at").first()
    return ledger.made_at if ledger else None


def _means() -> dict[str, float]:
    ledger = Ledger.objects.filter(pk=1).only("means").first()
    return dict(ledger.means) if ledger else {}


def _tag(slug: str, listed: QuerySet[Story]) -> Tag | None:
    if not slug:
        return None
    found = Tag.objects.filter(slug=slug[:80]).first()
    if found is None or not listed.filter(tags__in=tags_found_under(found)).exists():
        raise Refused("No story that everybody may find carries this tag.", code="invalid", fields={"tag": "Unknown."})
    return found


def _narrowed(rows: QuerySet[Any], tag: Tag | None, language: str) -> QuerySet[Any]:
    if tag is not None:
        rows = rows.filter(carries(tags_found_under(tag)))
    if language:
        rows = rows.filter(in_languages((language,)))
    return rows


def _from(rows: QuerySet[Any], cursor: str, made_for: str) -> tuple[int, QuerySet[Any]]:
    if not cursor:
        return 0, rows
    try:
        told_for, place, score, pk = signing.loads(cursor, salt="ranking")
    except (signing.BadSignature, ValueError) as error:
        raise Refused(
            "This page of the list does not exist.", code="bad_cursor", fields={"cursor": "Unknown."}
        ) from error
    if told_for != made_for:
        raise Refused("This page belongs to another list.", code="bad_cursor", fields={"cursor": "Other list."})
    score = datetime.fromisoformat(score) if isinstance(score, str) else score
    return place, rows.filter(Q(score__lt=score) | Q(score=score, pk__gt=pk))


def _sealed(made_for: str, place: int, last: Any) -> str:
    score = last.score.isoformat() if isinstance(last.score, datetime) else last.score
    return signing.dumps([made_for, place, score, last.pk], salt="ranking")
