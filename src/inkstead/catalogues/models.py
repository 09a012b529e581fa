"""Secret addresses under which programs that cannot sign in read what is one person's own; which sitemaps there are."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import User


class AddressKind(models.TextChoices):
    FEED = "feed", "Feed of what you follow"
    CATALOGUE = "catalogue", "Catalogue for e-readers"


class SecretAddress(models.Model):
    """Whoever has the secret reads what it leads to, until it is made anew or taken back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="secret_addresses", db_index=False)
    kind = models.CharField(max_length=16, choices=AddressKind)
    secret = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "secret addresses"
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_secret_address_of_each_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()


class SitemapFile(models.Model):
    """A sitemap with something in it (see `sitemaps`): a range of ids of a kind, and when it last changed."""

    kind = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="a_sitemap_file_once")]

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"
