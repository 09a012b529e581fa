from __future__ import annotations

from django.db.models import QuerySet

from inkstead.collaboration.models import SecretLink
from inkstead.stories.models import Part


def links_of(part: Part) -> QuerySet[SecretLink]:
    """Those that still open something, the newest first."""
    rows = SecretLink.objects.open().filter(part=part)
    return rows.select_related("made_by", "revision").defer("revision__full_html", "revision__packed").order_by("-pk")
