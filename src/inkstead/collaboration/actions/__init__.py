"""Changes between people who work on a story."""

from inkstead.collaboration.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    offer_story,
    take_back_invitation,
)
from inkstead.collaboration.actions.membership import change_role, remove_contributor

__all__ = [
    "accept_invitation",
    "change_role",
    "decline_invitation",
    "invite",
    "offer_story",
    "remove_contributor",
    "take_back_invitation",
]
