"""Keep every saved text, and keep old ones small."""

from __future__ import annotations

from inkstead.lib.packing import pack
from inkstead.stories.models import Part, Revision

# A text packed against another one must be this much smaller than on its own, or it begins a new row of likenesses.
WORTH_IT = 4


def pack_away(revision_id: int | None, part: Part) -> None:
    """Inside the transaction that moved `head` or `live` on: what is neither any more stands packed from now on."""
    if revision_id is None or revision_id in (part.head_id, part.live_id):
        return
    revision = Revision.objects.get(pk=revision_id)
    if revision.full_html is None:
        return
    pack_revision(revision)
    revision.save(update_fields=["full_html", "full_text", "packed", "packed_on"])


def pack_revision(revision: Revision) -> None:
    """Fills the packed form in place of the full one. It resembles the last that was packed on its own."""
    html = revision.html
    alone = pack(html)
    base = (
        Revision.objects.filter(part=revision.part_id, packed__isnull=False, packed_on=None)
        .exclude(pk=revision.pk)
        .order_by("-number")
        .first()
    )
    revision.packed, revision.packed_on = alone, None
    if base is not None:
        against = pack(html, base.html)
        if len(against) * WORTH_IT < len(alone):
            revision.packed, revision.packed_on = against, base
    revision.full_html = revision.full_text = None
