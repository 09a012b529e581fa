"""Letters are made when they are due, and sent by jobs of their own: at least once each, and each under one id."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from inkstead.background.actions import enqueue
from inkstead.notifications.mail.letters import letter_for
from inkstead.notifications.models import Letter, Notice

TURN = 200  # people whose letters are made before anybody else's change goes on
SEND = "inkstead.notifications.jobs.send_letter"


def make_due_letters() -> int:
    """One for each person to whom something is due; answers how many. Two workers at once make each letter once."""
    count = 0
    while True:
        due = Notice.objects.filter(mail_due_at__lte=timezone.now()).order_by("mail_due_at")
        people = list(dict.fromkeys(due.values_list("user", flat=True)[: TURN * 5]))[:TURN]
        if not people:
            return count
        count += sum(_make_letter(user) for user in people)


@transaction.atomic
def _make_letter(user_id: int) -> int:
    letter = Letter.objects.create(user_id=user_id)
    due = Notice.objects.filter(user=user_id, mail_due_at__lte=timezone.now())
    if not due.update(letter=letter, mail_due_at=None):
        letter.delete()  # another worker was faster
        return 0
    enqueue(SEND, [letter.pk], priority=-5, max_attempts=8)
    return 1


def send_letter(letter_id: int) -> bool:
    """Sent twice only if we die between sending and noting it down. A vanished person's letter is dropped."""
    letter = Letter.objects.select_related("user").filter(pk=letter_id, sent_at=None, user__is_active=True).first()
    if letter is None:
        return False
    message = letter_for(letter)
    if message is not None:
        message.send()
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now())
    return message is not None
