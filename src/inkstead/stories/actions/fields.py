"""What a part has besides its text: title, notes, rating, volume, and for whom it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Max

from inkstead.accounts.models import User
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.actions.ratings import tidy_rating, tidy_warnings
from inkstead.stories.models import Part, Story, Visibility, Volume

# Title and notes as they are kept.
TIDY: dict[str, Callable[[Any], str]] = {
    "title": lambda value: one_line(value, "title", limit=200),
    "notes_before": lambda value: paragraphs(value, "notes before", limit=20_000),
    "notes_after": lambda value: paragraphs(value, "notes after", limit=20_000),
}


def change_fields(part: Part, fields: dict[str, Any], by: User) -> None:
    """What readers see at once, and where a part stands and for whom, is for those who publish."""
    kept, shown = _decided(part), (part.title, part.notes_before, part.notes_after)
    set_fields(part, fields)
    changed = kept != _decided(part) or (
        part.is_published and shown != (part.title, part.notes_before, part.notes_after)
    )
    if changed:
        rules.must_publish(by, part.story)


def _decided(part: Part) -> tuple[object, ...]:
    return part.visibility, part.volume_id, part.rating, part.warnings


def hold_back(part: Part, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Title and notes of a published part wait for its next publishing; answers what is left to set at once."""
    held = {name: value for name, value in fields.items() if name in part.newest}
    stands = {"title": part.title, "notes_before": part.notes_before, "notes_after": part.notes_after}
    tidy = {name: TIDY[name](value) for name, value in held.items()}
    waiting = part.waiting | tidy
    part.waiting = {name: value for name, value in waiting.items() if value != stands[name]}
    return {name: value for name, value in fields.items() if name not in held}


def show_waiting(part: Part) -> None:
    set_fields(part, part.waiting)


def set_fields(part: Part, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name in TIDY:
            setattr(part, name, TIDY[name](value))
            part.waiting = {held: later for held, later in part.waiting.items() if held != name}
        elif name == "visibility":
            if value not in Visibility.values:
                known = ", ".join(Visibility.values)
                raise Refused(
                    f"The visibility must be one of: {known}.", code="invalid", fields={name: f"One of: {known}."}
                )
            part.visibility = value
            if value != Visibility.FOLLOWERS:
                part.opens_at = None  # nothing is left that could open by itself
        elif name == "rating":
            part.rating = tidy_rating(value)
        elif name == "warnings":
            part.warnings = tidy_warnings(value)
        elif name == "volume":
            part.volume = volume_called(part.story, value)
        else:
            raise TypeError(f"a part has no field {name!r} to set")


def volume_called(story: Story, title: str) -> Volume | None:
    label = one_line(title, "volume", limit=200, required=False)
    if not label:
        return None
    last = story.volumes.aggregate(last=Max("position"))["last"] or 0
    return story.volumes.get_or_create(title=label, defaults={"position": last + 1})[0]
