"""The same request with the same Idempotency-Key acts once and is answered alike ever after (for 48 hours).

The key and what was done are one transaction, so neither can be there without the other. Of two requests at once the
second waits for the first, and then repeats its answer. What was refused changed nothing and is not kept: it may be
corrected and sent again under the same key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse

from inkstead.accounts.models import PenName
from inkstead.api.auth import ApiRequest
from inkstead.api.errors import JSON, ApiError, invalid
from inkstead.api.models import KEY_LIMIT, IdempotencyKey

KEY = re.compile(rf"[\x21-\x7e]{{1,{KEY_LIMIT}}}")
REPLAYED = "Idempotency-Replayed"


def key_of(request: ApiRequest) -> str | None:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        message = f"An Idempotency-Key has 1 to {KEY_LIMIT} letters, digits and signs, and no spaces."
        raise invalid(message, **{"Idempotency-Key": message})
    return str(key)


def once(request: ApiRequest, key: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    user = request.caller.user
    if user is None:
        return act()
    asked = digest_of(request, request.caller.pen_name)
    with transaction.atomic():
        if not IdempotencyKey.objects.claim(user, key, asked):
            return _again(IdempotencyKey.objects.filter(user=user, key=key).first(), asked)
        answer = act()
        if answer.status_code < 300:
            given = {"status": answer.status_code, "body": answer.content.decode()}
            IdempotencyKey.objects.filter(user=user, key=key).update(**given)
        else:
            transaction.set_rollback(True)
    return answer


def digest_of(request: ApiRequest, pen_name: PenName | None) -> str:
    """Everything that decides what a request does."""
    digest = hashlib.blake2b(request.body, digest_size=32)
    for piece in (
        request.method or "",
        request.get_full_path(),
        request.META.get("HTTP_IF_MATCH", ""),
        str(pen_name.pk if pen_name else ""),
    ):
        digest.update(b"\n" + piece.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _again(kept: IdempotencyKey | None, asked: str) -> HttpResponse:
    if kept is None:  # pruned between the two statements
        raise ApiError(409, "try_again", "Another request with this Idempotency-Key is just ending; please try again.")
    if kept.request != asked:
        message = "This Idempotency-Key was used for another request."
        raise invalid(message, **{"Idempotency-Key": message})
    answer = HttpResponse(kept.body, status=kept.status, content_type=JSON)
    answer[REPLAYED] = "true"
    return answer
