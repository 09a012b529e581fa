"""Stories and their parts. Permission is how they are found: start every look-up from `visible_to(reader)`."""

from inkstead.stories.models.choices import Rating, Role, State, Status, TagKind, Visibility
from inkstead.stories.models.counts import VOICES, FollowDay, NetworkDay, PartCounts, StaleDay, StoryCounts
from inkstead.stories.models.parts import Part, PartQuerySet, Volume
from inkstead.stories.models.people import Contributor, Invitation, StoryFollow, closed_stories, signed_in
from inkstead.stories.models.revisions import Revision, RevisionQuerySet
from inkstead.stories.models.series import Series, SeriesEntry
from inkstead.stories.models.stories import Story, StoryQuerySet
from inkstead.stories.models.tags import StoryTag, Tag, TagAbove, TagLink, TagName
from inkstead.stories.models.tombstones import Tombstone, TombstonePart

__all__ = [
    "VOICES",
    "Contributor",
    "FollowDay",
    "Invitation",
    "NetworkDay",
    "Part",
    "PartCounts",
    "PartQuerySet",
    "Rating",
    "Revision",
    "RevisionQuerySet",
    "Role",
    "Series",
    "SeriesEntry",
    "StaleDay",
    "State",
    "Status",
    "Story",
    "StoryCounts",
    "StoryFollow",
    "StoryQuerySet",
    "StoryTag",
    "Tag",
    "TagAbove",
    "TagKind",
    "TagLink",
    "TagName",
    "Tombstone",
    "TombstonePart",
    "Visibility",
    "Volume",
    "closed_stories",
    "signed_in",
]
