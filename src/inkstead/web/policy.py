"""What a page may load: nothing inline, nothing from elsewhere. The settings read this, so it reads none of them."""

from __future__ import annotations

import re
from wsgiref.headers import Headers

from django.conf import settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The proofreader alone compiles WebAssembly, in a worker that obeys the policy its own script came with: no page does.
PROOFREADER = re.compile(r"build/proofreader-[0-9A-Z]{8}\.js$")
PROOFREADER_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def add_static_headers(headers: Headers, _path: str, url: str) -> None:
    if settings.CSP_ENABLED and PROOFREADER.search(url):
        headers["Content-Security-Policy"] = PROOFREADER_POLICY
