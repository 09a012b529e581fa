"""Keeping in mind which sitemaps there are and when something in them last changed."""

from __future__ import annotations

from django.db import transaction

from inkstead.catalogues.models import SitemapFile
from inkstead.catalogues.sitemaps import KINDS, NO_DATE, last_number, newest, number_of, within


@transaction.atomic
def note_change(kind: str, pk: int) -> None:
    """Something is new or otherwise than before. What is not to be found by everybody changes nothing: when it went is
    for nobody to see."""
    found = KINDS[kind].rows().filter(pk=pk).values_list("changed", flat=True).first()
    if found is None:
        return
    row, is_new = SitemapFile.objects.select_for_update().get_or_create(
        kind=kind, number=number_of(pk), defaults={"changed_at": found}
    )
    if not is_new and row.changed_at < found:
        row.changed_at = found
        row.save(update_fields=["changed_at"])


def mend_sitemaps() -> int:
    """Every file looked at; answers how many rows were wrong. A million parts take some seconds of reading."""
    return sum(_mend(kind, number) for kind in KINDS for number in range(_most(kind) + 1))


def _most(kind: str) -> int:
    kept = SitemapFile.objects.filter(kind=kind).order_by("-number").values_list("number", flat=True).first()
    return max(last_number(kind), -1 if kept is None else kept)


def _mend(kind: str, number: int) -> bool:
    at = newest(kind, number)
    if at is None and within(kind, number).exists():
        at = NO_DATE  # it came before anybody kept days
    rows = SitemapFile.objects.filter(kind=kind, number=number)
    if at is None:
        return bool(rows.delete()[0])
    if rows.filter(changed_at=at).exists():
        return False
    SitemapFile.objects.update_or_create(kind=kind, number=number, defaults={"changed_at": at})
    return True
