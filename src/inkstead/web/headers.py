"""The headers every page carries. One strict policy: nothing inline, nothing from elsewhere."""

from __future__ import annotations

import re

from django.conf import settings

from inkstead.web.policy import CONTENT_SECURITY_POLICY

SECURITY_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
    *([("Content-Security-Policy", CONTENT_SECURITY_POLICY)] if settings.CSP_ENABLED else []),
    *([("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")] if settings.SECURE else []),
]

# Styles, fonts and a page's own scripts are neither documents nor workers: what a document may do is said by itself,
# and a first visit of a part carries a kilobyte and a half less. Workers ("proof…") obey the policy they came with.
PIECES = re.compile(r"^/static/(?:favicon\.svg|build/(?:fonts/)?(?!proof)[^/]+\.(?:css|js|woff2))$")
PIECE_HEADERS = [(name, value) for name, value in SECURITY_HEADERS if name == "X-Content-Type-Options"]


def headers_for(path: str) -> list[tuple[str, str]]:
    return PIECE_HEADERS if PIECES.match(path) else SECURITY_HEADERS
