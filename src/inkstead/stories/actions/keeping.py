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
    if revision.packed is None:
        pack_revision(revision)
    revision.full_html = revision.full_text = None
    revision.save(update_fields=["full_html", "full_text", "packed", "packed_on"])


def unpack_live(part: Part) -> None:
    """Readers' pages read the live text as it is. What is packed on it stays so."""
    live = part.live
    if live is not None and live.full_html is None:
        live.full_html, live.full_text = live.html, live.text
        live.save(update_fields=["full_html", "full_text"])


def pack_revision(revision: Revision) -> None:
    """Fills the packed form in place of the full one. It resembles the last that was packed on its own.

    How much that one takes stands for how much this one would: packing a long text twice to know costs a writer's time.
    """
    html = revision.html
    base = _last_alone(revision)
    against = pack(html, base.html) if base is not None else b""
    if base is not None and len(against) * WORTH_IT < len(base.packed or b""):
        revision.packed, revision.packed_on = against, base
    else:
        revision.packed, revision.packed_on = pack(html), None
    revision.full_html = revision.full_text = None


def _last_alone(revision: Revision) -> Revision | None:
    alone = Revision.objects.filter(part=revision.part_id, packed__isnull=False, packed_on=None)
    return alone.exclude(pk=revision.pk).order_by("-number").first()
