"""People and the names they write under. No public row points from one pen name to another of the same person."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from inkstead.accounts.addresses import pen_name_address
from inkstead.accounts.lookalikes import skeleton_of
from inkstead.accounts.names import slug_of


class Adult(models.TextChoices):
    """How somebody meets what is rated for adults."""

    ASK = "ask", "Ask me each time I come by"
    SHOW = "show", "Show it"
    HIDE = "hide", "Ask me, and name it in no list"


class Standing(models.TextChoices):
    """What a decision of moderators leaves somebody."""

    GOOD = "", "In good standing"
    LIMITED = "limited", "Cannot comment or publish"
    SUSPENDED = "suspended", "Can only read, and take away what is theirs"
    BANNED = "banned", "Can only read, and take away what is theirs, for good"


class UserManager(BaseUserManager["User"]):
    def never_confirmed(self, emails: Collection[str] | None = None) -> models.QuerySet[User]:
        """Sign-ups (with one of these addresses) that were begun and left: nobody has been here through them."""
        begun = self.filter(last_login=None, pen_names=None).exclude(emailaddress__verified=True)
        return begun if emails is None else begun.filter(email__in=emails)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class Role(models.TextChoices):
    READER = "reader", "Reader"
    TAG_KEEPER = "tag_keeper", "Tag keeper"
    MODERATOR = "moderator", "Moderator"
    ADMIN = "admin", "Administrator"


class User(AbstractBaseUser):
    """A person: known by an e-mail address that nobody else ever sees."""

    email = models.EmailField(unique=True)
    role = models.CharField(max_length=16, choices=Role, default=Role.READER)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # How this person likes to read: font, size, paper… (see reading.preferences for the keys).
    preferences = models.JSONField(default=dict, blank=True)
    # Where this person's clock hangs, as in "Europe/Berlin"; empty until they or their browser said it.
    zone = models.CharField(max_length=64, blank=True)
    adult = models.CharField(max_length=4, choices=Adult, default=Adult.ASK)
    standing = models.CharField(max_length=9, choices=Standing, blank=True, default=Standing.GOOD)
    standing_until = models.DateTimeField(null=True, blank=True)  # empty: until somebody decides otherwise
    # The one in use now.
    pen_name = models.ForeignKey("PenName", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Asked for at sign-up; becomes a pen name when the address is confirmed.
    wished_pen_name = models.CharField(max_length=60, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_email")]

    def __str__(self) -> str:
        return f"account {self.pk}"

    @property
    def is_moderator(self) -> bool:
        """While they are not suspended: then they look after nothing but what is their own."""
        return self.has_office and not self.is_suspended

    @property
    def has_office(self) -> bool:
        return self.role in (Role.MODERATOR, Role.ADMIN)

    @property
    def standing_now(self) -> str:
        """What is over by its date is over."""
        is_over = self.standing_until is not None and self.standing_until <= timezone.now()
        return Standing.GOOD if is_over else self.standing

    @property
    def may_speak(self) -> bool:
        return self.standing_now == Standing.GOOD

    @property
    def is_suspended(self) -> bool:
        return self.standing_now in (Standing.SUSPENDED, Standing.BANNED)


class PenNameQuerySet(models.QuerySet["PenName"]):
    def like(self, name: str) -> PenNameQuerySet:
        """Those that nobody could tell from this name."""
        return self.filter(Q(slug=slug_of(name)) | Q(skeleton=skeleton_of(name)))

    def closed_to(self, reader: User) -> PenNameQuerySet:
        """Those under which somebody keeps this reader out, whatever name they blocked them by. A name can come more
        than once: ask whether another is among them."""
        meant = Q(user__blocks__as_name=None) | Q(user__blocks__as_name=F("pk"))
        return self.filter(meant, user__blocks__pen_name__user=reader)

    def open_to(self, reader: object) -> PenNameQuerySet:
        """Those whose page this reader may open."""
        return self.filter(user__is_active=True).shown_to(reader)

    def shown_to(self, reader: object) -> PenNameQuerySet:
        """Those too whose account has closed and whose stories still stand; whoever kept this reader out still does."""
        if not isinstance(reader, User):
            return self
        return self.exclude(pk__in=PenName.objects.closed_to(reader).values("pk"))


class PenName(models.Model):
    """The public identity that a person writes and speaks under."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pen_names")
    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=80, unique=True)
    # What it looks like (`lookalikes`). Empty only for names from before that rule which look like an older one.
    skeleton = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - many may have none
    bio = models.TextField(blank=True, max_length=2000)
    bio_withheld = models.BooleanField(default=False)  # by moderators: nobody else sees it
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PenNameQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="pen_names_are_unique")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return pen_name_address(self.slug)


def today() -> date:
    return timezone.now().date()


class GoneName(models.Model):
    """That a name belonged to somebody who left, so that nobody poses as them. It tells the name only to whoever has
    this site's secret and guesses it, and nothing of whose it was; two rows for each: names are alike in two ways."""

    KEEP: ClassVar = timedelta(days=365)

    digest = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(default=today, db_index=True)

    @staticmethod
    def digests_of(name: str) -> list[str]:
        alike = (f"slug {slug_of(name)}", f"look {skeleton_of(name)}")
        return [salted_hmac("inkstead.gone_names", one, algorithm="sha256").hexdigest() for one in alike]


class Block(models.Model):
    """Somebody keeps a person out. It names the one pen name that they know; it holds for every name of that person,
    and nobody is told which those are."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="blocks", db_index=False)
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="blocked_by")
    # The one name of theirs that is closed; empty means all of them.
    as_name = models.ForeignKey(PenName, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "pen_name"], name="a_pen_name_blocked_once")]


class ApiToken(models.Model):
    """A key for programs. Only its digest is kept, so a stolen table opens nothing."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    pen_name = models.ForeignKey(PenName, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
