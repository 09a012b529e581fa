"""Where a person's clock hangs."""

from __future__ import annotations

import pytest

from inkstead.accounts.models import User
from tests.conftest import ClientOf


def test_a_zone_is_kept_and_leads_back(ana: User, client_of: ClientOf) -> None:
    client = client_of(ana)
    answer = client.post("/me/zone/", {"zone": "Asia/Tokyo", "next": "/write/"})
    ana.refresh_from_db()
    assert (ana.zone, answer["Location"]) == ("Asia/Tokyo", "/write/")
    assert "Asia/Tokyo" in client.get("/me/").content.decode()


def test_a_browsers_guess_never_replaces_what_somebody_chose(ana: User, client_of: ClientOf) -> None:
    client = client_of(ana)
    client.post("/me/zone/", {"zone": "Asia/Tokyo", "guessed": "1"})
    client.post("/me/zone/", {"zone": "Europe/Berlin", "guessed": "1"})
    ana.refresh_from_db()
    assert ana.zone == "Asia/Tokyo"
    client.post("/me/zone/", {"zone": "Europe/Berlin"})
    ana.refresh_from_db()
    assert ana.zone == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../x"])
def test_an_unknown_zone_is_refused(zone: str, ana: User, client_of: ClientOf) -> None:
    assert client_of(ana).post("/me/zone/", {"zone": zone}).status_code == 400
    ana.refresh_from_db()
    assert ana.zone == ""


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_the_way_back_never_leaves_this_site(address: str, ana: User, client_of: ClientOf) -> None:
    answer = client_of(ana).post("/me/zone/", {"zone": "UTC", "next": address})
    assert answer["Location"] == "/me/zone/"
