"""What people without an account say."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from inkstead.accounts.names import tidy_name
from inkstead.accounts.queries import is_free
from inkstead.discussion.actions.saying import check_parent, made, said
from inkstead.discussion.actions.voting import must_be_published
from inkstead.discussion.guests import proofs, traces, words
from inkstead.discussion.models import Comment, Guest, HeldFor, SpentProof, Trace
from inkstead.discussion.reach import ahead_of
from inkstead.discussion.rules import why_silent
from inkstead.discussion.talk import Talk, talk_of, with_talk
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import hold_part
from inkstead.stories.models import Part

LINKS = 2  # more are refused; one is enough to wait
FROM_ONE_NETWORK = 20  # comments in an hour
WAITING = 200  # of one part; then nothing more is taken
KEEP_TRACES = timedelta(days=30)


@dataclass(frozen=True)
class GuestSaid:
    comment: Comment
    guest_pass: str  # for the browser to keep; empty when it had one already


@transaction.atomic
def post_guest_comment(
    part: Part,
    *,
    body: str,
    name: str,
    address: str,
    guest_pass: str = "",
    proof: str = "",
    block: str = "",
    quote: str = "",
    parent: Comment | None = None,
    furthest: Part | None = None,
) -> GuestSaid:
    """Taken at once from guests of whom a comment was approved before; held back from everybody else, and where the
    filter, a link, a missing proof or the author says so. The part came from `visible_to(None)`.

    `furthest` is the part that the guest's browser says they have begun last.
    """
    must_be_published(part)
    hold_part(part)
    part = with_talk(part)
    talk = talk_of(part)
    if why := why_silent(part, talk, None, is_worker=False):
        raise Refused(why, code="forbidden")
    check_parent(part, parent)
    called = _name(name)
    if words.links_in(body) > LINKS:
        raise Refused(
            f"A guest’s comment can have {LINKS} links at most.", code="invalid", fields={"comment": "Too many links."}
        )
    network = traces.network_of(address)
    _must_not_flood(part, network)
    if proof:
        proofs.spend(part.pk, proof)
    guest, fresh = _guest(guest_pass)
    sounded = Comment(body=body, guest_name=called)
    comment = made(
        part,
        body=body,
        block=block,
        quote=quote,
        parent=parent,
        held_for=_why_held(sounded, talk, guest, proof),
        guest=guest,
        guest_name=called,
        ahead=ahead_of(part, furthest) if furthest is not None and furthest.story_id == part.story_id else None,
        created_at=timezone.now(),
    )
    Trace.objects.create(comment=comment, network=network)
    said(comment, part)
    return GuestSaid(comment, fresh)


def forget_guests() -> int:
    """Traces that are some weeks old, spent proofs that could not be used again, and passes that led to nothing."""
    old = timezone.now() - KEEP_TRACES
    gone, _ = Trace.objects.filter(at__lt=old).delete()
    SpentProof.objects.filter(at__lt=timezone.now() - timedelta(seconds=2 * proofs.LIFETIME)).delete()
    Guest.objects.filter(created_at__lt=old, trusted_at=None, comments=None).delete()
    return gone


def hardness(part: Part) -> int:
    return proofs.harder_after(Trace.objects.filter(at__gte=timezone.now() - proofs.LATELY).count())


def _why_held(sounded: Comment, talk: Talk, guest: Guest, proof: str) -> str:
    if words.looks_like_spam(sounded):
        return HeldFor.SPAM
    if words.links_in(sounded.body):
        return HeldFor.LINKS
    if not proof:
        return HeldFor.NO_PROOF
    if talk.approve_first:
        return HeldFor.APPROVAL
    return "" if guest.trusted_at else HeldFor.FIRST


def _name(given: str) -> str:
    if not given.strip():
        message = "Say what you are called here."
        raise Refused(message, code="invalid", fields={"name": message})
    name = tidy_name(given, called="name")
    if not is_free(name):
        message = (
            "Somebody here has or had that name, or one that looks like it. Choose another one, or sign in if it is "
            "yours."
        )
        raise Refused(message, code="invalid", fields={"name": message})
    return name


def _guest(guest_pass: str) -> tuple[Guest, str]:
    """Whose pass it is; a pass that is none gets a new one."""
    if guest_pass and (known := Guest.objects.filter(digest=_digest(guest_pass)).first()):
        return known, ""
    fresh = secrets.token_urlsafe(24)
    return Guest.objects.create(digest=_digest(fresh)), fresh


def _digest(guest_pass: str) -> str:
    return hashlib.sha256(guest_pass.encode()).hexdigest()


def _must_not_flood(part: Part, network: str) -> None:
    lately = Trace.objects.filter(network=network, at__gte=timezone.now() - timedelta(hours=1))
    if network and lately.count() >= FROM_ONE_NETWORK:
        raise Refused("Many comments came from your network in the last hour. Please try later.", code="too_often")
    if Comment.objects.waiting().filter(part=part).exclude(guest_name="").count() >= WAITING:
        raise Refused("Many comments of guests wait here already. Please try another day.", code="too_often")
