"""What one person does not want to see."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from inkstead.accounts.models import Adult, User
from inkstead.discovery.asking import understand
from inkstead.discovery.models import SavedSearch
from inkstead.discovery.queries.resolving import let_through, meant_by
from inkstead.discovery.queries.searching import search
from inkstead.library.models import Hide
from inkstead.library.queries import apart_for
from inkstead.stories.families import tags_found_under
from inkstead.stories.gate import RATINGS
from inkstead.stories.models import Contributor, Role, Story, StoryTag, Tag

# As many of the newest stories and parts as a list looks at, so many times, are looked at when a search hides.
TIMES = 10


def has_hides(user_id: int) -> bool:
    """By a search; what is hidden by itself, and from whom they keep apart, is known already (`apart_of`)."""
    return SavedSearch.objects.filter(user=user_id, hides=True).exists()


def listed_for(user: object) -> QuerySet[Story] | None:
    """Listed stories without what this person hides and without those from whom they keep apart; None when there is
    nothing of the kind, and for strangers."""
    if not isinstance(user, User) or not user.pk:
        return None
    hides = list(Hide.objects.filter(user=user).values_list("story", "pen_name", "tag"))
    searches = list(SavedSearch.objects.filter(user=user, hides=True).values_list("query", flat=True))
    between = apart_for(user)
    # Holes know their reader by number only.
    known = User.objects.filter(pk=user.pk).first() if user._state.adding else user
    no_adult = known is not None and known.adult == Adult.HIDE
    if not hides and not searches and not between.away and not no_adult:
        return None
    rows = Story.objects.listed().exclude(pk__in=[story for story, _, _ in hides if story])
    if no_adult:
        rows = rows.exclude(rating__in=RATINGS)
    names = between.away
    if names:
        beside = Contributor.objects.filter(pen_name__in=names, role=Role.COAUTHOR).values("story")
        rows = rows.exclude(author__in=names).exclude(pk__in=beside)
    tags = Tag.objects.filter(pk__in=[tag for _, _, tag in hides if tag])
    under = {pk for tag in tags for pk in tags_found_under(tag)}
    if under:
        rows = rows.exclude(Exists(StoryTag.objects.filter(story=OuterRef("pk"), tag__in=under)))
    for query in searches:
        rows = rows.exclude(pk__in=_found(query))
    return rows


def is_all_hidden(query: str) -> bool:
    """Or the search finds more than `TIMES` lets it hide."""
    asked = understand(query)
    return not asked.terms or search(Story.objects.listed(), meant_by(asked), TIMES).is_all


def hides_everything(query: str) -> bool:
    return not Story.objects.listed().exclude(pk__in=_found(query)).exists()


def _found(query: str) -> Any:
    asked = understand(query)
    meant = meant_by(asked)
    if asked.terms:
        return [hit.story_id for hit in search(Story.objects.listed(), meant, TIMES).found]
    return let_through(Story.objects.listed(), meant).values("pk")
