"""Who lives in the demo library, and when."""

from __future__ import annotations

import hashlib
import random
from datetime import datetime, timedelta

from django.utils import timezone

from inkstead.accounts.actions import create_account
from inkstead.accounts.models import PenName, User

DOMAIN = "demo.invalid"  # reserved: no mail can ever reach it
CROWD = 480  # silent readers who read, follow and vote


class Loading:
    """One loading of the library: its clock, its dice (always the same) and the people met so far."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.dice = random.Random(1868)  # noqa: S311 - the numbers only have to look alive
        self.people: dict[str, tuple[User, PenName]] = {}
        self.crowd: list[User] = []

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=max(days, 0.01))

    def some_day_since(self, days_ago: float) -> float:
        """Mostly soon after."""
        later = self.dice.expovariate(1 / 6)
        return max(days_ago - (later if later < days_ago else self.dice.uniform(0, days_ago)), 0.01)

    def person(self, name: str, bio: str = "") -> tuple[User, PenName]:
        if name not in self.people:
            address = hashlib.blake2b(name.encode(), digest_size=6).hexdigest()
            user, pen_name = create_account(pen_name=name, email=f"{address}@{DOMAIN}")
            PenName.objects.filter(pk=pen_name.pk).update(bio=bio, created_at=self.ago(70))
            self.people[name] = (user, pen_name)
        return self.people[name]
