"""Make an account, change what it may do and how it likes to read, close it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from inkstead.accounts import preferences
from inkstead.accounts.actions.pen_names import name_taken
from inkstead.accounts.actions.stamps import touch_names, touch_person
from inkstead.accounts.emails import TAKEN, tidy_email
from inkstead.accounts.events import PenNameEdited
from inkstead.accounts.lookalikes import skeleton_of
from inkstead.accounts.models import Adult, PenName, Role, User
from inkstead.accounts.names import slug_of, tidy_name
from inkstead.accounts.queries import gone_among
from inkstead.events import announce
from inkstead.lib.refusals import Refused
from inkstead.lib.zones import tidy_zone

ORPHANAGE = "orphans@nobody.invalid"
A_MOMENT = timedelta(seconds=10)


@dataclass(frozen=True)
class NewAccount:
    """Checked and ready to be saved; the password is hashed already, because that is slow and needs no lock."""

    pen_name: str
    email: str
    password: str
    role: str


def prepare_account(
    *, pen_name: object, email: object, password: str | None = None, role: str = Role.READER
) -> NewAccount:
    """Check everything that can be checked without the database. Without a password nobody can sign in with one."""
    refuse_unknown_role(role)
    name, address = tidy_name(pen_name, keeper=role != Role.READER), tidy_email(email)
    if password is None:
        return NewAccount(name, address, make_password(None), role)
    refuse_weak_password(password, address)
    return NewAccount(name, address, make_password(password), role)


def create_account(
    *, pen_name: str, email: str, password: str | None = None, role: str = Role.READER
) -> tuple[User, PenName]:
    """A person who may sign in at once: the address counts as confirmed."""
    new = prepare_account(pen_name=pen_name, email=email, password=password, role=role)
    return create_accounts([new])[0]


def create_accounts(accounts: Sequence[NewAccount]) -> list[tuple[User, PenName]]:
    """All or none. A refusal carries as `refused_at` which of them was refused."""
    slugs = [slug_of(new.pen_name) for new in accounts]
    _refuse_taken(accounts, slugs)
    try:
        with transaction.atomic():
            made = _save_accounts(accounts, slugs)
            _refuse_gone(accounts)  # asked when they are saved: an owner may have left while we waited
            return made
    except IntegrityError:  # somebody took a name or an address since we looked
        _refuse_taken(accounts, slugs)
        raise


def forget_unconfirmed(emails: Collection[str]) -> bool:
    """Delete sign-ups that never confirmed one of these addresses, so that they cannot keep its owner out.

    One that began a moment ago stays: its request may still be going on.
    """
    moment_ago = timezone.now() - A_MOMENT
    gone, _ = User.objects.never_confirmed(emails).filter(created_at__lt=moment_ago).delete()
    return bool(gone)


def set_password(user: User, password: str) -> None:
    """Every other session of this person ends at once."""
    refuse_weak_password(password, user.email)
    user.set_password(password)
    user.save(update_fields=["password"])
    touch_person(user)


def change_role(user: User, role: str) -> None:
    refuse_unknown_role(role)
    user.role = role
    user.save(update_fields=["role"])
    touch_person(user)


def deactivate_account(user: User) -> None:
    """Sessions and tokens stop working at once; what was written stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    touch_person(user)
    touch_names(user)


def ensure_orphanage() -> PenName:
    """The name under which stories stand whose authors left them here. Nobody can sign in with it: it has neither a
    password nor an address that mail could reach."""
    user, _ = User.objects.get_or_create(email=ORPHANAGE, defaults={"password": make_password(None)})
    name = PenName.objects.filter(user=user).first()
    if name is not None:
        return name
    for number in count(1):
        title = "An orphan account" if number == 1 else f"An orphan account {number}"
        try:
            with transaction.atomic():
                return PenName.objects.create(
                    user=user,
                    name=title,
                    slug=slug_of(title),
                    skeleton=skeleton_of(title),
                    bio="Stories whose authors left them here without their names.",
                )
        except IntegrityError:  # somebody calls themselves so
            continue
    raise AssertionError("there is always another number")


def save_preferences(user: User, given: Mapping[str, object]) -> dict[str, str]:
    """How this person likes to read. What is not given stays; unknown settings are refused."""
    chosen = preferences.checked(given)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        person.preferences = preferences.attributes(person.preferences) | chosen
        person.save(update_fields=["preferences"])
        touch_person(person)
    user.preferences = person.preferences
    return dict(person.preferences)


def set_standing(user: User, standing: str, until: datetime | None) -> None:
    """Inside the transaction of the decision. Sessions and tokens go on; what they may do is asked each time."""
    user.standing, user.standing_until = standing, until
    user.save(update_fields=["standing", "standing_until"])
    touch_person(user)


def withhold_bio(pen_name: PenName, *, withheld: bool, erase: bool = False) -> None:
    """What a name says of itself is out of sight, or back; `erase` takes the words away for good."""
    pen_name.bio_withheld, pen_name.bio = withheld, "" if erase else pen_name.bio
    pen_name.save(update_fields=["bio_withheld", "bio"])
    announce(PenNameEdited(pen_name_id=pen_name.pk))


def choose_adult(user: User, choice: str) -> None:
    """Whether what is rated for adults is shown at once, asked about, or named in no list either."""
    if choice not in Adult.values:
        message = f"It is one of: {', '.join(Adult.values)}."
        raise Refused(message, code="invalid", fields={"adult": message})
    user.adult = choice
    user.save(update_fields=["adult"])
    touch_person(user)


def choose_zone(user: User, zone: object) -> str:
    """The time zone in which this person is told times, and types them."""
    user.zone = tidy_zone(zone)
    User.objects.filter(pk=user.pk).update(zone=user.zone)
    return user.zone


def refuse_unknown_role(role: str) -> None:
    if role not in Role.values:
        message = f"The role must be one of: {', '.join(Role.values)}."
        raise Refused(message, code="invalid", fields={"role": message})


def refuse_weak_password(password: str, email: str) -> None:
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        message = " ".join(error.messages)
        raise Refused(message, code="weak_password", fields={"password": message}) from None


def _refuse_taken(accounts: Sequence[NewAccount], slugs: Sequence[str]) -> None:
    """In the words of a person; two at the same moment are kept apart by the database."""
    names = set(PenName.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    looks = [skeleton_of(new.pen_name) for new in accounts]
    seen = set(PenName.objects.filter(skeleton__in=looks).values_list("skeleton", flat=True))
    emails = _confirmed([new.email for new in accounts])
    for index, (new, slug, look) in enumerate(zip(accounts, slugs, looks, strict=True)):
        taken = slug in names or look in seen
        refusal = name_taken() if taken else _email_taken() if new.email in emails else None
        if refusal:
            refusal.refused_at = index  # type: ignore[attr-defined]
            raise refusal
        names.add(slug)
        seen.add(look)
        emails.add(new.email)


def _refuse_gone(accounts: Sequence[NewAccount]) -> None:
    gone = gone_among([new.pen_name for new in accounts])
    for index, new in enumerate(accounts):
        if new.pen_name in gone:
            refusal = name_taken()
            refusal.refused_at = index  # type: ignore[attr-defined]
            raise refusal


def _confirmed(emails: Collection[str]) -> set[str]:
    """Those that belong to somebody: confirmed, or the address of a person who has a pen name or has been here."""
    used = User.objects.filter(email__in=emails).exclude(last_login=None, pen_names=None)
    verified = EmailAddress.objects.filter(email__in=emails, verified=True)
    return {*verified.values_list("email", flat=True), *used.values_list("email", flat=True)}


def _save_accounts(accounts: Sequence[NewAccount], slugs: Sequence[str]) -> list[tuple[User, PenName]]:
    User.objects.never_confirmed([new.email for new in accounts]).delete()
    users = User.objects.bulk_create(
        [User(email=new.email, password=new.password, role=new.role, preferences={}) for new in accounts]
    )
    pen_names = PenName.objects.bulk_create(
        [
            PenName(user=user, name=new.pen_name, slug=slug, skeleton=skeleton_of(new.pen_name))
            for user, new, slug in zip(users, accounts, slugs, strict=True)
        ]
    )
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users]
    )
    only_one = PenName.objects.filter(user=OuterRef("pk")).values("pk")
    User.objects.filter(pk__in=[user.pk for user in users]).update(pen_name=Subquery(only_one))
    for user, pen_name in zip(users, pen_names, strict=True):
        user.pen_name = pen_name
    return list(zip(users, pen_names, strict=True))


def _email_taken() -> Refused:
    return Refused(TAKEN, code="taken", fields={"email": TAKEN})
