"""What a person's own pages show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from inkstead.accounts.models import Block, GoneName, PenName, User


@dataclass(frozen=True)
class Overview:
    pen_names: list[PenName]
    current: PenName | None
    email: str
    has_password: bool
    second_factors: int
    sessions: int
    tokens: int


def overview(user: User) -> Overview:
    pen_names = pen_names_of(user)
    codes = Authenticator.Type.RECOVERY_CODES
    return Overview(
        pen_names=pen_names,
        current=next((name for name in pen_names if name.pk == user.pen_name_id), None),
        email=user.email,
        has_password=user.has_usable_password(),
        second_factors=Authenticator.objects.filter(user_id=user.pk).exclude(type=codes).count(),
        sessions=UserSession.objects.filter(user_id=user.pk).count(),
        tokens=user.tokens.count(),
    )


def pen_names_of(user: User) -> list[PenName]:
    """The one in use first, the others by name: the order tells nothing of when they were made."""
    names = user.pen_names.order_by("name", "pk")
    return sorted(names, key=lambda name: name.pk != user.pen_name_id)


def blocks_of(user: User) -> list[Block]:
    """Whom this person keeps out, the last one first."""
    return list(Block.objects.filter(by=user).select_related("pen_name", "as_name").order_by("-pk"))


def is_free(name: str) -> bool:
    """Nobody has it, or had it within a year, or one that looks like it. Which of these is nobody's business."""
    return not PenName.objects.like(name).exists() and not gone_among([name])


def gone_among(names: Collection[str]) -> set[str]:
    """Those of which somebody took leave within a year."""
    digests = {name: GoneName.digests_of(name) for name in names}
    since = timezone.now().date() - GoneName.KEEP
    asked = [digest for pair in digests.values() for digest in pair]
    known = set(GoneName.objects.filter(day__gt=since, pk__in=asked).values_list("pk", flat=True))
    return {name for name, pair in digests.items() if not known.isdisjoint(pair)}
