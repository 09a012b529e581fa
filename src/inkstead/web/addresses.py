"""Whose address a request came from when proxies stand in between, and which addresses are this site's own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme


@lru_cache(maxsize=4096)
def is_trusted(address: str) -> bool:
    try:
        return any(ip_address(address) in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)
    except ValueError:
        return False


def client_address(environ: Mapping[str, Any]) -> str:
    """The nearest address that is not one of our proxies. Without trusted proxies, simply the peer."""
    address = str(environ.get("REMOTE_ADDR") or "")
    forwarded = environ.get("HTTP_X_FORWARDED_FOR")
    if not forwarded or not is_trusted(address):
        return address
    for hop in reversed(forwarded.split(",")):
        hop = hop.strip()
        try:
            ip_address(hop)
        except ValueError:
            return address
        address = hop
        if not is_trusted(hop):
            break
    return address


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """The block an address lies in, a /24 or a /48: as many addresses as one household or one server may have.

    Empty where many people share one: in a network of one's own, and in those that the operator names.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if known.version == 6 and known.ipv4_mapped:
        known = known.ipv4_mapped
    if not known.is_global or any(known in ip_network(shared, strict=False) for shared in settings.SHARED_NETWORKS):
        return ""
    return str(ip_network(f"{known}/{24 if known.version == 4 else 48}", strict=False))


def own_address(address: str) -> str:
    """Only a way back into this site, or nothing: nobody is sent elsewhere by a link that begins here."""
    own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if own else ""
