"""The words that a story and a part can carry."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    ONGOING = "ongoing", "Ongoing"
    COMPLETE = "complete", "Complete"
    HIATUS = "hiatus", "On hiatus"
    STUB = "stub", "Stub"
    DROPPED = "dropped", "Dropped"


class Rating(models.TextChoices):
    EVERYONE = "everyone", "Everyone"
    TEEN = "teen", "Teen"
    MATURE = "mature", "Mature"
    EXPLICIT = "explicit", "Explicit"


class Visibility(models.TextChoices):
    PUBLIC = "public", "Public"
    UNLISTED = "unlisted", "Unlisted"
    FOLLOWERS = "followers", "Followers only"
    PRIVATE = "private", "Private"


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Role(models.TextChoices):
    """What somebody may do with a story that is not theirs; `rules` says it in full."""

    COAUTHOR = "coauthor", "Co-author"
    EDITOR = "editor", "Editor"
    BETA = "beta", "Beta reader"


class TagKind(models.TextChoices):
    GENRE = "genre", "Genre"
    FANDOM = "fandom", "Fandom"
    CHARACTER = "character", "Character"
    RELATIONSHIP = "relationship", "Relationship"
    THEME = "theme", "Theme"
    WARNING = "warning", "Warning"
    FREEFORM = "freeform", "Anything else"
