"""Ask to leave, stay after all; name an heir, be one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from inkstead.accounts.actions.stamps import touch_names, touch_person
from inkstead.accounts.emails import address_of
from inkstead.accounts.mail.sending import send
from inkstead.accounts.models import Block, PenName, User
from inkstead.accounts.names import slug_of
from inkstead.accounts.rules import must_not_be_suspended, must_speak
from inkstead.departures import choosing
from inkstead.departures.events import HeirAnswered, HeirNamed
from inkstead.departures.models import Departure, Heir
from inkstead.events import announce
from inkstead.events.models import FactRow
from inkstead.lib.refusals import Refused
from inkstead.notifications.models import Notice

GRACE = timedelta(days=7)  # in which one can stay after all
WARNING = timedelta(days=30)  # from an heir's claim on, in which signing in ends it
MONTHS = (6, 12, 24, 36)
DAILY = 5  # times that one person may ask somebody: each is told of it, by mail too
WRONG = "That is not right. Nothing has been changed."


def is_sure(user: User, typed: str) -> bool:
    """Their password, or the address of their account where there is none."""
    if user.has_usable_password():
        return user.check_password(typed)
    return typed.strip().lower() == address_of(user).lower()


@transaction.atomic
def ask_to_leave(user: User, *, stories: Mapping[str, str], keeps_comments: bool) -> Departure:
    """The account is closed at once and gone in seven days. Asking again changes the choices, not the day."""
    person = User.objects.select_for_update().get(pk=user.pk)
    chosen = choosing.checked(person, stories)
    found, is_new = Departure.objects.get_or_create(
        user=person, defaults={"due_at": timezone.now() + GRACE, "was_active": person.is_active}
    )
    found.stories, found.keeps_comments = chosen, keeps_comments
    found.save(update_fields=["stories", "keeps_comments"])
    person.is_active = False
    person.save(update_fields=["is_active"])
    touch_person(person)
    touch_names(person)
    if is_new:
        day = found.due_at.strftime("%-d %B %Y")
        _write(
            person,
            "You are leaving",
            f"Your account is closed. On {day} everything goes as you chose.\n\n"
            f"Until then you can stay after all: sign in at {settings.BASE_URL}/me/login/ with your password.\n\n"
            "If it was not you who asked for this, do that now, and choose another password.",
        )
    return found


@transaction.atomic
def stay(user: User) -> bool:
    """As if nothing had been asked; whether something had been. A suspension stands."""
    found = Departure.objects.select_for_update().filter(user=user).first()
    if found is None:
        return False
    person = User.objects.select_for_update().get(pk=user.pk)
    person.is_active = found.was_active
    person.save(update_fields=["is_active"])
    found.delete()
    touch_person(person)
    touch_names(person)
    return True


@transaction.atomic
def name_heir(user: User, *, name: str, months: int, all_names: bool = False) -> Heir:
    """Asks them; nothing holds until they accept. Naming another one ends what was agreed with the one before.

    They get what stands under the name that asks. `all_names` gives them the rest too, and with it tells them, and
    everybody who looks at the stories, which names belong together.
    """
    must_not_be_suspended(user)
    must_speak(user)
    if months not in MONTHS:
        raise Refused("Choose how long.", code="invalid", fields={"months": "One of those that are offered."})
    pen_name = PenName.objects.open_to(user).filter(slug=slug_of(name)).first()
    if pen_name is None:
        message = "There is nobody of that name here."
        raise Refused(message, code="invalid", fields={"name": message})
    if pen_name.user_id == user.pk:
        message = "That is a name of yours."
        raise Refused(message, code="invalid", fields={"name": message})
    if Block.objects.filter(by=user, pen_name=pen_name).exists():
        message = f"You block {pen_name}; unblock them before you name them."
        raise Refused(message, code="invalid", fields={"name": message})
    known = Heir.objects.select_for_update().filter(user=user).first()
    if known is not None and known.pen_name_id == pen_name.pk:
        known.months, known.all_names, known.claimed_at = months, all_names, None
        known.save(update_fields=["months", "all_names", "claimed_at"])
        return known
    _must_not_ask_too_often(user)
    if known is not None:
        _forget_notices(known)
    asked_as = user.pen_name or user.pen_names.order_by("pk").first()
    asked = {"pen_name": pen_name, "asked_as": asked_as, "months": months, "named_at": timezone.now()}
    asked["all_names"] = all_names
    heir, _ = Heir.objects.update_or_create(user=user, defaults={**asked, "accepted_at": None, "claimed_at": None})
    announce(HeirNamed(user_id=user.pk, pen_name_id=pen_name.pk))
    return heir


def _must_not_ask_too_often(user: User) -> None:
    """Counted from the facts, since taking back leaves no row; under a lock, so that many at once do not pass."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    since = timezone.now() - timedelta(days=1)
    if FactRow.objects.filter(name=HeirNamed.name, created_at__gt=since, payload__user_id=user.pk).count() >= DAILY:
        raise Refused("You have asked several people today. Please go on tomorrow.", code="too_many")


@transaction.atomic
def name_nobody(user: User) -> None:
    for heir in Heir.objects.filter(user=user).select_related("pen_name"):
        _forget_notices(heir)
        heir.delete()


@transaction.atomic
def accept(heir: Heir) -> None:
    """By whoever was asked: the view has found it among their own. Twice is harmless."""
    news = Heir.objects.filter(pk=heir.pk, pen_name=heir.pen_name_id, accepted_at=None).update(
        accepted_at=timezone.now()
    )
    if news:
        _forget_notices(heir)
        _announce_answer(heir, accepted=True)


@transaction.atomic
def refuse(heir: Heir) -> None:
    """By whoever was asked, also after they had accepted. Twice is harmless."""
    news, _ = Heir.objects.filter(pk=heir.pk, pen_name=heir.pen_name_id).delete()
    if news:
        _forget_notices(heir)
        _announce_answer(heir, accepted=False)


def _announce_answer(heir: Heir, *, accepted: bool) -> None:
    key = f"{heir.answer_key}{int(heir.named_at.timestamp())}:{'accepted' if accepted else 'declined'}"
    announce(HeirAnswered(user_id=heir.user_id, pen_name_id=heir.pen_name_id, accepted=accepted, key=key))


def _forget_notices(heir: Heir) -> None:
    """What was answered or taken back is no news, nor is an answer that holds no longer."""
    told = Notice.objects.filter(kind="invitation")
    told.filter(key__startswith=heir.notice_key, user=heir.pen_name.user_id).delete()
    told.filter(key__startswith=heir.answer_key, user=heir.user_id).delete()


@transaction.atomic
def claim(heir: Heir) -> Heir:
    """Somebody has not been here for as long as they said. They are written to; if they do not come within thirty days,
    their stories go over. Claiming twice is harmless."""
    found = Heir.objects.select_for_update(of=("self",)).select_related("user", "pen_name").get(pk=heir.pk)
    if found.accepted_at is None:
        raise Refused("You have not accepted this yet.")
    if found.claimed_at is not None:
        return found
    if not is_away(found):
        raise Refused("They were here not long ago.")
    found.claimed_at = timezone.now()
    found.save(update_fields=["claimed_at"])
    _write(
        found.user,
        f"{found.pen_name.name} asks for your stories",
        f"You named {found.pen_name.name} to look after your stories if you were away for {found.months} months. "
        "They ask for them now.\n\n"
        f"If you are still there, sign in at {settings.BASE_URL}/me/login/ within thirty days, and nothing happens. "
        f"Otherwise {_which(found)} go over to them, with everything that was said about them.",
    )
    return found


def write_of_inheritance(heir: Heir) -> None:
    """To whoever was away: they may come back and look for their stories."""
    _write(
        heir.user,
        "Your stories have gone over",
        f"Thirty days have passed since {heir.pen_name.name} asked, and you did not come. As you had said, "
        f"{_which(heir)} are in their care now.",
    )


def _which(heir: Heir) -> str:
    return "your stories" if heir.all_names or heir.asked_as is None else f"your stories under {heir.asked_as.name}"


def is_away(heir: Heir) -> bool:
    """Neither signed in nor seen for as many months as they said."""
    return _last_seen(heir.user) < timezone.now() - timedelta(days=30 * heir.months)


def came_back(heir: Heir) -> bool:
    """Since the claim."""
    return heir.claimed_at is not None and _last_seen(heir.user) > heir.claimed_at


def _last_seen(user: User) -> datetime:
    seen = user.usersession_set.order_by("-last_seen_at").values_list("last_seen_at", flat=True).first()
    return max(moment for moment in (seen, user.last_login, user.created_at) if moment)


def _write(user: User, subject: str, body: str) -> None:
    """After the change stands. No name but the site's: mail is read by more people than one."""
    message = EmailMessage(f"[{settings.SITE_NAME}] {subject}", body, to=[address_of(user)])
    transaction.on_commit(lambda: send(message))
