"""Changes to stories and parts."""

from inkstead.stories.actions.again import Before, show_again, standing
from inkstead.stories.actions.arranging import (
    move_into,
    move_part,
    number_part,
    put_back,
    put_parts,
    step_part,
    step_volume,
)
from inkstead.stories.actions.bin import (
    bin_part,
    bin_parts,
    bin_story,
    empty_bin,
    restore_part,
    restore_parts,
    restore_story,
)
from inkstead.stories.actions.carrying import NewText, carries
from inkstead.stories.actions.counts import add_counts, mark_stale, note_networks
from inkstead.stories.actions.covers import forget_lost_covers, remove_cover, set_cover
from inkstead.stories.actions.drafts import (
    Kept,
    Typed,
    keep_aside,
    keep_new_part,
    keep_typed,
    settle_aside,
    take_from_both,
)
from inkstead.stories.actions.follows import follow_story, unfollow_story
from inkstead.stories.actions.holding import hold_part, hold_parts
from inkstead.stories.actions.images import forget_unused_images
from inkstead.stories.actions.parting import names_closed_by
from inkstead.stories.actions.publishing import (
    must_lie_ahead,
    publish_due_parts,
    publish_part,
    publish_parts,
    schedule_part,
    withdraw_part,
    withdraw_parts,
)
from inkstead.stories.actions.series import create_series, delete_series, dissolve_series, edit_series
from inkstead.stories.actions.stories import bury_story, create_story, delete_story, edit_story, remove_story
from inkstead.stories.actions.tags import forget_unused_tags
from inkstead.stories.actions.totals import refresh_story_totals
from inkstead.stories.actions.volumes import create_volume, delete_volume, rename_volume, volume_back
from inkstead.stories.actions.withholding import release_part, release_story, withhold_part, withhold_story
from inkstead.stories.actions.writing import (
    NewPart,
    Stale,
    add_parts,
    create_part,
    delete_part,
    edit_part,
    revise_part,
)

__all__ = [
    "Before",
    "Kept",
    "NewPart",
    "NewText",
    "Stale",
    "Typed",
    "add_counts",
    "add_parts",
    "bin_part",
    "bin_parts",
    "bin_story",
    "bury_story",
    "carries",
    "create_part",
    "create_series",
    "create_story",
    "create_volume",
    "delete_part",
    "delete_series",
    "delete_story",
    "delete_volume",
    "dissolve_series",
    "edit_part",
    "edit_series",
    "edit_story",
    "empty_bin",
    "follow_story",
    "forget_lost_covers",
    "forget_unused_images",
    "forget_unused_tags",
    "hold_part",
    "hold_parts",
    "keep_aside",
    "keep_new_part",
    "keep_typed",
    "mark_stale",
    "move_into",
    "move_part",
    "must_lie_ahead",
    "names_closed_by",
    "note_networks",
    "number_part",
    "publish_due_parts",
    "publish_part",
    "publish_parts",
    "put_back",
    "put_parts",
    "refresh_story_totals",
    "release_part",
    "release_story",
    "remove_cover",
    "remove_story",
    "rename_volume",
    "restore_part",
    "restore_parts",
    "restore_story",
    "revise_part",
    "schedule_part",
    "set_cover",
    "settle_aside",
    "show_again",
    "standing",
    "step_part",
    "step_volume",
    "take_from_both",
    "unfollow_story",
    "volume_back",
    "withdraw_part",
    "withdraw_parts",
    "withhold_part",
    "withhold_story",
]
