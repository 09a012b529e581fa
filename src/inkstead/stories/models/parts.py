"""Volumes and parts. Permission is how they are found: start every look-up from `visible_to(reader)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import User
from inkstead.lib.slugs import slugify_title
from inkstead.stories.addresses import part_address
from inkstead.stories.models.choices import Rating, State, Visibility
from inkstead.stories.models.people import StoryFollow, closed_stories, signed_in
from inkstead.stories.models.stories import Story, worked_on

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


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
            may &= ~closed_stories(reader, "story__")
            mine = Q(story__author__in=reader.pen_names.all()) | Q(story__in=worked_on(reader))
            may |= mine & Q(binned_at__isnull=True, story__binned_at__isnull=True)
        return self.filter(may)

    def worked_on_by(self, user: User) -> PartQuerySet:
        """Those of stories on which this person works, drafts too; what lies in the bin is not among them."""
        return self.in_hands_of(user).kept().filter(story__binned_at__isnull=True)

    def in_hands_of(self, user: User) -> PartQuerySet:
        """The same, and what lies in the bin."""
        return self.filter(Q(story__author__user=user) | Q(story__in=worked_on(user)))

    def in_bin_of(self, user: User) -> PartQuerySet:
        """Those that lie in the bin of a story on which this person works."""
        mine = Q(story__author__user=user) | Q(story__in=worked_on(user))
        return self.filter(mine, binned_at__isnull=False, story__binned_at__isnull=True)

    def kept(self) -> PartQuerySet:
        """Those that do not lie in the bin."""
        return self.filter(binned_at__isnull=True)

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
    # A part can be less for everybody than its story; empty means that it is like its story.
    rating = models.CharField(max_length=16, choices=Rating, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    notes_before = models.TextField(blank=True, max_length=20_000)
    notes_after = models.TextField(blank=True, max_length=20_000)
    # {"reads": 15600, "votes": 385, "comments": 42, "shown": "15.6K 385 42"} where it came from; never in ours.
    elsewhere = models.JSONField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    # Its turn in the story's slots gave it `publish_at`; see the serial engine.
    in_queue = models.BooleanField(default=False)
    # Early access ends then: the part becomes public by itself.
    opens_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    revised_at = models.DateTimeField(null=True, blank=True)
    # In the bin since then. What lies there is never published or scheduled, so questions about readers need not ask;
    # those about its writers do.
    binned_at = models.DateTimeField(null=True, blank=True)
    withheld = models.BooleanField(default=False)  # by moderators: withdrawn, and not to be published
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    # Title and notes that were saved for a published part, and that readers get with its next publishing.
    waiting = models.JSONField(default=dict, blank=True)
    # What the browser called a part that it wrote down before the server had heard of it.
    made_as = models.UUIDField(null=True, blank=True)
    # The newest text, and the one that readers see: apart, so that a correction can be prepared while they read.
    head = models.ForeignKey("Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    live = models.ForeignKey("Revision", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "made_as"], name="a_part_is_made_once"),
            models.CheckConstraint(
                name="what_is_published_has_a_text_and_a_date",
                condition=~Q(state="published") | Q(live__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="what_is_scheduled_has_a_time", condition=~Q(state="scheduled") | Q(publish_at__isnull=False)
            ),
            models.CheckConstraint(
                name="what_lies_in_the_bin_is_not_shown",
                condition=Q(binned_at__isnull=True) | Q(state__in=["draft", "withdrawn"]),
            ),
        ]
        indexes = [
            models.Index(fields=["story", "position"], name="parts_in_order"),
            models.Index(fields=["publish_at"], name="parts_due", condition=Q(state="scheduled")),
            models.Index(fields=["opens_at"], name="parts_to_open", condition=Q(opens_at__isnull=False)),
            models.Index(fields=["binned_at"], name="binned_parts", condition=Q(binned_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return part_address(self.pk, self.title)

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def newest(self) -> dict[str, str]:
        """Title and notes as they were saved last; readers of a published part may still see others."""
        stands = {"title": self.title, "notes_before": self.notes_before, "notes_after": self.notes_after}
        return {**stands, **self.waiting}

    @property
    def has_correction(self) -> bool:
        """Something newer than what readers see was saved."""
        return self.is_published and (self.live_id != self.head_id or bool(self.waiting))

    @property
    def slug(self) -> str:
        return slugify_title(self.title)
