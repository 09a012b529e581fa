"""What is offered: below a story, and to one reader, each with the reason for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from inkstead.accounts.models import User
from inkstead.discovery.queries import cards_with_latest
from inkstead.discovery.queries.hiding import listed_for
from inkstead.discussion.models import Vote
from inkstead.library.models import Place, ShelfEntry, ShelfKind, TagFollow
from inkstead.recommendations.gathering import read_to_the_end
from inkstead.recommendations.models import Less, Related
from inkstead.stories.cards import Card
from inkstead.stories.models import Rating, Story, StoryFollow, StoryTag, Tag
from inkstead.stories.queries import StoryCard, story_cards

BELOW = 6  # below a story
OFFERED = 24  # to one reader
SEEDS = 200  # of what somebody did lately
# What somebody did with a story, and how much it says.
FINISHED, FOLLOWED, VOTED, READING, DROPPED, LESS = 3.0, 2.0, 1.0, 0.5, -2.0, -3.0
SHELVES = {ShelfKind.FINISHED: FINISHED, ShelfKind.READING: READING, ShelfKind.DROPPED: DROPPED}
FEW_TAGS = 5


@dataclass(frozen=True, slots=True)
class Offered:
    card: Card
    reason: str
    because: StoryCard | None = None  # a story of theirs that the reason names
    tag: Tag | None = None


def related_to(story: int, among: QuerySet[Story] | None = None, size: int = BELOW) -> list[StoryCard]:
    """What readers who finished this story finished too, the likest first."""
    rows = Story.objects.listed() if among is None else among
    likeness = dict(Related.objects.filter(story=story).values_list("other", "likeness"))
    found = list(rows.filter(pk__in=likeness).select_related("author", "counts"))
    found.sort(key=lambda other: (-likeness[other.pk], other.pk))
    return list(story_cards(found[:size]))


def offered_to(user: User, size: int = OFFERED) -> list[Offered]:
    """For one reader, without what they read, wrote, hide or want less of. Fourteen queries at most."""
    weights = weights_of(user)
    among = listed_for(user)
    found = Story.objects.listed() if among is None else among
    rows = found.exclude(author__user=user).exclude(pk__in=known_to(user, weights))
    liked = _by_likeness(rows, found, weights, size)
    if len(liked) < size:
        taken = [one.card.story.id for one in liked]
        liked += _by_tags(rows.exclude(pk__in=taken), user, weights, size - len(liked))
    if len(liked) < size:
        taken = [one.card.story.id for one in liked]
        liked += _by_everybody(rows.exclude(pk__in=taken), size - len(liked))
    return liked


def weights_of(user: User) -> dict[int, float]:
    """What somebody's own doings say about stories. Below nought: fewer like this."""
    weights: dict[int, float] = defaultdict(float)
    for story in read_to_the_end(user)[:SEEDS]:
        weights[story] = max(weights[story], FINISHED)
    for story in StoryFollow.objects.filter(user=user).order_by("-pk").values_list("story", flat=True)[:SEEDS]:
        weights[story] = max(weights[story], FOLLOWED)
    votes = Vote.objects.filter(user=user).order_by("-pk").values_list("part__story", flat=True)
    for story in dict.fromkeys(votes[: SEEDS * 5]):
        weights[story] = max(weights[story], VOTED)
    entries = ShelfEntry.objects.filter(shelf__user=user, shelf__kind__in=SHELVES).values_list("story", "shelf__kind")
    for story, kind in entries.order_by("-added_at")[: SEEDS * 3]:
        said = SHELVES[ShelfKind(kind)]
        weights[story] = said if said < 0 else max(weights[story], said)
    for story in Less.objects.filter(user=user).values_list("story", flat=True):
        weights[story] = LESS
    return dict(weights)


def known_to(user: User, weights: Collection[int]) -> set[int]:
    """Stories that need not be offered: they have been opened, or something was done with them."""
    opened = Place.objects.filter(user=user).values_list("story", flat=True)
    shelved = ShelfEntry.objects.filter(shelf__user=user).values_list("story", flat=True)
    return {*weights, *opened, *shelved}


def _by_likeness(
    rows: QuerySet[Story], namable: QuerySet[Story], weights: dict[int, float], size: int
) -> list[Offered]:
    """Of `namable` a story may be named as the reason: not what they hide, nor what is closed to them by now."""
    scores: dict[int, float] = defaultdict(float)
    most: dict[int, tuple[float, int]] = {}
    for story, other, likeness in Related.objects.filter(story__in=weights).values_list("story", "other", "likeness"):
        gain = likeness * weights[story]
        scores[other] += gain
        if gain > 0:
            most[other] = max(most.get(other, (0.0, 0)), (gain, story))
    wanted = [other for other, score in scores.items() if score > 0 and other in most]
    found = list(rows.filter(pk__in=wanted).select_related("author", "counts"))
    found.sort(key=lambda story: (-scores[story.pk], story.pk))
    shown = found[:size]
    seeds = namable.filter(pk__in={most[story.pk][1] for story in shown})
    because = {card.id: card for card in story_cards(list(seeds.select_related("author", "counts")))}
    offered = []
    for card in cards_with_latest(shown):
        seed = most[card.story.id][1]
        reason = {FINISHED: "Because you finished", FOLLOWED: "Because you follow", VOTED: "Because you voted for"}
        named = because.get(seed)
        line = reason.get(weights[seed], "Because you read") if named else "Like what you read"
        offered.append(Offered(card, line, because=named))
    return offered


def _by_tags(rows: QuerySet[Story], user: User, weights: dict[int, float], size: int) -> list[Offered]:
    """The cold start: tags that somebody follows, and those of what they liked."""
    followed = list(TagFollow.objects.filter(user=user).values_list("tag", flat=True)[:50])
    liked = [story for story, weight in weights.items() if weight > 0]
    unliked = [story for story, weight in weights.items() if weight < 0]
    numbers = Counter(dict.fromkeys(followed, 100))
    for tag, number in StoryTag.objects.filter(story__in=liked).order_by().values_list("tag").annotate(Count("pk")):
        numbers[tag] += number
    for tag, number in StoryTag.objects.filter(story__in=unliked).order_by().values_list("tag").annotate(Count("pk")):
        numbers[tag] -= number
    chosen = [tag for tag, number in numbers.most_common(FEW_TAGS) if number > 0]
    if not chosen:
        return []
    among = StoryTag.objects.filter(tag__in=chosen, story__in=rows.values("pk")).order_by().values_list("story")
    carried: dict[int, int] = dict(among.annotate(number=Count("pk")).order_by("-number", "story")[: size * 4])
    found = list(_loved_first(rows.filter(pk__in=carried))[: size * 4])
    found.sort(key=lambda story: -carried[story.pk])  # stable: the best loved of those with as many tags
    shown = found[:size]
    tags = Tag.objects.in_bulk(chosen)
    of_story: dict[int, int] = {}
    for story, tag in StoryTag.objects.filter(story__in=shown, tag__in=chosen).values_list("story", "tag"):
        of_story[story] = min(of_story.get(story, tag), tag, key=chosen.index)
    return [
        Offered(
            card,
            "Because you follow" if of_story[card.story.id] in followed else "Like what you read:",
            tag=tags[of_story[card.story.id]],
        )
        for card in cards_with_latest(shown)
    ]


def _by_everybody(rows: QuerySet[Story], size: int) -> list[Offered]:
    tame = rows.filter(Q(rating=Rating.EVERYONE) | Q(rating=Rating.TEEN))
    return [Offered(card, "Best loved here") for card in cards_with_latest(list(_loved_first(tame)[:size]))]


def _loved_first(rows: QuerySet[Story]) -> QuerySet[Story]:
    loved = Coalesce(F("standing__loved_month"), F("standing__loved_all"), 0.0)
    return rows.select_related("author", "counts").annotate(loved=loved).order_by("-loved", "-last_published_at", "pk")
