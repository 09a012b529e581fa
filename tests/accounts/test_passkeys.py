"""A passkey from beginning to end, in a browser that plays the telephone."""

from __future__ import annotations

from typing import Any

import pytest

from tests import servers
from tests.accounts.conftest import PASSWORD, person

VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not servers.chromium(), reason="no Chromium here")
def test_add_a_passkey_and_sign_in_with_it_alone(live_server: Any) -> None:
    from tests.journeys.conftest import one_browser

    person("Ana")
    said: list[str] = []
    context = one_browser().new_context(base_url=live_server.url)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    telephone = page.context.new_cdp_session(page)
    telephone.send("WebAuthn.enable")
    telephone.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})

    page.goto("/me/login/?next=/me/2fa/webauthn/add/")
    page.fill("[name=login]", "ana@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("[name=password]", PASSWORD)  # once more, before something of that kind is changed
    page.click("main button[type=submit]")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"{live_server.url}/me/2fa/recovery-codes/")
    page.goto("/me/logout/")
    with page.expect_navigation():  # the page first looks whether an unsaved text is kept here
        page.click("main button[type=submit]")

    page.goto("/me/login/?next=/me/tokens/")
    page.click("#passkey_login")
    page.wait_for_url(f"{live_server.url}/me/tokens/")
    assert page.inner_text("h1") == "Tokens"
    context.close()
    assert said == []  # neither an error nor a script that the policy refused
