"""The JSON that a browser sends while somebody types, as the actions take it."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inkstead.lib.prose import EDITOR
from inkstead.lib.prose.patching import MOST_CHANGES, Change
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import Typed
from inkstead.writing.guessing import guess_format

Text = Annotated[str, Field(strict=True)]
Titled = Literal["title", "notes_before", "notes_after"]


class Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ChangeSent(Sent):
    after: Text = ""
    remove: list[Text] = []
    insert: list[Text] = []


class DraftSent(Sent):
    base: int = Field(0, ge=0, lt=2**31, strict=True)
    tab: UUID
    turn: int = Field(0, ge=0, lt=2**53, strict=True)
    key: UUID | None = None  # of a part that the server has not heard of yet
    changes: list[ChangeSent] | None = Field(None, max_length=MOST_CHANGES)
    html: Text | None = None
    text: Text | None = None
    format: Literal["auto", "text", "markdown", "html"] = "auto"
    fields: dict[Titled, Text] = {}
    was: dict[Titled, Text] = {}
    asked: bool = False

    @model_validator(mode="after")
    def one_form(self) -> DraftSent:
        if sum(form is not None for form in (self.changes, self.html, self.text)) > 1:
            raise ValueError("send changes, html or text, not several of them")
        return self


def read_typed(request: HttpRequest) -> tuple[Typed, UUID | None]:
    """Also answers the key of a new part. Whatever does not fit is refused in one sentence."""
    sent = _parse(request.body)
    changes = sent.changes
    typed = Typed(
        base=sent.base,
        tab=sent.tab,
        turn=sent.turn,
        sent_as=hashlib.blake2b(request.body, digest_size=16).hexdigest(),
        changes=None if changes is None else [Change(one.after, one.remove, one.insert) for one in changes],
        text=sent.text if sent.html is None else sent.html,
        format=_format(sent),
        fields={str(name): value for name, value in sent.fields.items()},
        was={str(name): value for name, value in sent.was.items()},
        asked=sent.asked,
    )
    return typed, sent.key


def _format(sent: DraftSent) -> str:
    if sent.html is not None:
        return EDITOR
    return guess_format(sent.text or "") if sent.format == "auto" else sent.format


def _unreadable(problem: str) -> str:
    """What broke off on its way comes again by itself; what is no JSON at all would only fail again."""
    if "EOF" in problem:
        return "This arrived incomplete; nothing was changed by it. It is sent again by itself."
    return "This could not be read: it is not JSON. Nothing was changed by it."


def _parse(body: bytes) -> DraftSent:
    try:
        return DraftSent.model_validate_json(body)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False, include_context=False)
        if problems[0]["type"] == "json_invalid":
            raise Refused(_unreadable(problems[0]["msg"]), code="invalid_json") from None
        fields = {".".join(str(step)[:40] for step in one["loc"]) or "body": one["msg"] for one in problems[:20]}
        raise Refused(f"Some of this does not fit: {', '.join(fields)}.", code="invalid", fields=fields) from None
