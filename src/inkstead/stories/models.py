"""Stories and their parts. Permission is how they are found: start every look-up from `visible_to(reader)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.lib.languages import direction
from inkstead.lib.slugs import slugify_title

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    Reader = User | AnonymousUser | None


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


def signed_in(reader: Reader) -> bool:
    return reader is not None and reader.is_authenticated


class Tag(models.Model):
    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, reader: Reader) -> StoryQuerySet:
        """Those this reader may open, knowing the address. Unlisted ones are among them; see `listed_for`."""
        may = Q(visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED], parts_published__gt=0)
        if signed_in(reader):
            assert isinstance(reader, User)
            followed = StoryFollow.objects.filter(user=reader).values("story")
            may |= Q(visibility=Visibility.FOLLOWERS, parts_published__gt=0, pk__in=followed)
            may |= Q(author__in=reader.pen_names.all())
        return self.filter(may)

    def listed(self) -> StoryQuerySet:
        """Those that a list for strangers may name."""
        return self.filter(visibility=Visibility.PUBLIC, parts_published__gt=0)

    def written_by(self, user: User) -> StoryQuerySet:
        return self.filter(author__user=user)


class Story(models.Model):
    author = models.ForeignKey(PenName, on_delete=models.PROTECT, related_name="stories")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True, max_length=5000)
    cover = models.FileField(upload_to="covers/", blank=True)
    language = models.CharField(max_length=35, default="en")
    status = models.CharField(max_length=16, choices=Status, default=Status.ONGOING)
    rating = models.CharField(max_length=16, choices=Rating, default=Rating.EVERYONE)
    warnings = models.JSONField(default=list, blank=True)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    show_elsewhere_counts = models.BooleanField(default=True)
    tags = models.ManyToManyField(Tag, through="StoryTag", related_name="stories")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    # Kept by the actions that publish and withdraw, so that lists need no join.
    parts_published = models.PositiveIntegerField(default=0)
    words_published = models.PositiveIntegerField(default=0)
    first_published_at = models.DateTimeField(null=True, blank=True)
    last_published_at = models.DateTimeField(null=True, blank=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        indexes = [
            models.Index(fields=["-last_published_at", "-id"], name="newly_updated", condition=Q(visibility="public")),
            models.Index(fields=["title"], name="stories_by_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        return slugify_title(self.title)

    @property
    def direction(self) -> str:
        return direction(self.language)


class StoryTag(models.Model):
    story = models.ForeignKey(Story, on_delete=models.CASCADE)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["story", "tag"], name="a_tag_once_per_story")]


class StoryFollow(models.Model):
    """Who follows a story; followers-only stories open for them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="story_follows")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="follows")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "story"], name="a_story_followed_once")]


class Volume(models.Model):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="volumes")
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class PartQuerySet(models.QuerySet["Part"]):
    def published(self) -> PartQuerySet:
        return self.filter(state=State.PUBLISHED)

    def visible_to(self, reader: Reader) -> PartQuerySet:
        """Those this reader may open: the story's and the part's own visibility both allow it."""
        open_to_all = [Visibility.PUBLIC, Visibility.UNLISTED]
        may = Q(state=State.PUBLISHED, visibility__in=open_to_all, story__visibility__in=open_to_all)
        if signed_in(reader):
            assert isinstance(reader, User)
            followed = StoryFollow.objects.filter(user=reader).values("story")
            may |= Q(state=State.PUBLISHED, story__in=followed) & ~(
                Q(visibility=Visibility.PRIVATE) | Q(story__visibility=Visibility.PRIVATE)
            )
            may |= Q(story__author__in=reader.pen_names.all())
        return self.filter(may)

    def listed(self) -> PartQuerySet:
        """Those that a list for strangers may name."""
        return self.published().filter(visibility=Visibility.PUBLIC, story__visibility=Visibility.PUBLIC)

    def told(self) -> PartQuerySet:
        """Those that a story's own page names to everybody who may open it."""
        return self.published().filter(visibility=Visibility.PUBLIC)

    def told_to(self, reader: Reader) -> PartQuerySet:
        """Those that a table of contents names to this reader: followers see more, nobody what is unlisted."""
        return self.visible_to(reader).published().filter(visibility__in=[Visibility.PUBLIC, Visibility.FOLLOWERS])

    def in_order(self) -> PartQuerySet:
        return self.order_by("position", "id")


class Part(models.Model):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="parts")
    volume = models.ForeignKey(Volume, null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    title = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    notes_before = models.TextField(blank=True, max_length=20_000)
    notes_after = models.TextField(blank=True, max_length=20_000)
    # {"reads": 15600, "votes": 385, "comments": 42, "shown": "15.6K 385 42"} where it came from; never in ours.
    elsewhere = models.JSONField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    revised_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    # The newest text, and the one that readers see: apart, so that a correction can be prepared while they read.
    head = models.ForeignKey("Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    live = models.ForeignKey("Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_is_published_has_a_text_and_a_date",
                condition=~Q(state="published") | Q(live__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_scheduled_has_a_time", condition=~Q(state="scheduled") | Q(publish_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["story", "position"], name="parts_in_order"),
            models.Index(fields=["publish_at"], name="parts_due", condition=Q(state="scheduled")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("part", args=[self.pk, self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def slug(self) -> str:
        return slugify_title(self.title)


class Revision(models.Model):
    """One saved state of a part's text. Never changed after it was written."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    html = models.TextField()
    text = models.TextField()  # derived from the html, for search, previews and plain exports
    words = models.PositiveIntegerField()
    scenes = models.PositiveIntegerField()
    # The sanitising rules that this text went through.
    rules_version = models.PositiveSmallIntegerField()
    by = models.ForeignKey(PenName, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "number"], name="revisions_count_up")]


class PartCounts(models.Model):
    """What the counters line shows. Each number can be rebuilt from the rows beneath it (`inkstead recount`)."""

    part = models.OneToOneField(Part, primary_key=True, on_delete=models.CASCADE, related_name="counts")
    reads = models.PositiveBigIntegerField(default=0)
    votes = models.PositiveBigIntegerField(default=0)
    comments = models.PositiveBigIntegerField(default=0)


class StoryCounts(models.Model):
    """The sums over a story's parts, for lists and rankings."""

    story = models.OneToOneField(Story, primary_key=True, on_delete=models.CASCADE, related_name="counts")
    reads = models.PositiveBigIntegerField(default=0)
    votes = models.PositiveBigIntegerField(default=0)
    comments = models.PositiveBigIntegerField(default=0)
    followers = models.PositiveBigIntegerField(default=0)
