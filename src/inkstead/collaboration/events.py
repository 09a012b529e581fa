"""What happens between people who work on a story. Ids only: who is told of it, and how, is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.events import Fact

# Pages that name the people of a story, and those of the people who joined or left.
PEOPLE = ("story:{story_id}", "penname:{author_id}", "penname:{pen_name_id}")


@dataclass(frozen=True)
class PersonInvited(Fact):
    """A role, or with the role "author" the story itself, was offered to a pen name."""

    invitation_id: int
    story_id: int
    pen_name_id: int


@dataclass(frozen=True)
class InvitationAnswered(Fact):
    """Accepted, declined or taken back; `answer` says which."""

    invitation_id: int
    story_id: int
    pen_name_id: int
    answer: str


@dataclass(frozen=True)
class ContributorJoined(Fact):
    """A pen name works on a story from now on, or has another role in it."""

    story_id: int
    author_id: int
    pen_name_id: int
    role: str
    touched = PEOPLE


@dataclass(frozen=True)
class ContributorLeft(Fact):
    """A pen name works on a story no longer; `removed` when its author decided so."""

    story_id: int
    author_id: int
    pen_name_id: int
    removed: bool
    touched = PEOPLE


@dataclass(frozen=True)
class StoryTransferred(Fact):
    """A story has another author."""

    story_id: int
    former_id: int
    author_id: int
    touched = ("story:{story_id}", "penname:{former_id}", "penname:{author_id}", "library")


@dataclass(frozen=True)
class SuggestionMade(Fact):
    """Somebody proposes a change of a draft."""

    suggestion_id: int
    part_id: int
    story_id: int


@dataclass(frozen=True)
class SuggestionAnswered(Fact):
    """A suggestion was accepted or refused; `answer` says which."""

    suggestion_id: int
    part_id: int
    story_id: int
    answer: str


@dataclass(frozen=True)
class NoteWritten(Fact):
    """A note or a reply in the private margin of a draft."""

    note_id: int
    part_id: int
    story_id: int


@dataclass(frozen=True)
class SecretLinkMade(Fact):
    """A draft can be read by whoever holds an address."""

    link_id: int
    part_id: int
    story_id: int
