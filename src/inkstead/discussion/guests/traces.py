"""By what comments that belong to one wave are known: where they came from, and how much they are alike."""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from ipaddress import IPv6Address, ip_address, ip_network
from itertools import pairwise

from django.conf import settings

NEAR = 10  # bits of 64 in which the likeness of two texts may differ


def network_of(address: str) -> str:
    """A keyed hash of the network that an address belongs to (/24, /48); nothing where there is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    network = ip_network(f"{found}/{24 if found.version == 4 else 48}", strict=False)
    key = f"inkstead.traces {settings.SECRET_KEY}".encode()
    digest = hmac.digest(key, network.network_address.packed, "sha256")[:12]
    return urlsafe_b64encode(digest).decode().rstrip("=")


def likeness(text: str) -> int:
    """64 bits, near for texts that share most of their pairs of words. Signed, as databases keep it."""
    words = text.casefold().split()
    pairs = [" ".join(pair) for pair in pairwise(words)] or words or [""]
    sums = [0] * 64
    for pair in pairs[:2000]:
        digest = int.from_bytes(hashlib.blake2b(pair.encode(), digest_size=8).digest(), "big")
        for bit in range(64):
            sums[bit] += 1 if digest >> bit & 1 else -1
    found = sum(1 << bit for bit in range(64) if sums[bit] > 0)
    return found - (1 << 64) if found >= 1 << 63 else found


def are_alike(one: int, other: int) -> bool:
    return ((one ^ other) & ((1 << 64) - 1)).bit_count() <= NEAR
