"""Reasons that are given often. Administrators write them."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from inkstead.accounts.models import User
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.refusals import Refused
from inkstead.moderation import rules
from inkstead.moderation.actions.logging import write_down
from inkstead.moderation.models import WORDS, CannedAnswer


@transaction.atomic
def save_answer(known: CannedAnswer | None, *, title: str, text: str, by: User) -> CannedAnswer:
    _must_be_admin(by)
    row = known or CannedAnswer()
    row.title = one_line(title, "title", limit=80)
    row.text = paragraphs(text, "text", limit=WORDS, required=True)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        message = "There is an answer with that title."
        raise Refused(message, code="invalid", fields={"title": message}) from None
    write_down("save answer", by=by, thing=row.pk)
    return row


@transaction.atomic
def delete_answer(row: CannedAnswer, *, by: User) -> None:
    _must_be_admin(by)
    write_down("delete answer", by=by, thing=row.pk)
    row.delete()


def _must_be_admin(by: User) -> None:
    if not rules.is_admin(by):
        raise Refused("Only administrators write these.", code="forbidden")
