"""Mail as files that a person can read: one for each message, until a mail server is named."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from inkstead.lib.slugs import slugify_title


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            write(message, Path(settings.EMAIL_FILE_PATH))
        return len(email_messages)


def write(message: EmailMessage, folder: Path) -> Path:
    """Whole or not at all, and readable only for whoever runs the site: codes are inside."""
    now = timezone.now()
    headers = {"Date": f"{now:%Y-%m-%d %H:%M:%S} UTC", "From": message.from_email, "To": ", ".join(message.to)}
    headers |= {"Subject": str(message.subject), **message.extra_headers}
    lines = [f"{name}: {' '.join(str(value).split())}" for name, value in headers.items()]
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{os.getpid()}-{next(_numbers)}"
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write("\n".join([*lines, "", str(message.body).rstrip(), "", *_as_html(message)]))
    for number in count(1):
        path = folder / f"{now:%Y%m%d-%H%M%S}-{slugify_title(message.to[0] if message.to else '')}-{number}.txt"
        try:
            os.link(beside, path)  # unlike a rename it never replaces another message
        except FileExistsError:
            continue
        beside.unlink()
        return path
    raise AssertionError("count() never ends")


def _as_html(message: EmailMessage) -> list[str]:
    """Beneath the text: how mail programs show it."""
    alternatives: Sequence[tuple[object, str]] = getattr(message, "alternatives", ())
    return [line for content, kind in alternatives for line in (f"---- {kind} ----", str(content).rstrip(), "")]


_numbers = count()
