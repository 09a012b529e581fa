"""Mail to a server goes out in the background: nobody waits for it, an outage loses nothing, and the time an answer
takes does not tell whether an address is known."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage

from inkstead.background import job


def send(message: EmailMessage) -> None:
    if settings.EMAIL_HOST:
        deliver.enqueue(str(message.subject), str(message.body), message.from_email, list(message.to))
    else:
        message.send()


@job(max_attempts=6)
def deliver(subject: str, body: str, sender: str, to: list[str]) -> None:
    EmailMessage(subject, body, sender, to).send()
