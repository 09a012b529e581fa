"""A deliberately broken program, for the storm to notice: it answers "saved", and commits three seconds later.

These are its settings, and in them the middleware that breaks it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO

from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections, transaction
from django.http import HttpRequest, HttpResponse

from inkstead.settings import *  # noqa: F403
from inkstead.settings import MIDDLEWARE as _SOUND

MIDDLEWARE = ["tests.journeys.hasty.answers_first", *_SOUND]
LATER = 3.0  # seconds


def answers_first(respond: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method != "PUT" or not request.path.endswith("/draft/"):
            return respond(request)
        body, environ = request.body, dict(request.META)
        with transaction.atomic():
            answer = respond(request)
            transaction.set_rollback(True)

        def commit() -> None:
            respond(WSGIRequest(environ | {"wsgi.input": BytesIO(body)}))
            close_old_connections()

        threading.Timer(LATER, commit).start()
        return answer

    return middleware
