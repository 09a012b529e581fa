"""The people and stories that stand in every test.

Ana writes. Ben reads along: he follows, votes and comments. Cleo has no business here.
"""

from __future__ import annotations

from dataclasses import dataclass

from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions import cast_vote, post_comment
from inkstead.discussion.models import Comment
from inkstead.stories.actions import follow_story
from inkstead.stories.models import Part, State, Story, Visibility
from tests.factories import make_part, make_pen_name, make_story, make_user

TITLES = {
    Visibility.PUBLIC: "The Lighthouse",
    Visibility.UNLISTED: "Letters Kept",
    Visibility.FOLLOWERS: "For Friends",
    Visibility.PRIVATE: "Not Yet",
}


@dataclass
class World:
    """Ana has a story of every visibility, and each has a part in every state; `parts[visibility, state]`."""

    ana: User
    ben: User
    cleo: User
    other_name: PenName  # Ana's too, and nobody may ever see that
    stories: dict[Visibility, Story]
    parts: dict[tuple[Visibility, State], Part]
    second: Part  # the public story's second published part
    comment: Comment  # Ben's, on the first

    @property
    def story(self) -> Story:
        """The one that everybody may see."""
        return self.stories[Visibility.PUBLIC]

    @property
    def part(self) -> Part:
        """Published and public, with a vote and a comment of Ben's."""
        return self.parts[Visibility.PUBLIC, State.PUBLISHED]

    @property
    def draft(self) -> Part:
        return self.parts[Visibility.PUBLIC, State.DRAFT]


def build_world() -> World:
    ana, ben, cleo = make_user("Ana"), make_user("Ben"), make_user("Cleo")
    other_name = make_pen_name(ana, "Ada Quill")
    stories = {
        visibility: make_story(
            ana, title, visibility=visibility, summary=f"About {title.lower()}.", tags=["sea", "lamps"]
        )
        for visibility, title in TITLES.items()
    }
    parts = {
        (visibility, state): make_part(story, f"{story.title} {state}", text=canary(visibility, state), state=state)
        for visibility, story in stories.items()
        for state in (State.PUBLISHED, State.DRAFT, State.SCHEDULED, State.WITHDRAWN)
    }
    follow_story(stories[Visibility.FOLLOWERS], by=ben)
    part = parts[Visibility.PUBLIC, State.PUBLISHED]
    cast_vote(part, by=ben)
    assert ben.pen_name is not None
    comment = post_comment(part, body="I held my breath.", by=ben, pen_name=ben.pen_name)
    second = make_part(stories[Visibility.PUBLIC], "The Second Night")
    return World(ana, ben, cleo, other_name, stories, parts, second, comment)


def canary(visibility: Visibility, state: State) -> str:
    """A text whose last words occur in no other part, so that a leak can be named."""
    return f"The lamp went out at nine.\n\n* * *\n\nCanary of the {visibility} {state} part."
