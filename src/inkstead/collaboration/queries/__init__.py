"""What people who work together see."""

from inkstead.collaboration.queries.people import (
    ROLES,
    Mine,
    Person,
    invitations_of,
    mine_elsewhere,
    open_invitations,
    people_of,
    role_label,
)

__all__ = [
    "ROLES",
    "Mine",
    "Person",
    "invitations_of",
    "mine_elsewhere",
    "open_invitations",
    "people_of",
    "role_label",
]
