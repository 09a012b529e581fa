"""Stories and their tags. Permission is how they are found: start every look-up from `visible_to(reader)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.lib.languages import direction
from inkstead.lib.slugs import slugify_title
from inkstead.lib.words import LONGEST_KEY, sort_key
from inkstead.stories.addresses import story_address
from inkstead.stories.models.choices import Rating, Role, State, Status, Visibility
from inkstead.stories.models.people import Contributor, StoryFollow, closed_stories, signed_in
from inkstead.stories.models.tags import Tag

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader


FOR_FOLLOWERS = (Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS)


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, reader: Reader) -> StoryQuerySet:
        """Those this reader may open, knowing the address. Unlisted ones are among them; see `listed_for`."""
        may = Q(visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED], parts_published__gt=0)
        if signed_in(reader):
            assert isinstance(reader, User)
            # Asked of the parts themselves: what only followers may read is not counted in `parts_published`.
            followed = StoryFollow.objects.filter(
                user=reader, story__parts__state=State.PUBLISHED, story__parts__visibility__in=FOR_FOLLOWERS
            )
            may |= Q(visibility__in=FOR_FOLLOWERS, pk__in=followed.values("story"))
            may &= ~closed_stories(reader)
            mine = Q(author__in=reader.pen_names.all()) | Q(pk__in=worked_on(reader))
            may |= mine & Q(binned_at__isnull=True)
        return self.filter(may)

    def listed(self) -> StoryQuerySet:
        """Those that a list for strangers may name."""
        return self.filter(visibility=Visibility.PUBLIC, parts_published__gt=0)

    def told_of(self, pen_name: PenName) -> StoryQuerySet:
        """Those that name them: as their author or beside their author."""
        beside = Contributor.objects.filter(pen_name=pen_name, role=Role.COAUTHOR).values("story")
        return self.filter(Q(author=pen_name) | Q(pk__in=beside))

    def locked(self) -> StoryQuerySet:
        """Held until the transaction ends, with the author joined for the rules. Every change locks the story first."""
        return self.select_for_update(of=("self",), no_key=True).select_related("author")

    def written_by(self, user: User) -> StoryQuerySet:
        return self.filter(author__user=user, binned_at__isnull=True)

    def in_bin_of(self, user: User) -> StoryQuerySet:
        """Only its author throws a story away, so only they find it there."""
        return self.filter(author__user=user, binned_at__isnull=False)

    def worked_on_by(self, user: User) -> StoryQuerySet:
        """Their own, and those on which they have any role; what lies in the bin is not among them."""
        return self.filter(Q(author__user=user) | Q(pk__in=worked_on(user)), binned_at__isnull=True)


def worked_on(user: User) -> models.QuerySet[Contributor, int]:
    """Ids of the stories on which somebody has a role."""
    return Contributor.objects.filter(pen_name__user=user).values_list("story", flat=True)


class SortedTitle(models.CharField[str, str]):
    """Made of the title with every save."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = sort_key(model_instance.title)  # type: ignore[attr-defined]  # of a story
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, _, args, keywords = super().deconstruct()
        return name, "django.db.models.CharField", args, keywords  # migrations need not know us


class Story(models.Model):
    author = models.ForeignKey(PenName, on_delete=models.PROTECT, related_name="stories")
    title = models.CharField(max_length=200)
    sorted_title = SortedTitle(max_length=LONGEST_KEY, default="", db_default="", editable=False)
    summary = models.TextField(blank=True, max_length=5000)
    cover = models.FileField(upload_to="covers/", blank=True)
    language = models.CharField(max_length=35, default="en")
    status = models.CharField(max_length=16, choices=Status, default=Status.ONGOING)
    rating = models.CharField(max_length=16, choices=Rating, default=Rating.EVERYONE)
    warnings = models.JSONField(default=list, blank=True)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    # Shown before and after every part, besides the part's own notes.
    standing_before = models.TextField(blank=True, max_length=20_000)
    standing_after = models.TextField(blank=True, max_length=20_000)
    # The day on which a story on hiatus goes on, if its author said so.
    returns_on = models.DateField(null=True, blank=True)
    # In the bin since then: private for that long, and back to what it was when it is restored.
    binned_at = models.DateTimeField(null=True, blank=True)
    visibility_before_bin = models.CharField(max_length=16, blank=True)
    # Moderators took it out of sight: private meanwhile, and what it was before.
    withheld_from = models.CharField(max_length=16, blank=True)
    downloads = models.BooleanField(default=True)  # readers may take it away as a book
    full_feeds = models.BooleanField(default=True)  # feeds carry the whole text of its parts
    # Programs that collect texts to train on may take it, where the operator lets them in at all.
    ai_crawlers = models.BooleanField(default=False)
    # Where it went: readers who come here are sent on. Empty while it stands here.
    moved_to = models.CharField(max_length=500, blank=True)
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
            models.Index(fields=["sorted_title", "id"], name="stories_by_sorted_title"),
            models.Index(fields=["binned_at"], name="binned_stories", condition=Q(binned_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return story_address(self.pk, self.title)

    @property
    def slug(self) -> str:
        return slugify_title(self.title)

    @property
    def direction(self) -> str:
        return direction(self.language)
