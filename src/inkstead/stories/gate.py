"""What is rated for adults, and who has said that they want to see it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest

from inkstead.accounts.models import Adult, User
from inkstead.stories.models import Part, Rating, Story
from inkstead.stories.rules import role_of
from inkstead.web.gate import GatedError, said_yes

RATINGS = (Rating.MATURE, Rating.EXPLICIT)
# A part's own rating counts for it, and its story's where it has none.
ADULT_PARTS = Q(rating__in=RATINGS) | Q(rating="", story__rating__in=RATINGS)


def is_adult(part: Part) -> bool:
    """Wants the story joined."""
    return (part.rating or part.story.rating) in RATINGS


def holds_adult(story: Story) -> bool:
    """Whether something in it that readers find is rated so; one query where the story itself is not."""
    return story.rating in RATINGS or story.parts.published().filter(ADULT_PARTS).exists()


def shown_adult(user: object) -> bool:
    """Somebody who is signed in, by a session, a token or a secret address, wants to see it wherever it stands."""
    return isinstance(user, User) and user.adult == Adult.SHOW


def has_said_yes(request: HttpRequest) -> bool:
    return shown_adult(request.user) or said_yes(request)


def must_have_said_yes(request: HttpRequest, thing: Part | Story) -> None:
    """Raises the gate. Those who work on a story know what is in it. Wants a part's story and the author joined."""
    story = thing.story if isinstance(thing, Part) else thing
    if not (is_adult(thing) if isinstance(thing, Part) else holds_adult(thing)) or has_said_yes(request):
        return
    if isinstance(request.user, User) and role_of(request.user, story):
        return
    raise gated(thing)


def gated(thing: Part | Story) -> GatedError:
    story = thing.story if isinstance(thing, Part) else thing
    rating = Rating(thing.rating or story.rating)
    if rating not in RATINGS:  # a story of which only some parts are
        rating = Rating.MATURE
    warnings = dict.fromkeys([*story.warnings, *thing.warnings])
    return GatedError(thing.title, story.get_absolute_url(), str(rating.label).lower(), list(warnings))


def without_adult(stories: Iterable[Story], request: HttpRequest) -> list[Story]:
    """Those that this reader has said yes to, for what is taken away in one go."""
    found = list(stories)
    if has_said_yes(request):
        return found
    user = request.user
    return [
        story for story in found if not holds_adult(story) or (isinstance(user, User) and role_of(user, story) != "")
    ]
