"""Rows for tests, made through the real actions so that they are what the program itself would make."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from inkstead.accounts.actions.tokens import create_token
from inkstead.accounts.models import PenName, Role, User
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, Visibility

TEXT = "The lamp went out at nine.\n\nNobody on the island saw who had done it.\n\n* * *\n\n“You saw,” she said."
_numbers = count(1)


def make_user(pen_name: str = "", *, role: Role = Role.READER, password: str | None = None, **fields: Any) -> User:
    """A confirmed person with one pen name, which is the one in use."""
    number = next(_numbers)
    name = pen_name or f"Reader {number}"
    user = User.objects.create_user(f"person{number}@reader.example", password, role=role, **fields)
    user.pen_name = make_pen_name(user, name)
    user.save(update_fields=["pen_name"])
    return user


def make_pen_name(user: User, name: str = "") -> PenName:
    name = name or f"Pen {next(_numbers)}"
    return PenName.objects.create(user=user, name=name, slug=name.lower().replace(" ", "-"))


def make_token(user: User, name: str = "test") -> str:
    """The token itself; only its digest is in the database."""
    assert user.pen_name is not None
    return create_token(user, user.pen_name, name)


def make_story(by: User, title: str = "", **fields: Any) -> Story:
    author = fields.pop("author", None) or by.pen_name
    assert author is not None
    return actions.create_story(author, title=title or f"Story {next(_numbers)}", by=by, **fields)


def make_part(
    story: Story,
    title: str = "",
    *,
    text: str = TEXT,
    format: str = "text",  # noqa: A002 - the word of the API
    state: State = State.PUBLISHED,
    visibility: Visibility = Visibility.PUBLIC,
    **fields: Any,
) -> Part:
    """A part in any state, taken there the way a writer would."""
    by = story.author.user
    part = actions.create_part(
        story, title=title or f"Part {next(_numbers)}", text=text, format=format, by=by, **fields
    )
    if visibility != Visibility.PUBLIC:
        part = actions.edit_part(part, by=by, visibility=visibility)
    if state == State.SCHEDULED:
        part = actions.schedule_part(part, publish_at=timezone.now() + timedelta(days=7), by=by)
    if state in (State.PUBLISHED, State.WITHDRAWN):
        part = actions.publish_part(part, by=by)
    if state == State.WITHDRAWN:
        part = actions.withdraw_part(part, by=by)
    story.refresh_from_db()
    return part
