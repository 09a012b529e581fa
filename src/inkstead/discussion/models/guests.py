"""People without an account who comment, and what tells them from machines."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.stories.models import Story


class Guest(models.Model):
    """Whoever holds a pass that a browser got with its first comment. Of the pass only the digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    trusted_at = models.DateTimeField(null=True, blank=True)  # a comment of theirs was approved


class SpentProof(models.Model):
    """A challenge that was answered; nobody answers it twice."""

    nonce = models.CharField(max_length=32, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="spent_proofs_by_age")]


class Word(models.Model):
    """How often the filter met a word in comments that were kept, and in spam. The empty word counts comments."""

    word = models.CharField(max_length=64, primary_key=True)
    good = models.PositiveIntegerField(default=0)
    spam = models.PositiveIntegerField(default=0)


class Wave(models.Model):
    """Guests' comments that were hidden together."""

    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    story = models.ForeignKey(Story, null=True, blank=True, on_delete=models.CASCADE, related_name="+")  # or anywhere
    at = models.DateTimeField(default=timezone.now)
    alike = models.CharField(max_length=8)  # "text", "network" or "time"
    undone_at = models.DateTimeField(null=True, blank=True)


class WaveComment(models.Model):
    """One comment of a wave, and how it stood before."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="comments")
    comment = models.ForeignKey("Comment", on_delete=models.CASCADE, related_name="+")
    stood = models.CharField(max_length=8)
    learned = models.CharField(max_length=4, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "comment"], name="a_comment_once_in_a_wave")]


class Trace(models.Model):
    """By what comments of one wave are known; thrown away after some weeks. No address: a keyed hash of its network."""

    comment = models.OneToOneField("Comment", primary_key=True, on_delete=models.CASCADE, related_name="trace")
    network = models.CharField(max_length=24)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["network", "at"], name="traces_of_a_network"),
            models.Index(fields=["at"], name="traces_by_age"),
        ]
