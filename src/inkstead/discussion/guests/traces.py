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
LONG, OWN, LIKE = 40, 20, 80  # characters in all; of those characters of its own; of 100 that must be the same
# As what readers of all stories say thanks and praise. It is in English, where most of it is seen; elsewhere length
# alone decides, and whoever looks sees the comments before they are hidden.
_PRAISE = """
all always amazing and another are author awesome beautiful been best but can cant chapter chapters continue
could don enjoy enjoyed enjoying even excited fantastic fic for forward from going good great happen happens
have here hope how incredible it its just keep love loved lovely loving many more most much next not one part
perfect please read reading really see sharing some soon stories story such than thank thanks that the their
them there they this too update updates very wait was way well what when with wonderful words work would wow
write writing written you your
"""
PRAISE = frozenset(_PRAISE.split())
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
    """Of two `plain` texts: the same, or some words exchanged, added or in another order.

    The latter only where both say enough of their own: “Thank you for this chapter” and “Thank you for the chapter” are
    nearly the same and come from two people who mean it, so that one hidden as spam would take the other with it.
    """
    if one == other:
        return True
    if not (_says_enough(one) and _says_enough(other)):
        return False
    return bool(fuzz.ratio(one, other, score_cutoff=LIKE) or fuzz.token_sort_ratio(one, other, score_cutoff=LIKE))


def _says_enough(text: str) -> bool:
    own = (word for word in text.split() if len(word) > 2 and word not in PRAISE)
    return len(text) >= LONG and sum(map(len, own)) >= OWN
