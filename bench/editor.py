"""From a key to the next picture, in a part of 150,000 words, and what a first visit of the writing page weighs.

python -m bench.editor      wants Chromium and a built front end
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright
from tests import servers
from tests.journeys.sites import serving, sign_in

WORDS = [
    "the",
    "lamp",
    "was",
    "out",
    "and",
    "nobody",
    "in",
    "the",
    "house",
    "remembered",
    "who",
    "had",
    "lit",
    "it",
    "or",
    "why",
]
PARAGRAPHS, WORDS_EACH = 5_000, 30
TYPED = "and so they went on, quietly. "
LISTEN = """() => { window.pictures = []; document.addEventListener("keydown", (event) => requestAnimationFrame(() => {
  const next = new MessageChannel();
  next.port1.onmessage = () => pictures.push(performance.now() - event.timeStamp);
  next.port2.postMessage(0);
}), true); }"""
CARET = """(share) => {
  const page = document.querySelector(".manuscript-page");
  window.scrollTo(0, page.getBoundingClientRect().top + scrollY + page.offsetHeight * share);
}"""


def paragraph(number: int) -> str:
    turn = number % len(WORDS)
    return " ".join((WORDS[turn:] + WORDS[:turn]) * 2)[: WORDS_EACH * 6].capitalize() + "."


def main() -> int:
    if not servers.chromium():
        sys.stderr.write("Chromium is not installed. Debian: apt-get install chromium.\n")
        return 1
    text = "\n\n".join("* * *" if n % 60 == 59 else paragraph(n) for n in range(PARAGRAPHS))
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data") as site, sync_playwright() as player:
        token = site.people("Bench Mark")["Bench Mark"]
        story = site.api("POST", "/stories", {"title": "Long"}, token)
        body = {"title": "Long", "text": text, "format": "text"}
        part = site.api("POST", f"/stories/{story['id']}/parts", body, token)
        browser = player.chromium.launch(executable_path=servers.chromium(), args=["--no-sandbox"])
        page = browser.new_page(base_url=site.address, viewport={"width": 1280, "height": 860})
        page.set_default_timeout(120_000)
        sign_in(page, "Bench Mark")
        weigh(page, f"/write/story/{story['id']}/part/new/")
        page.goto(f"/write/part/{part['id']}/")
        page.wait_for_selector(".manuscript-page > p")
        page.evaluate(LISTEN)
        for place, share in (("beginning", 0.0), ("middle", 0.5), ("end", 0.97)):
            measure(page, place, share)
    return 0


def weigh(page: Page, address: str) -> None:
    """What came over the wire, compressed, with nothing kept from before."""
    came: list[Response] = []
    page.on("response", lambda answer: came.append(answer))
    client = page.context.new_cdp_session(page)
    client.send("Network.clearBrowserCache")
    page.goto(address, wait_until="networkidle")
    weights = {one.url.rpartition("/")[2] or "page": one.request.sizes()["responseBodySize"] for one in came}
    sys.stdout.write(f"first visit {sum(weights.values()) / 1000:.1f} kB: {weights}\n")


def measure(page: Page, place: str, share: float) -> None:
    page.evaluate(CARET, share)
    page.wait_for_timeout(800)
    page.mouse.click(640, 430)
    page.keyboard.type("x")
    page.wait_for_timeout(500)
    page.evaluate("pictures.length = 0")
    page.keyboard.type(TYPED, delay=60)
    page.wait_for_timeout(300)
    times = sorted(page.evaluate("pictures"))
    p95 = times[int(len(times) * 0.95) - 1]
    sys.stdout.write(f"key to picture, {place}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms\n")


if __name__ == "__main__":
    sys.exit(main())
