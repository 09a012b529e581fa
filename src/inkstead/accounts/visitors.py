"""The signed-in person behind a request, in the form that pages need."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token

from inkstead.accounts.models import Adult, User
from inkstead.accounts.preferences import attributes
from inkstead.accounts.rules import can_keep_tags, why_quiet
from inkstead.lib import stamps
from inkstead.web.holes import Visitor
from inkstead.web.visitors import apart, has_own_lists, visitors


def visitor_of(request: HttpRequest) -> Visitor | None:
    """None for a stranger. Costs a few queries once, and the next pages of this session are answered without them."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not isinstance(request.user, User):
        return None
    token = get_token(request)
    cookie = request.META.get("CSRF_COOKIE", "")
    known = visitors.find(request.session.session_key or "")
    if known is not None and (known.user_id, known.csrf_cookie) == (request.user.pk, cookie):
        return known
    before = stamps.current().snapshot()
    # Read again after the snapshot: what the middleware read may be older than the stamps we compare with later.
    user = User.objects.filter(pk=request.user.pk, is_active=True).first()
    if user is None or not request.session.exists(request.session.session_key or ""):
        return None
    names = list(user.pen_names.all())
    current = next((name for name in names if name.pk == user.pen_name_id), names[0] if names else None)
    between = apart(user.pk)
    visitor = Visitor(
        user_id=user.pk,
        session_key=request.session.session_key or "",
        csrf_cookie=cookie,
        csrf_token=token,
        pen_name=current.name if current else "",
        pen_name_url=current.get_absolute_url() if current else "",
        pen_name_ids=frozenset(name.pk for name in names),
        pen_name_id=current.pk if current else 0,
        is_moderator=user.is_moderator,
        keeps_tags=can_keep_tags(user),
        quiet=why_quiet(user),
        is_suspended=user.is_suspended,
        own_lists=bool(between.away) or user.adult == Adult.HIDE or between.hides_more or has_own_lists(user.pk),
        closed=between.closed,
        away=between.away,
        blocked=between.blocked,
        preferences=attributes(user.preferences),
    )
    visitors.remember(visitor, before)
    return visitor
