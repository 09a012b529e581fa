"""By what comments that belong to one wave are known: where they came from, and how much they are alike."""

from __future__ import annotations

import hmac
import re
import unicodedata
from base64 import urlsafe_b64encode
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from rapidfuzz import fuzz

COMPARED = 1_000  # characters of a comment
LONG, LONG_ENOUGH, SHORT_ENOUGH = 40, 80, 92  # characters; of 100 that must be the same
LINK = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"']+")
_OTHER = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


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


def plain(text: str) -> str:
    """What is left of a text when everything is taken off that is changed to make it look like another one: links,
    digits, large letters, signs and what cannot be seen."""
    seen = "".join(c for c in unicodedata.normalize("NFKC", text[:COMPARED]) if unicodedata.category(c) != "Cf")
    words = _OTHER.sub(" ", LINK.sub(" link ", seen).casefold())
    return " ".join(_DIGITS.sub("0", words).split())


def are_alike(one: str, other: str) -> bool:
    """Of two `plain` texts: some words exchanged, added or in another order. Short ones, as thousands of people write
    them, must be the same but for a letter."""
    enough = LONG_ENOUGH if min(len(one), len(other)) >= LONG else SHORT_ENOUGH
    if fuzz.ratio(one, other, score_cutoff=enough):
        return True
    return min(len(one), len(other)) >= LONG and bool(fuzz.token_sort_ratio(one, other, score_cutoff=enough))
