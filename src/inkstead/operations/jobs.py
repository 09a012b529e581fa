"""Background entry points."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

from inkstead.background import job


@job
def prune_sessions() -> None:
    """Sessions that have ended by themselves."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
