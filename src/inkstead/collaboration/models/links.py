"""An address that opens one draft to whoever holds it."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import PenName
from inkstead.stories.models import Part, Revision


class SecretLinkQuerySet(models.QuerySet["SecretLink"]):
    def open(self, now: datetime | None = None) -> SecretLinkQuerySet:
        """Those that lead somewhere: not revoked, not over, to something that does not lie in the bin."""
        moment = now or timezone.now()
        not_over = models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=moment)
        return self.filter(
            not_over, revoked_at__isnull=True, part__binned_at__isnull=True, part__story__binned_at__isnull=True
        )


class SecretLink(models.Model):
    """Only the digest of its token is kept, so a stolen table opens nothing."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="secret_links")
    made_by = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="+")
    for_whom = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    # The text that it shows for ever; without it, always the newest.
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["part", "-created_at"], name="secret_links_of_a_part")]

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
