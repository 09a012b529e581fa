"""Who looks after what. Least rights: each does what their office needs and nothing else.

| | cases about tags | other cases | warn, hide, remove, limit, suspend | ban, moderators, canned answers |
|---|---|---|---|---|
| tag keeper | yes | | | |
| moderator | | yes | yes | |
| admin | yes | yes | yes | yes |
"""

from __future__ import annotations

from django.db.models import QuerySet

from inkstead.accounts.models import Role, User
from inkstead.accounts.rules import can_keep_tags
from inkstead.lib.refusals import Refused
from inkstead.moderation.models import Act, Appeal, Case, Decision, ThingKind
from inkstead.moderation.things import KINDS

TAGS_ACTS = (Act.NOTHING,)


def is_admin(user: User) -> bool:
    return user.is_active and user.role == Role.ADMIN and not user.is_suspended


def can_moderate(user: object) -> bool:
    return isinstance(user, User) and user.is_active and user.is_moderator


def kinds_of(user: User) -> list[str]:
    """Of what cases somebody sees."""
    tags = [ThingKind.TAG.value] if can_keep_tags(user) and not user.is_suspended else []
    others = [kind for kind in ThingKind.values if kind != ThingKind.TAG]
    return [*tags, *(others if can_moderate(user) else [])]


def cases_for(user: User) -> QuerySet[Case]:
    """Those that somebody may see: never one about themselves, which says who reported them."""
    return Case.objects.filter(kind__in=kinds_of(user)).exclude(pen_name__user=user)


def must_moderate(user: User) -> None:
    if not can_moderate(user):
        raise Refused("Only moderators can do that.", code="forbidden")


def must_see(user: User, case: Case) -> None:
    if case.pen_name is not None and case.pen_name.user_id == user.pk:
        raise Refused("That is about yourself: another moderator has to decide it.", code="forbidden")
    if case.kind not in kinds_of(user):
        raise Refused("Only those who look after such things can do that.", code="forbidden")


def acts_for(user: User, kind: str, about: User | None) -> list[str]:
    """What somebody can decide about a thing of this kind that `about` made."""
    if kind == ThingKind.TAG:
        return [Act.NOTHING]
    done = ((Act.HIDE, KINDS[kind].hide), (Act.REMOVE, KINDS[kind].remove))
    acts = [Act.NOTHING, *(act for act, does in done if does is not None)]
    if about is not None:
        acts[1:1] = [Act.WARN]
        acts += [Act.LIMIT, Act.SUSPEND, *([Act.BAN] if is_admin(user) else [])]
    return [act.value for act in acts]


def must_decide(user: User, kind: str, about: User | None, act: str) -> None:
    if about is not None and about.pk == user.pk:
        raise Refused("That is about yourself: another moderator has to decide it.", code="forbidden")
    # Also that nothing is done: it closes the case.
    if about is not None and about.has_office and not is_admin(user):
        raise Refused("Only an administrator can decide about a moderator.", code="forbidden")
    if act == Act.BAN and not is_admin(user):
        raise Refused("Only an administrator can ban somebody. Suspend them meanwhile.", code="forbidden")
    if act not in acts_for(user, kind, about):
        raise Refused("That cannot be done about this.", code="invalid", fields={"act": "Not here."})


def can_appeal(user: User, decision: Decision) -> bool:
    return decision.about_id == user.pk and decision.act != Act.NOTHING and not hasattr(decision, "appeal")


def why_not_answer(user: User, appeal: Appeal) -> str:
    """Empty where somebody may answer it."""
    try:
        must_answer(user, appeal)
    except Refused as refused:
        return refused.message
    return ""


def must_answer(user: User, appeal: Appeal) -> None:
    """Somebody else than who decided, where there is anybody else."""
    must_moderate(user)
    decision = appeal.decision
    if decision.about_id == user.pk:
        raise Refused("That is about yourself: another moderator has to answer it.", code="forbidden")
    if decision.act == Act.BAN and not is_admin(user):
        raise Refused("Only an administrator answers an appeal against a ban.", code="forbidden")
    others = User.objects.filter(is_active=True, role__in=[Role.MODERATOR, Role.ADMIN]).exclude(pk=user.pk)
    if decision.act == Act.BAN:
        others = others.filter(role=Role.ADMIN)
    if decision.by_id == user.pk and others.exclude(pk=decision.about_id or 0).exists():
        raise Refused("You decided this: another moderator answers the appeal.", code="forbidden")
