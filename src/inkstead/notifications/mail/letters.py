"""What a letter says: plain text and HTML, and the headers that let a mail program unsubscribe in one click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from inkstead.lib.lines import one_line, with_names_apart
from inkstead.notifications.mail.leaving import leaving_url
from inkstead.notifications.models import Letter, Notice
from inkstead.notifications.queries.sentences import Told, sentences

MOST = 100  # lines of one letter; the inbox has them all
NO_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    url: str
    excerpt: str


def letter_for(letter: Letter) -> EmailMultiAlternatives | None:
    """None when nothing of it is left to say: read in the meantime, withdrawn, deleted."""
    rows = Notice.objects.filter(letter=letter).exclude(in_site=True, read_at__isnull=False)
    found = list(rows.heard_by(letter.user).order_by("-at", "-pk")[: MOST + 1])
    told = sentences(found[:MOST], letter.user)
    items = [_item(row, told[row.pk]) for row in found[:MOST] if row.pk in told]
    if not items:
        return None
    leave = leaving_url(letter.user)
    view = {
        "items": items,
        "more": len(found) > MOST,
        "inbox": f"{settings.BASE_URL}/me/notices/",
        "choices": f"{settings.BASE_URL}/me/notices/choices/",
        "leave": leave,
        "site": settings.SITE_NAME,
    }
    message = EmailMultiAlternatives(
        subject=subject_of(items),
        body=render_to_string("notifications/mail/letter.txt", view),
        to=[letter.user.email],
        headers=_headers(letter, leave),
    )
    message.attach_alternative(render_to_string("notifications/mail/letter.html", view), "text/html")
    return message


def subject_of(items: Sequence[Item]) -> str:
    """On one line, whatever people wrote into it."""
    said = items[0].text if len(items) == 1 else f"{len(items)} new notices"
    return f"[{settings.SITE_NAME}] {one_line(said, 'subject', limit=NO_LIMIT)}"


def _item(row: Notice, told: Told) -> Item:
    """Folded into lines as they are: nothing that somebody wrote can pass for a part of the letter."""
    excerpt = one_line(told.excerpt, "excerpt", limit=NO_LIMIT, required=False)
    text = with_names_apart(one_line(told.text, "sentence", limit=NO_LIMIT))
    return Item(text, f"{settings.BASE_URL}/me/notices/{row.pk}/", excerpt)


def _headers(letter: Letter, leave: str) -> dict[str, str]:
    """The same message has the same id, so that one that was sent twice is shown once."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or urlsplit(settings.BASE_URL).hostname
    return {
        "Message-ID": f"<letter-{letter.pk}-{letter.made_at:%Y%m%d%H%M%S}@{host}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"{settings.SITE_NAME.replace('<', '').replace('>', '')} <notices.{host}>",
        "Auto-Submitted": "auto-generated",
    }
