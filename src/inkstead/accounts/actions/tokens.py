"""Keys for programs. Whoever holds one acts as one pen name of one person."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from inkstead.accounts.models import ApiToken, PenName, User
from inkstead.lib.lines import one_line
from inkstead.lib.refusals import Refused
from inkstead.stores.prepared import Prepared

PREFIX = "ink_"
LIMIT = 50
_by_digest = Prepared(
    lambda digest: ApiToken.objects.select_related("user", "pen_name").filter(digest=digest, user__is_active=True), str
)


def create_token(user: User, pen_name: PenName, name: str) -> str:
    """The only time that the token itself can be seen."""
    if user.tokens.count() >= LIMIT:
        raise Refused(f"You have {LIMIT} tokens already; revoke one that you no longer use.", code="too_many")
    return create_tokens([(user, pen_name)], name)[0]


def create_tokens(owners: Sequence[tuple[User, PenName]], name: str) -> list[str]:
    """One for each, in one statement."""
    if any(pen_name.user_id != user.pk for user, pen_name in owners):
        raise Refused("That is not one of your pen names.", code="forbidden")
    label = one_line(name, "name", limit=80)
    tokens = [PREFIX + secrets.token_urlsafe(32) for _ in owners]
    ApiToken.objects.bulk_create(
        [
            ApiToken(user=user, pen_name=pen_name, name=label, digest=ApiToken.digest_of(token))
            for (user, pen_name), token in zip(owners, tokens, strict=True)
        ]
    )
    return tokens


def revoke_token(user: User, token_id: int) -> None:
    """It stops working at once. Revoking twice is harmless."""
    user.tokens.filter(pk=token_id).delete()


def user_for_token(token: str) -> ApiToken | None:
    """The token's row with its person and pen name, in one query; None when nobody may come in with it."""
    if len(token) > 200 or not token.isascii():
        return None
    return _by_digest.one(ApiToken.digest_of(token))
