"""What a first visit to the part page weighs on the line, besides the prose and the cover."""

from __future__ import annotations

import shutil

import brotli

from bench.rows import Missing, Row
from bench.sites import body_of, inkstead

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def of_the_part_page(rounds: int, seconds: int, limit: int = 60_000) -> Row:
    """As Chromium counts it: every byte that came over the line, headers included."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise Missing("chromium is not installed; Debian: apt-get install chromium.")
    from playwright.sync_api import sync_playwright

    with inkstead(pinned=False) as site, sync_playwright() as playwright:
        page_bytes, prose = body_of(site.page), site.library["html"].encode()
        without = page_bytes.replace(prose, b"", 1)
        assert len(without) < len(page_bytes)
        of_prose = len(brotli.compress(page_bytes, quality=7)) - len(brotli.compress(without, quality=7))
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: dict[str, int] = {}
        addresses: dict[str, str] = {}
        session.on("Network.responseReceived", lambda e: addresses.update({e["requestId"]: e["response"]["url"]}))
        session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}))
        page.goto(site.page, wait_until="networkidle")
        browser.close()
    weights = {addresses[key].removeprefix(site.url): size for key, size in sizes.items() if size}
    total = sum(size for path, size in weights.items() if not path.startswith("/files/")) - of_prose
    parts = ", ".join(f"{path} {size:,}" for path, size in sorted(weights.items(), key=lambda item: -item[1]))
    told = f"{total:,} bytes besides {of_prose:,} of prose: {parts}"
    return Row("weight of the part page, first visit", "-", f"{total / 1000:.1f} kB", "60 kB", total <= limit, told)
