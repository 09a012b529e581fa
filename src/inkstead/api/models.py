"""Answers that were given once, so that a program which asks again after a lost connection changes nothing twice."""

from __future__ import annotations

from typing import ClassVar

from django.db import connection, models
from django.utils import timezone

from inkstead.accounts.models import User

KEY_LIMIT = 200


class IdempotencyKeyManager(models.Manager["IdempotencyKey"]):
    def claim(self, user: User, key: str, request: str) -> bool:
        """Insert the key unless it stands already; whether it was new. Waits for another request that is at it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO api_idempotencykey (user_id, key, request, status, body, created_at)"
                " VALUES (%s, %s, %s, 0, '', %s) ON CONFLICT DO NOTHING",
                [user.pk, key, request, timezone.now()],
            )
            return bool(cursor.rowcount == 1)


class IdempotencyKey(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=KEY_LIMIT)
    request = models.CharField(max_length=64)  # the digest of what was asked
    status = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[IdempotencyKeyManager] = IdempotencyKeyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="an_idempotency_key_once_per_person")]

    def __str__(self) -> str:
        return self.key
