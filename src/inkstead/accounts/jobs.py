from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from inkstead.accounts.models import GoneName, User
from inkstead.background import job

KEEP_UNCONFIRMED = timedelta(days=7)


@job
def forget_old_signups() -> int:
    """Addresses that nobody confirmed within a week are none of our business."""
    begun = User.objects.never_confirmed().filter(created_at__lt=timezone.now() - KEEP_UNCONFIRMED)
    gone = begun.count()
    begun.delete()
    return gone


@job
def forget_gone_names() -> int:
    """After a year a name is free again, and nothing says that it was anybody's."""
    gone, _ = GoneName.objects.filter(day__lte=timezone.now().date() - GoneName.KEEP).delete()
    return gone
