"""How long a part of 150,000 words takes to open, a key and Enter take to the next picture, and what a first visit of
the writing page weighs. Beside every time stands what it cost the processor, which other programs change less.

python -m bench.editor      wants Chromium and a built front end
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Response, sync_playwright
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
OPENINGS = 3
TYPED = "and so they went on, quietly. "
# When the text stood there for the first time, and from every key to its picture.
LISTEN = """() => {
  const painted = (then) => requestAnimationFrame(() => {
    const next = new MessageChannel();
    next.port1.onmessage = () => then(performance.now());
    next.port2.postMessage(0);
  });
  window.pictures = [];
  document.addEventListener("keydown", (event) => painted((at) => pictures.push([at - event.timeStamp, at])), true);
  new MutationObserver((_changes, watching) => {
    if (!document.querySelector(".manuscript-page > *")) return;
    watching.disconnect();
    painted((at) => (window.textAt = at));
  }).observe(document, { childList: true, subtree: true });
}"""
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
        page.add_init_script(f"({LISTEN})()")
        for _ in range(OPENINGS):
            opening(page, f"/write/part/{part['id']}/")
        for place, share in (("beginning", 0.0), ("middle", 0.5), ("end", 0.97)):
            go_to(page, share)
            measure(page, f"key, {place}", lambda: page.keyboard.type(TYPED, delay=60))
        go_to(page, 0.5)
        measure(page, "Enter, middle", lambda: [page.keyboard.press("Enter", delay=120) for _ in range(20)])
    return 0


def opening(page: Page, address: str) -> None:
    """From the click on its link; the server's own share is told too. A key is pressed as soon as the text is there."""
    page.goto("about:blank")
    thread = Thread(page)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.textAt")
    spent = thread.spent()
    page.mouse.click(640, 430)
    page.keyboard.type("x")
    page.wait_for_function("() => pictures.length")
    text, key = page.evaluate("[textAt, pictures[0][1]]")
    server = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    page.wait_for_selector("form[data-saving=ready]")
    sys.stdout.write(
        f"opening: answer after {server:.0f} ms, text painted at {text:.0f} ms ({spent:.0f} ms of CPU), "
        f"first key painted at {key:.0f} ms\n"
    )
    page.wait_for_timeout(3_000)


class Thread:
    """Processor time of the page's main thread, in milliseconds."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.began = self._now()

    def _now(self) -> float:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration")) * 1000

    def spent(self) -> float:
        return self._now() - self.began


def weigh(page: Page, address: str) -> None:
    """What came over the wire, compressed, with nothing kept from before."""
    came: list[Response] = []
    page.on("response", lambda answer: came.append(answer))
    client = page.context.new_cdp_session(page)
    client.send("Network.clearBrowserCache")
    page.goto(address, wait_until="networkidle")
    weights = {one.url.rpartition("/")[2] or "page": one.request.sizes()["responseBodySize"] for one in came}
    sys.stdout.write(f"first visit {sum(weights.values()) / 1000:.1f} kB: {weights}\n")


def go_to(page: Page, share: float) -> None:
    page.evaluate(CARET, share)
    page.wait_for_timeout(800)
    page.mouse.click(640, 430)
    page.keyboard.type("x")
    page.wait_for_timeout(500)


def measure(page: Page, what: str, act: Callable[[], object]) -> None:
    page.evaluate("pictures.length = 0")
    thread = Thread(page)
    act()
    page.wait_for_timeout(300)
    spent = thread.spent()
    times = sorted(page.evaluate("pictures.map(([took]) => took)"))
    p95 = times[int(len(times) * 0.95) - 1]
    sys.stdout.write(
        f"{what}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, {spent / len(times):.1f} ms of CPU each\n"
    )


if __name__ == "__main__":
    sys.exit(main())
