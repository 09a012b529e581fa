"""The WSGI application in front of Django: answers a shared page from memory, or hands the request on.

It never opens a session and never touches the database for a stranger. Whatever is unusual goes to Django.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from inkstead.web import encodings
from inkstead.web.headers import SECURITY_HEADERS
from inkstead.web.pages import PRIVATE, Page, pages
from inkstead.web.visitors import visitors
from inkstead.web.whole import Whole

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
# Answers a request of its own or returns None to pass it on.
Shortcut = Callable[[Environ, StartResponse], "Iterable[bytes] | None"]

# Kinds of pages that are made anew for whoever hides something.
LISTS = frozenset(
    {"home", "stories", "tag", "rankings", "ranking", "profile", "shelf", "series", "sides", "feed", "opds"}
)
NO_BODY = frozenset({"GET", "HEAD"})

log = logging.getLogger(__name__)
SESSION_COOKIE = settings.SESSION_COOKIE_NAME + "="


def session_key_of(cookies: str) -> str:
    return cookies.partition(SESSION_COOKIE)[2].partition(";")[0].strip()


# Status, headers, body.
Ready = tuple[int, list[tuple[str, str]], bytes]


class Front:
    def __init__(self, inner: Application, shortcuts: Iterable[tuple[str, str, Shortcut]] = ()) -> None:
        self.inner = inner
        self.shortcuts = tuple(shortcuts)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        ready = self.at_once(environ)
        if ready is not None:
            status, headers, body = ready
            start_response("200 OK" if status == 200 else "304 Not Modified", headers)
            return [body]
        method = environ["REQUEST_METHOD"]
        if method == "GET":
            answer = self._personal(environ, start_response)
            if answer is not None:
                return answer
        elif method == "POST" and self.shortcuts:
            path = environ["PATH_INFO"]
            for start, end, shortcut in self.shortcuts:
                if path.startswith(start) and path.endswith(end):
                    taken = shortcut(environ, start_response)
                    if taken is not None:
                        return taken
        if method not in NO_BODY:
            environ["wsgi.input"] = Whole(environ)
        return self.inner(environ, start_response)

    def at_once(self, environ: Environ) -> Ready | None:
        """What a stranger asks for and memory holds: no lock, no query, nothing that could wait. Every microsecond
        counts here (docs/developers/performance.md)."""
        page = pages.get(environ["PATH_INFO"])
        if page is None or environ["QUERY_STRING"] or not page.is_fresh():
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies is not None and (SESSION_COOKIE in cookies or "messages=" in cookies):
            return None
        accept = environ.get("HTTP_ACCEPT_ENCODING")
        prepared = page.answers.get("identity" if accept is None else encodings.negotiate(accept))
        method = environ["REQUEST_METHOD"]
        if prepared is None or (method != "GET" and method != "HEAD"):
            return None
        page.used = True
        headers, body, tag = prepared
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and tag_matches(known, tag):
            return 304, [pair for pair in headers if not pair[0].startswith("Content-")], b""
        return 200, headers, body if method == "GET" else b""

    def _personal(self, environ: Environ, start_response: StartResponse) -> list[bytes] | None:
        cookies = environ.get("HTTP_COOKIE", "")
        if SESSION_COOKIE not in cookies or "messages=" in cookies or environ["QUERY_STRING"]:
            return None
        page = pages.get(environ["PATH_INFO"])
        if page is None or not page.is_fresh():
            return None
        page.used = True
        return personal_answer(page, cookies, environ, start_response)


def tag_matches(header: str, tag: str) -> bool:
    """If-None-Match compares weakly (RFC 9110, 13.1.2): a cache that recompressed may have added W/."""
    return header == "*" or any(item.strip().removeprefix("W/") == tag for item in header.split(","))


def personal_answer(page: Page, cookies: str, environ: Environ, start_response: StartResponse) -> list[bytes] | None:
    """The page for a signed-in visitor whom this process knows already; otherwise None, and Django finds out."""
    visitor = visitors.find(session_key_of(cookies))
    if visitor is None or visitor.csrf_cookie not in cookies:
        return None
    if visitor.own_lists and (page.kind in LISTS or not visitor.away.isdisjoint(page.people)):
        return None
    try:
        body = page.personal_body(visitor)
    except Exception:  # a lost database connection: Django's own path repairs and reports it
        log.exception("A page could not be filled in front; handing on")
        return None
    encoding = encodings.negotiate(environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = encodings.encode_once(body, encoding)
    headers = [
        ("Content-Type", page.content_type),
        ("Content-Length", str(len(body))),
        ("Cache-Control", PRIVATE),
        ("Vary", "Accept-Encoding, Cookie"),
        *SECURITY_HEADERS,
    ]
    if encoding != "identity":
        headers.append(("Content-Encoding", encoding))
    start_response("200 OK", headers)
    return [body]
