"""Changes between people who work on a story."""

from inkstead.collaboration.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    offer_story,
    take_back_invitation,
)
from inkstead.collaboration.actions.links import make_secret_link, open_secret_link, revoke_secret_link
from inkstead.collaboration.actions.margin import remove_note, resolve_note, write_note
from inkstead.collaboration.actions.membership import change_role, remove_contributor
from inkstead.collaboration.actions.suggestions import (
    Wish,
    accept_all,
    accept_suggestion,
    refuse_suggestion,
    suggest,
    take_back_suggestion,
)
from inkstead.collaboration.actions.transfer import hand_over

__all__ = [
    "Wish",
    "accept_all",
    "accept_invitation",
    "accept_suggestion",
    "change_role",
    "decline_invitation",
    "hand_over",
    "invite",
    "make_secret_link",
    "offer_story",
    "open_secret_link",
    "refuse_suggestion",
    "remove_contributor",
    "remove_note",
    "resolve_note",
    "revoke_secret_link",
    "suggest",
    "take_back_invitation",
    "take_back_suggestion",
    "write_note",
]
