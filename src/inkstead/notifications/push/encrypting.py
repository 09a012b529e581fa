"""Only the browser that subscribed can read what is pushed to it, not the service that carries it (RFC 8291)."""

from __future__ import annotations

import os

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec

from inkstead.notifications.push.keys import decoded

AUTH_LENGTH = 16


def encrypted(content: bytes, p256dh: str, auth: str) -> bytes:
    """With a key pair and a salt of its own for each message."""
    once = ec.generate_private_key(ec.SECP256R1())
    body: bytes = http_ece.encrypt(  # type: ignore[no-untyped-call]
        content,
        salt=os.urandom(16),
        private_key=once,
        dh=decoded(p256dh),
        auth_secret=decoded(auth),
        version="aes128gcm",
    )
    return body


def are_keys(p256dh: str, auth: str) -> bool:
    """A point of the curve, and sixteen bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(p256dh))
        return len(decoded(auth)) == AUTH_LENGTH
    except ValueError:
        return False
