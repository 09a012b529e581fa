"""A small WSGI client for the whole program: `inkstead.web.front.Front` around Django's handler."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode, urlsplit

import brotli
import zstandard
from django.conf import settings
from django.test import Client

from inkstead.accounts.models import User

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """A header's value; empty when it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def plain(self) -> bytes:
        """The body as it was before it was compressed."""
        return DECODERS[self["Content-Encoding"]](self.body)

    @property
    def text(self) -> str:
        return self.plain.decode()

    def json(self) -> Any:
        return json.loads(self.plain)


DECODERS: dict[str, Any] = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


class FrontClient:
    def __init__(self, application: Any = None) -> None:
        from inkstead.wsgi import application as whole

        self.application = application or whole
        self._cookies: dict[int, str] = {}

    def get(self, path: str, *, by: User | None = None, **headers: str) -> Answer:
        return self.ask("GET", path, by=by, **headers)

    def head(self, path: str, *, by: User | None = None, **headers: str) -> Answer:
        return self.ask("HEAD", path, by=by, **headers)

    def post(self, path: str, form: dict[str, Any] | None = None, *, by: User | None = None, **headers: str) -> Answer:
        """A form, with the key against forged requests that the page would have carried."""
        body = urlencode({**(form or {}), "csrfmiddlewaretoken": CSRF_SECRET}, doseq=True).encode()
        given = {"Content_Type": "application/x-www-form-urlencoded", "Referer": settings.BASE_URL + "/", **headers}
        return self.ask("POST", path, body=body, by=by, **given)

    def send(self, method: str, path: str, told: Any, *, by: User | None = None, **headers: str) -> Answer:
        """JSON, as scripts and programs send it."""
        return self.ask(
            method, path, body=json.dumps(told).encode(), by=by, **{"Content_Type": "application/json", **headers}
        )

    def ask(self, method: str, path: str, *, body: bytes = b"", by: User | None = None, **headers: str) -> Answer:
        """Header names with underscores, as in `If_None_Match=…`. `by` adds the person's session cookie."""
        environ = environ_of(method, path, body, {"User_Agent": BROWSER, **headers})
        if by is not None and "HTTP_COOKIE" not in environ:
            environ["HTTP_COOKIE"] = self.cookies_of(by)
        return call(self.application, environ)

    def cookies_of(self, user: User) -> str:
        """A session and a CSRF cookie, made once per person and client."""
        if user.pk not in self._cookies:
            client = Client()
            client.force_login(user)
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            self._cookies[user.pk] = (
                f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF_SECRET}"
            )
        return self._cookies[user.pk]


CSRF_SECRET = "k" * 32


class Arriving(io.BytesIO):
    """As the server hands bodies on: of lines it knows the first, and then says that nothing is left."""

    def readline(self, size: int | None = -1, /) -> bytes:
        asked, self.asked = getattr(self, "asked", False), True
        return b"" if asked else super().readline(size)


def environ_of(method: str, path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    parts = urlsplit(path)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": Arriving(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH", "REMOTE_ADDR") else f"HTTP_{key}"] = value
    return environ


def call(application: Any, environ: dict[str, Any]) -> Answer:
    began: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], error: Any = None) -> None:
        began.append((status, list(headers)))

    chunks = application(environ, start_response)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = began[-1]
    return Answer(int(status.split()[0]), headers, body)
