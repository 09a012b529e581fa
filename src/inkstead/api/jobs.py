"""Background entry points."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from inkstead.api.models import IdempotencyKey
from inkstead.background import job

KEEP_KEYS = timedelta(hours=48)


@job
def prune_idempotency_keys() -> int:
    """Answers how many were forgotten."""
    gone, _ = IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEEP_KEYS).delete()
    return gone
