"""Let somebody read a draft by its address alone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.collaboration.events import SecretLinkMade
from inkstead.collaboration.models import SecretLink
from inkstead.events import announce
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.models import Part, Story

OPEN_LIMIT = 50  # of one part
# When it was opened is told to the minute, so that reading does not write with every request.
TOLD_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_secret_link(
    part: Part, *, for_whom: str, by: User, expires_at: datetime | None = None, newest: bool = True
) -> tuple[SecretLink, str]:
    """The link and its token, which is told only now. `newest` follows the draft; else it goes on showing this text."""
    for_whom = one_line(for_whom, "name", limit=120)
    if expires_at is not None and expires_at <= timezone.now():
        raise Refused("That time has passed already.", code="invalid", fields={"expires_at": "This must lie ahead."})
    story = _locked_story(part)
    rules.must_publish(by, story)
    part = Part.objects.select_related("head").get(pk=part.pk)
    if part.head is None:
        raise Refused("There is no text to show yet.", code="invalid")
    if SecretLink.objects.open().filter(part=part).count() >= OPEN_LIMIT:
        raise Refused("This part has many secret links already. Revoke one that nobody needs.")
    name, token = rules.name_of(by, story), secrets.token_urlsafe(32)
    assert name is not None
    link = SecretLink.objects.create(
        part=part,
        made_by=name,
        for_whom=for_whom,
        digest=SecretLink.digest_of(token),
        revision=None if newest else part.head,
        expires_at=expires_at,
    )
    announce(SecretLinkMade(link_id=link.pk, part_id=part.pk, story_id=story.pk))
    return link, token


@transaction.atomic
def revoke_secret_link(link: SecretLink, *, by: User) -> None:
    """It leads nowhere from the next request on. Twice is harmless."""
    rules.must_publish(by, _locked_story(link.part))
    SecretLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def open_secret_link(token: str) -> SecretLink | None:
    """What a token opens, with its part and story; remembers that it was opened."""
    links = SecretLink.objects.open().select_related("part__story__author", "part__head", "revision", "made_by")
    found = links.filter(digest=SecretLink.digest_of(token)).first()
    if found is not None:
        now = timezone.now()
        long_ago = Q(last_opened_at=None) | Q(last_opened_at__lt=now - TOLD_EVERY)
        if found.last_opened_at is None or found.last_opened_at < now - TOLD_EVERY:
            SecretLink.objects.filter(long_ago, pk=found.pk).update(last_opened_at=now)
    return found


def end_links_of(pen_name: PenName, story: Story) -> None:
    """Inside the transaction after which this name may no longer let others read the story's drafts."""
    SecretLink.objects.filter(part__story=story, made_by=pen_name, revoked_at=None).update(revoked_at=timezone.now())


def _locked_story(part: Part) -> Story:
    return Story.objects.locked().get(pk=part.story_id)
