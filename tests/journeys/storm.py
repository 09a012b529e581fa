"""Writing while everything breaks: random edits, and in between the network goes, the server is killed, the page or the
whole browser dies, both die together, another window saves. Nothing that stood on the page for a second may be lost.

`python -m tests.journeys.storm --runs 200` says how many runs lost something. Two controls must lose: `--broken store`
takes the browser's store away, and with `--broken server` the server answers before it commits. A run is repeated by
its seed: `--seed 17 --runs 1`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Playwright, sync_playwright

from tests import servers
from tests.journeys.sites import PATIENCE, Site, sign_in, wait_until_ready

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
WORDS = ["lamp", "harbour", "debt", "nine", "window", "storm", "“no,”", "she", "naïve", "海", "ليل"]
# The promise: so long after a key was pressed the browser's own store has it.
A_SECOND = 1.0
FIRST = "\n\n".join(f"Paragraph {n}, as it was before." for n in range(1, 8))


class Mortal(Site):
    """A server that can be killed, and started again on the same folder and port."""

    process: subprocess.Popen[bytes] | None = None

    hasty: bool = False  # of the broken kind in hasty.py

    def start(self) -> None:
        port = self.address.rpartition(":")[2]
        command = [sys.executable, "-m", "inkstead.cli", "serve", "--port", port]
        quiet = subprocess.DEVNULL
        # A group of its own, so that its children die with it and in no order.
        broken = {"DJANGO_SETTINGS_MODULE": "tests.journeys.hasty", "PYTHONPATH": str(ROOT)} if self.hasty else {}
        self.process = subprocess.Popen(
            command, env=self.environment | broken, stdout=quiet, stderr=quiet, start_new_session=True
        )
        wait_until_ready(self.address, self.process)

    def kill(self) -> None:
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


@contextmanager
def mortal(data: Path, *, hasty: bool = False) -> Iterator[Mortal]:
    site = Mortal(f"http://127.0.0.1:{servers.free_port()}", data)
    site.hasty = hasty
    site.start()
    try:
        yield site
    finally:
        if site.process is not None:
            site.kill()


@dataclass
class Writer:
    """Somebody at one browser, who remembers what stood on the page."""

    site: Mortal
    player: Playwright
    profile: Path
    bundle: str = ""  # of a broken editor
    context: BrowserContext | None = None
    page: Page | None = None
    session: CDPSession | None = None
    seen: list[str] = field(default_factory=list)

    def open(self) -> None:
        self.context = self.player.chromium.launch_persistent_context(
            str(self.profile), executable_path=servers.chromium(), args=["--no-sandbox"], base_url=self.site.address
        )
        self.context.set_default_timeout(3 * PATIENCE * 1000)
        if self.bundle:
            self.context.route(
                "**/editor-*.js", lambda route: route.fulfill(body=self.bundle, content_type="text/javascript")
            )

    def close(self) -> None:
        if self.context is not None:
            with suppress(Error):
                self.context.close()

    def network(self, *, there: bool) -> None:
        """Of this page alone: a page that crashed is still one of the browser's, and answers nothing any more."""
        assert self.context is not None
        assert self.page is not None
        speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        if there is False:
            self.session = self.context.new_cdp_session(self.page)
        assert self.session is not None
        self.session.send("Network.emulateNetworkConditions", {"offline": not there, **speed})

    def read(self) -> list[str]:
        assert self.page is not None
        blocks = self.page.eval_on_selector_all(".manuscript-page > *", "all => all.map((one) => one.textContent)")
        return flat(blocks)

    def go_to(self, path: str) -> None:
        assert self.context is not None
        if self.page is None:
            self.page = self.context.new_page()
        self.page.goto(path)
        if "/me/login/" in self.page.url:  # a browser that dies forgets the cookies of its last half minute
            sign_in(self.page, "Ana", then=path)
        self.ready()

    def ready(self) -> None:
        assert self.page is not None
        self.page.wait_for_selector("form[data-saving=ready]")

    def settled(self) -> str:
        """Until the server has it; answers whether the newest or beside it."""
        assert self.page is not None
        self.page.wait_for_function(
            "() => ['saved', 'aside'].includes(document.querySelector('.saving-said')?.dataset.state)"
        )
        return str(self.page.get_attribute(".saving-said", "data-state"))

    def edit(self, pick: random.Random) -> None:
        """One thing that writers do."""
        assert self.page is not None
        keys, blocks = self.page.keyboard, self.page.locator(".manuscript-page > *")
        blocks.nth(pick.randrange(blocks.count())).click()
        keys.press(pick.choice(["End", "Home", "End"]))
        act = pick.random()
        if act < 0.65:
            keys.type(f" {pick.choice(WORDS)} {pick.randrange(10**6)}", delay=pick.choice([0, 20]))
        elif act < 0.8:
            keys.press("Enter")
            keys.type(f"New {pick.choice(WORDS)} {pick.randrange(10**6)}.")
        elif act < 0.9:
            for _ in range(pick.randrange(1, 8)):
                keys.press("Backspace")
        else:
            keys.press("Shift+End")
            keys.type(pick.choice(WORDS))
        self.seen = self.read()


def flat(blocks: list[str]) -> list[str]:
    return [" ".join(block.split()) for block in blocks if block.strip()]


class Lost(AssertionError):  # noqa: N818 - it is what happened
    """Something that somebody wrote is nowhere."""


@dataclass
class Storm:
    site: Mortal
    token: str
    story: int
    writer: Writer
    pick: random.Random
    part: int = 0
    parked: list[list[str]] = field(default_factory=list)  # texts that must be found beside the newest
    log: list[str] = field(default_factory=list)

    def run(self) -> None:
        body = {"title": "Storm", "text": FIRST, "format": "markdown"}
        self.part = self.site.api("POST", f"/stories/{self.story}/parts", body, self.token)["id"]
        self.writer.go_to(f"/write/part/{self.part}/")
        self.writer.edit(self.pick)
        for _ in range(self.pick.randrange(2, 4)):
            event = self.pick.choice(
                [self.offline, self.killed, self.reload, self.crash, self.elsewhere, self.dies, self.together]
            )
            self.log.append(event.__name__)
            event()
            self.some_edits()
        self.writer.settled()
        self.found(self.writer.seen, "at the end")
        for text in self.parked:
            self.found(text, "beside the newest")

    def some_edits(self) -> None:
        for _ in range(self.pick.randrange(1, 4)):
            self.writer.edit(self.pick)
            time.sleep(self.pick.choice([0, 0, 0.3, 1.2]))

    def offline(self) -> None:
        self.writer.network(there=False)
        self.some_edits()
        if self.pick.random() < 0.5:
            self.die(self.pick.choice([self._crash_page, self._kill_browser]))
        else:
            self.writer.network(there=True)
        self.back()

    def killed(self) -> None:
        time.sleep(self.pick.random() * 3)
        self.site.kill()
        self.some_edits()
        if self.pick.random() < 0.3:
            self.die(self.pick.choice([self._crash_page, self._kill_browser]))
        self.site.start()
        self.back()

    def reload(self) -> None:
        """At once: the page's last moment is enough."""
        assert self.writer.page is not None
        self.writer.page.reload()
        self.returned()

    def crash(self) -> None:
        self.die(self._crash_page)
        self.back()

    def dies(self) -> None:
        self.die(self._kill_browser)
        self.back()

    def together(self) -> None:
        """Server and browser, as when somebody stumbles over the cable: what was called saved must be somewhere."""
        time.sleep(A_SECOND + self.pick.choice([0, 0, 2.5]))
        self.site.kill()
        self._kill_browser()
        self.writer.page = None
        self.site.start()
        self.back()

    def elsewhere(self) -> None:
        """Another window saves first, and its text must stay too."""
        assert self.writer.context is not None
        mine, page = self.writer.seen, self.writer.context.new_page()
        page.goto(f"/write/part/{self.part}/")
        other = Writer(self.site, self.writer.player, self.writer.profile, context=self.writer.context, page=page)
        other.ready()
        other.edit(self.pick)
        other.settled()
        self.parked.append(other.seen)
        page.close()
        self.writer.seen = mine

    def die(self, how: Callable[[], None]) -> None:
        time.sleep(A_SECOND)
        how()
        self.writer.page = None

    def _crash_page(self) -> None:
        assert self.writer.page is not None
        with self.writer.page.expect_event("crash"), suppress(Error):
            self.writer.page.goto("chrome://crash")

    def _kill_browser(self) -> None:
        """All its processes at once, as when the machine's memory runs out."""
        flag = f"--user-data-dir={self.writer.profile}"
        for folder in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                if flag in (folder / "cmdline").read_text():
                    os.kill(int(folder.name), signal.SIGKILL)
        self.writer.close()
        (self.writer.profile / "SingletonLock").unlink(missing_ok=True)
        self.writer.open()

    def back(self) -> None:
        if self.writer.page is not None:
            return
        self.writer.go_to(f"/write/part/{self.part}/")
        self.returned()

    def returned(self) -> None:
        """What stood there stands there again, or beside another text."""
        self.writer.ready()
        self.writer.settled()
        now = self.writer.read()
        if now != self.writer.seen:
            self.found(self.writer.seen, "after coming back")
            self.parked.append(self.writer.seen)
            self.writer.seen = now

    def found(self, text: list[str], when: str) -> None:
        kept = self.kept()
        if text not in kept:
            raise Lost(f"{when}: {' | '.join(text)}\nkept:\n" + "\n".join(" | ".join(one) for one in kept))

    def kept(self) -> list[list[str]]:
        """What the server has, of every state."""
        path = f"/parts/{self.part}/revisions"
        items: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            page = self.site.api("GET", f"{path}?limit=50&cursor={cursor}", None, self.token)
            items, cursor = items + page["items"], page["next"]
        shown = [self.site.api("GET", f"{path}/{item['revision']}", None, self.token) for item in items]
        return [flat([block["text"] for block in revision["blocks"]]) for revision in shown]


def broken_bundle() -> str:
    """The editor without the browser's store: it says that it keeps, and forgets."""
    with tempfile.TemporaryDirectory(dir=FRONTEND) as folder:
        out = Path(folder) / "editor.js"
        script = Path(folder) / "build.mjs"
        script.write_text(_BREAK % str(out), encoding="utf-8")
        subprocess.run(["node", str(script)], cwd=FRONTEND, check=True)
        return out.read_text(encoding="utf-8")


_BREAK = """
import { build } from "esbuild";
const contents = `export const newest = (rows) => rows; export const openStore = () => ({
  put: async () => true, putNow: () => true, all: async () => [], remove: async () => {} });`;
const forget = { name: "forget", setup: (it) => it.onLoad({ filter: /saving\\/store\\.ts$/ }, () => ({ contents })) };
await build({ entryPoints: ["editor/main.ts"], outfile: "%s", bundle: true, format: "esm", plugins: [forget] });
"""


def storms(runs: int, seed: int, *, broken: str = "", tell: Callable[[str], object]) -> int:
    """How many of them lost something."""
    lost = 0
    bundle = broken_bundle() if broken == "store" else ""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as player,
        mortal(Path(folder) / "data", hasty=broken == "server") as site,
    ):
        token = site.people("Ana")["Ana"]
        story = site.api("POST", "/stories", {"title": "Storms"}, token)["id"]
        writer = Writer(site, player, Path(folder) / "profile", bundle)
        writer.open()
        assert writer.context is not None
        writer.page = writer.context.new_page()
        sign_in(writer.page, "Ana")
        for number in range(seed, seed + runs):
            storm = Storm(site, token, story, writer, random.Random(number))
            began = time.monotonic()
            try:
                storm.run()
                word = "nothing lost"
            except Lost as problem:
                lost += 1
                word = f"LOST {problem}"
            tell(f"{number}: {', '.join(storm.log)}: {word} ({time.monotonic() - began:.0f} s)")
        writer.close()
    return lost


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", choices=["", "store", "server"], default="", help="a control, which must lose")
    options = parser.parse_args()
    lost = storms(options.runs, options.seed, broken=options.broken, tell=say)
    say(f"{options.runs} runs, {lost} lost something")
    return 0 if bool(lost) == bool(options.broken) else 1


if __name__ == "__main__":
    sys.exit(main())
