"""Kept searches in the archive that somebody takes away."""

from __future__ import annotations

from inkstead.accounts.models import User
from inkstead.discovery.models import SavedSearch
from inkstead.exchange.portable import Rows, adds_to_account


@adds_to_account("searches.json", "searches that you keep")
def searches(user: User) -> Rows:
    for row in SavedSearch.objects.filter(user=user).order_by("pk"):
        yield {"query": row.query, "hides": row.hides, "at": row.created_at}
