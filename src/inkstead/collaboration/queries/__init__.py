"""What people who work together see."""

from inkstead.collaboration.queries.links import links_of
from inkstead.collaboration.queries.margin import Around, Margin, Passage, around, draft_passages, margin_of
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
from inkstead.collaboration.queries.suggestions import Suggestions, open_suggestions, suggestions_of

__all__ = [
    "ROLES",
    "Around",
    "Margin",
    "Mine",
    "Passage",
    "Person",
    "Suggestions",
    "around",
    "draft_passages",
    "invitations_of",
    "links_of",
    "margin_of",
    "mine_elsewhere",
    "open_invitations",
    "open_suggestions",
    "people_of",
    "role_label",
    "suggestions_of",
]
