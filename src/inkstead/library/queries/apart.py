"""Between whom a page stands: who keeps somebody out, and whom they do not want to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from inkstead.accounts.models import Block, PenName, User
from inkstead.library.models import Hide
from inkstead.stores.prepared import Prepared
from inkstead.stories.models import signed_in
from inkstead.web.visitors import Apart, asks_apart

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

CLOSED: Prepared[PenName] = Prepared(lambda user: PenName.objects.closed_to(User(pk=user)).values_list("pk"), int)
BLOCKED: Prepared[Block] = Prepared(lambda user: Block.objects.filter(by=user).values_list("pen_name"), int)
HIDDEN: Prepared[Hide] = Prepared(lambda user: Hide.objects.filter(user=user).values_list("pen_name"), int)


Meeting = Callable[[User], "QuerySet[PenName]"]
_meetings: list[Meeting] = []


def where_met(function: Meeting) -> Meeting:
    """Registers a function that answers whose words stand at places which somebody looks after, whoever keeps whom
    out."""
    if function not in _meetings:
        _meetings.append(function)
    return function


def names_to_part_from(user: User) -> QuerySet[PenName]:
    """Those that somebody can block or mute: whose page they may open, and whom *Kept apart* names to them anyway. Of
    others who keep them out nothing is told: see docs/decisions/0009."""
    found = Q(pk__in=PenName.objects.open_to(user).values("pk"))
    for meeting in _meetings:
        found |= Q(pk__in=meeting(user).values("pk"))
    return PenName.objects.filter(found, user__is_active=True)


def apart_of(user_id: int) -> Apart:
    """In three small queries. Whom they blocked is away by the name that they blocked, and by no other: else they would
    learn which names belong together."""
    closed = frozenset(name for (name,) in CLOSED.all(user_id))
    blocked = frozenset(name for (name,) in BLOCKED.all(user_id))
    hides = [name for (name,) in HIDDEN.all(user_id)]
    away = closed.union(blocked, (name for name in hides if name is not None))
    return Apart(closed, away, blocked, hides_more=None in hides)


def apart_for(reader: Reader) -> Apart:
    """The same for whoever asks; a stranger keeps apart from nobody."""
    return apart_of(reader.pk) if signed_in(reader) and reader is not None and reader.pk else Apart()


if apart_of not in asks_apart:
    asks_apart.append(apart_of)
