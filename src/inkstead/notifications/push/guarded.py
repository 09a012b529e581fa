"""A POST to an address that a browser named: https, to a public host, without redirects, and to the very address that
was looked at. Nobody can have us ask something inside our own network."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

TIMEOUT = 10  # seconds
INSIDE = (".localhost", ".local", ".internal", ".lan", ".home.arpa")  # names that mean nothing outside
LONGEST = 1000  # characters of an address


class NotAllowedError(Exception):
    """Nothing is sent there."""


def checked(address: str) -> SplitResult:
    """What can be said without looking the host up."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotAllowedError from None
    if len(address) > LONGEST or not address.isascii() or not address.isprintable() or " " in address:
        raise NotAllowedError
    if not parts.hostname or parts.username is not None or parts.password is not None or parts.fragment:
        raise NotAllowedError
    if settings.PUSH_LOCAL and parts.scheme in ("http", "https"):
        return parts
    if parts.scheme != "https" or port not in (None, 443) or not may_be_public(parts.hostname):
        raise NotAllowedError
    return parts


def may_be_public(host: str) -> bool:
    """As far as the name tells. Numbers in any of the spellings that a resolver understands (127.1, 0x7f000001)."""
    name = host.rstrip(".").lower()
    try:
        return is_public(socket.inet_ntoa(socket.inet_aton(name)) if ":" not in name else name)
    except (OSError, ValueError):
        return "." in name and not name.endswith(INSIDE)


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """The status. OSError when nobody answers."""
    parts = checked(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    peer = _public_address(parts.hostname or "", port)
    connection = _connection(parts, port, peer)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        answer.read(1024)
        return answer.status
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


def is_public(address: str) -> bool:
    """Also not an IPv4 address in the clothes of an IPv6 one."""
    found = ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def _public_address(host: str, port: int) -> str:
    """All of the host's addresses must be public; the first is gone to, without asking for the name again."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or (not settings.PUSH_LOCAL and not all(map(is_public, found))):
        raise NotAllowedError
    return found[0]


def _connection(parts: SplitResult, port: int, peer: str) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        made: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, port, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        made = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    # http.client looks a host up by itself; here it goes where we have looked.
    made._create_connection = lambda _, timeout, source: socket.create_connection(  # type: ignore[attr-defined]
        (peer, port), timeout, source
    )
    return made
