"""Who works on a demo story besides its author, and what they say about its drafts."""

from __future__ import annotations

from typing import Any

from inkstead.accounts.models import User
from inkstead.collaboration.actions import Wish, accept_invitation, invite, suggest, write_note
from inkstead.lib.prose import Block, split_blocks
from inkstead.operations.demo.crowd import Loading
from inkstead.stories.models import Part, Story


def load_company(loading: Loading, story: Story, told: dict[str, Any], *, by: User) -> None:
    """`told` holds the tables `company`, `suggestions` and `margin` of a `story.toml`."""
    for person in told.get("company", ()):
        user, name = loading.person(person["name"])
        accept_invitation(invite(story, name=name.name, role=person["role"], by=by), by=user)
    for wish in told.get("suggestions", ()):
        part, block = _passage(story, wish)
        text = block.text.replace(wish["from"], wish["to"])
        made = Wish("replace", block.id, text, "text", wish["note"], 1)
        suggest(part, made, by=loading.person(wish["by"])[0])
    for note in told.get("margin", ()):
        part, block = _passage(story, note)
        written = write_note(part, body=note["body"], block=block.id, by=loading.person(note["by"])[0])
        write_note(part, body=note["reply"], parent=written, by=loading.person(note["reply_by"])[0])


def _passage(story: Story, told: dict[str, Any]) -> tuple[Part, Block]:
    part = story.parts.select_related("head").in_order()[told["part"] - 1]
    assert part.head is not None
    return part, next(block for block in split_blocks(part.head.html) if block.text.startswith(told["on"]))
