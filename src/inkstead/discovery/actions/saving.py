"""Keep a search: to be told of what is new in it, or to hide all that it finds."""

from __future__ import annotations

import secrets

from django.db import transaction

from inkstead.accounts.models import User
from inkstead.discovery.asking import LONGEST, pieces_of, typed_wider, understand
from inkstead.discovery.models import SavedSearch
from inkstead.discovery.queries.hiding import hides_everything
from inkstead.discovery.queries.lists import Wish, find
from inkstead.events import touch_after_commit
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused

LIMIT, HIDING_LIMIT = 100, 10


@transaction.atomic
def save_search(query: str, *, by: User, hides: bool = False) -> SavedSearch:
    """Saving the same once more changes only what it is for."""
    query = one_line(query, "search", limit=LONGEST, required=False)
    asked = understand(query)
    if asked.is_empty or asked.finds_nothing:
        raise Refused("There is nothing to look for in this search, so it cannot be kept.", code="invalid")
    query = _as_found(" ".join(pieces_of(query)))
    if hides:
        _must_hide_some(query)
    others = SavedSearch.objects.filter(user=by).exclude(query=query)
    if others.count() >= LIMIT:
        raise Refused(f"You keep {LIMIT} searches already; forget one first.", code="too_many")
    if hides and others.filter(hides=True).count() >= HIDING_LIMIT:
        raise Refused(f"At most {HIDING_LIMIT} searches can hide what they find.", code="too_many")
    saved, _ = SavedSearch.objects.update_or_create(
        user=by, query=query, defaults={"hides": hides}, create_defaults={"hides": hides, "secret": _secret()}
    )
    touch_after_commit([f"user:{by.pk}"])
    return saved


@transaction.atomic
def forget_search(search_id: int, *, by: User) -> None:
    SavedSearch.objects.filter(pk=search_id, user=by).delete()
    touch_after_commit([f"user:{by.pk}"])


def renew_search_secret(search_id: int, *, by: User) -> None:
    """Whoever had the old address of its feed reads nothing more."""
    SavedSearch.objects.filter(pk=search_id, user=by).update(secret=_secret())


def _must_hide_some(query: str) -> None:
    """Whoever hides by a search that says little would be left with an empty site, and not know why."""
    asked = understand(query)
    if asked.told:
        raise Refused(f"A search that hides has to be understood whole. {asked.told[0]}", code="invalid")
    if asked.names_nothing:
        told = "This search says what to leave out, or in which order, and names nothing that could be hidden."
        raise Refused(told, code="invalid")
    if not (asked.terms or asked.tags or asked.writers) and hides_everything(query):
        raise Refused("This search finds every story here: hiding it would leave nothing.", code="invalid")


def _as_found(query: str) -> str:
    """Where no story has just these words, the page shows those with words that begin so, and that is what is kept."""
    if find(Wish(query), size=1).widened and len(wider := typed_wider(query)) <= LONGEST:
        return wider
    return query


def _secret() -> str:
    return secrets.token_urlsafe(24)
