"""The headers every page carries. One strict policy: nothing inline, nothing from elsewhere."""

from __future__ import annotations

from django.conf import settings

from inkstead.web.policy import CONTENT_SECURITY_POLICY

SECURITY_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
    *([("Content-Security-Policy", CONTENT_SECURITY_POLICY)] if settings.CSP_ENABLED else []),
    *([("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")] if settings.SECURE else []),
]
