"""Vote, comment, react; look after comments; keep them where they belong."""

from inkstead.discussion.actions.deciding import decide_part_talk, decide_talk
from inkstead.discussion.actions.guests import GuestSaid, forget_guests, hardness, post_guest_comment
from inkstead.discussion.actions.placing import carry_comments, comments_lost_by, place_comment, put_back
from inkstead.discussion.actions.reacting import (
    react,
    react_to_paragraph,
    take_back_paragraph_reaction,
    take_back_reaction,
)
from inkstead.discussion.actions.saying import delete_comment, edit_comment, post_comment
from inkstead.discussion.actions.tending import (
    approve_comment,
    hide_comment,
    mark_comment,
    remove_comment,
    show_comment,
)
from inkstead.discussion.actions.voting import VoteState, cast_vote, take_back_vote
from inkstead.discussion.actions.walls import (
    can_take_off,
    decide_wall,
    take_off_wall,
    who_may,
    why_not_here,
    withhold_post,
    write_on_wall,
)
from inkstead.discussion.actions.waves import hide_wave, undo_wave, wave_around

__all__ = [
    "GuestSaid",
    "VoteState",
    "approve_comment",
    "can_take_off",
    "carry_comments",
    "cast_vote",
    "comments_lost_by",
    "decide_part_talk",
    "decide_talk",
    "decide_wall",
    "delete_comment",
    "edit_comment",
    "forget_guests",
    "hardness",
    "hide_comment",
    "hide_wave",
    "mark_comment",
    "place_comment",
    "post_comment",
    "post_guest_comment",
    "put_back",
    "react",
    "react_to_paragraph",
    "remove_comment",
    "show_comment",
    "take_back_paragraph_reaction",
    "take_back_reaction",
    "take_back_vote",
    "take_off_wall",
    "undo_wave",
    "wave_around",
    "who_may",
    "why_not_here",
    "withhold_post",
    "write_on_wall",
]
