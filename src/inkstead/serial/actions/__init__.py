"""Changes of when things appear."""

from inkstead.serial.actions.announcements import (
    delete_announcement,
    edit_announcement,
    make_announcement,
    make_due_announcements,
    take_down_announcement,
)
from inkstead.serial.actions.dates import RowsRefused, Wish, schedule_parts
from inkstead.serial.actions.hiatus import begin_hiatus, end_due_hiatuses, end_hiatus, return_of
from inkstead.serial.actions.opening import open_due_parts, open_later
from inkstead.serial.actions.queue import (
    OutOfOrder,
    go_on_without,
    move_in_queue,
    put_in_queue,
    reflow_queue,
    reorder_queue,
    take_out_of_queue,
)
from inkstead.serial.actions.slots import add_slots, choose_plan_zone, give_early_access, remove_slot

__all__ = [
    "OutOfOrder",
    "RowsRefused",
    "Wish",
    "add_slots",
    "begin_hiatus",
    "choose_plan_zone",
    "delete_announcement",
    "edit_announcement",
    "end_due_hiatuses",
    "end_hiatus",
    "give_early_access",
    "go_on_without",
    "make_announcement",
    "make_due_announcements",
    "move_in_queue",
    "open_due_parts",
    "open_later",
    "put_in_queue",
    "reflow_queue",
    "remove_slot",
    "reorder_queue",
    "return_of",
    "schedule_parts",
    "take_down_announcement",
    "take_out_of_queue",
]
