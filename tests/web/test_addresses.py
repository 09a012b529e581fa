"""X-Forwarded-For is a claim, unless it comes from a proxy of ours."""

from __future__ import annotations

from typing import Any

import pytest

from inkstead.web.addresses import client_address, is_trusted

PROXY, OTHER_PROXY, CLIENT, LIAR = "10.0.0.1", "10.9.9.9", "203.0.113.7", "198.51.100.66"


@pytest.fixture(autouse=True)
def _proxies(settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "2001:db8::/32"]
    is_trusted.cache_clear()


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        (CLIENT, None, CLIENT),
        (CLIENT, LIAR, CLIENT),  # nobody believes a stranger's header
        (PROXY, None, PROXY),
        (PROXY, CLIENT, CLIENT),
        (PROXY, f"{LIAR}, {CLIENT}", CLIENT),  # what the client wrote itself stands further left
        (PROXY, f"{CLIENT}, {OTHER_PROXY}", CLIENT),
        (PROXY, f"{LIAR}, {CLIENT}, {OTHER_PROXY}", CLIENT),
        (PROXY, "nonsense", PROXY),
        (PROXY, f"nonsense, {CLIENT}", CLIENT),
        (PROXY, f"{CLIENT}, nonsense", PROXY),
        (PROXY, "", PROXY),
        (PROXY, OTHER_PROXY, OTHER_PROXY),
        (PROXY, " 203.0.113.7 ", CLIENT),
        ("2001:db8::1", "2001:470::9", "2001:470::9"),
        ("", CLIENT, ""),
    ],
)
def test_whose_request_it_is(peer: str, forwarded: str | None, address: str) -> None:
    environ = {"REMOTE_ADDR": peer} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    assert client_address(environ) == address


def test_without_trusted_proxies_the_header_is_nothing(settings: Any) -> None:
    settings.TRUSTED_PROXIES = []
    is_trusted.cache_clear()
    assert client_address({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": CLIENT}) == "127.0.0.1"
