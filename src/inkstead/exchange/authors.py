"""Which pen name is meant."""

from __future__ import annotations

import difflib

from django.db.models import Q

from inkstead.accounts.models import PenName
from inkstead.lib.refusals import Refused
from inkstead.lib.slugs import slugify_title

LOOK_THROUGH = 20_000


def find_author(name: str, *, also_closed: bool = False) -> PenName:
    """By name, whatever its case, or by the name in the address. An unknown one is refused, with close ones."""
    wanted = name.strip()
    meant = Q(name__iexact=wanted) | Q(slug=slugify_title(wanted))
    found = list(PenName.objects.filter(meant).select_related("user")[:2])
    exact = next((pen_name for pen_name in found if pen_name.name == wanted), found[0] if found else None)
    if exact is None:
        raise Refused(f"There is no pen name “{wanted[:60]}”.{_close_to(wanted)}", code="unknown_author")
    if not (exact.user.is_active or also_closed):
        raise Refused(f"The account of “{exact.name}” is closed.", code="forbidden")
    return exact


def _close_to(wanted: str) -> str:
    names = dict.fromkeys(PenName.objects.order_by("pk").values_list("name", flat=True)[:LOOK_THROUGH])
    if not names:
        return " There are none yet; `inkstead user create` makes one."
    by_lower = {name.lower(): name for name in names}
    close = [by_lower[found] for found in difflib.get_close_matches(wanted.lower(), by_lower, n=3)]
    return f" Did you mean {' or '.join(f'“{found}”' for found in close)}?" if close else ""
