"""Keep places and history, follow, and put stories on shelves."""

from inkstead.library.actions.follows import (
    follow_pen_name,
    follow_shelf,
    follow_tag,
    unfollow_pen_name,
    unfollow_shelf,
    unfollow_tag,
)
from inkstead.library.actions.hides import hide, show_again
from inkstead.library.actions.history import forget_history, forget_part, go_on_with_history, pause_history
from inkstead.library.actions.places import carry_places, forget_place, keep_place
from inkstead.library.actions.shelves import (
    delete_shelf,
    edit_shelf,
    ensure_shelves,
    make_shelf,
    place_entry,
    put_on_shelf,
    renew_secret,
    step_entry,
    take_off_shelf,
    write_shelf_note,
)

__all__ = [
    "carry_places",
    "delete_shelf",
    "edit_shelf",
    "ensure_shelves",
    "follow_pen_name",
    "follow_shelf",
    "follow_tag",
    "forget_history",
    "forget_part",
    "forget_place",
    "go_on_with_history",
    "hide",
    "keep_place",
    "make_shelf",
    "pause_history",
    "place_entry",
    "put_on_shelf",
    "renew_secret",
    "show_again",
    "step_entry",
    "take_off_shelf",
    "unfollow_pen_name",
    "unfollow_shelf",
    "unfollow_tag",
    "write_shelf_note",
]
