"""The site's own signature: Ed25519 (RFC 8032), so that an archive shows whether a byte of it was changed."""

from __future__ import annotations

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def sign(data: bytes) -> str:
    return base64.b64encode(_key().sign(data)).decode()


def public_key() -> str:
    return base64.b64encode(_key().public_key().public_bytes_raw()).decode()


def is_signed(data: bytes, signature: str, key: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key() -> Ed25519PrivateKey:
    seed = hashlib.blake2b(settings.SIGNING_KEY.encode(), digest_size=32, person=b"inkstead-archive").digest()
    return Ed25519PrivateKey.from_private_bytes(seed)
