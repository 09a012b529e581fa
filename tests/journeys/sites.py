"""A real server on a data folder of its own, as an operator would start it, and a browser that tells on itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebError

from tests import servers
from tests.prepared import prepare

PASSWORD = "a lamp, a debt and the sea"
PATIENCE = 30.0  # seconds; two cores that are busy with other things
BACKGROUND = 3 * PATIENCE  # for what the worker does: it makes way for everything else on the machine
# Readers whose browser says that it is steered by a program are not counted.
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{} Safari/537.36"


@dataclass
class Site:
    address: str
    data: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("INKSTEAD_")}
        mine = {
            "INKSTEAD_DATA": str(self.data),
            "INKSTEAD_BASE_URL": self.address,
            "INKSTEAD_API_WRITES_PER_MINUTE": "0",  # a journey writes as fast as its machine lets it
        }
        return kept | mine | self.settings

    def command(self, *words: str, given: str = "") -> str:
        """What `inkstead …` prints."""
        done = subprocess.run(
            [sys.executable, "-m", "inkstead.cli", *words],
            input=given,
            env=self.environment,
            text=True,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def people(self, *names: str, role: str = "reader") -> dict[str, str]:
        """Accounts of these names, each with a token."""
        rows = [{"pen_name": n, "email": email_of(n), "password": PASSWORD, "role": role} for n in names]
        told = self.command(
            *["user", "create", "--batch", "--token", "tests", "--json"],
            given="\n".join(json.dumps(row) for row in rows),
        )
        return {row["pen_name"]: row["token"] for row in map(json.loads, told.splitlines())}

    def ask(self, method: str, path: str, body: object = None, token: str = "") -> tuple[int, Any]:
        """The API's status and answer, refusals too."""
        request = urllib.request.Request(
            f"{self.address}/api/v1{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {}),
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"null")

    def api(self, method: str, path: str, body: object = None, token: str = "") -> Any:
        status, answer = self.ask(method, path, body, token)
        assert status < 300, (method, path, status, answer)
        return answer

    def publish(self, token: str, title: str, *parts: tuple[str, str], **more: object) -> list[dict[str, Any]]:
        """A story of these published parts, each (title, text in Markdown)."""
        story = self.api("POST", "/stories", {"title": title, **more}, token)
        made = []
        for name, text in parts:
            body = {"title": name, "text": text, "format": "markdown"}
            part = self.api("POST", f"/stories/{story['id']}/parts", body, token)
            self.api("POST", f"/parts/{part['id']}/publish", {}, token)
            made.append(part | {"story": story})
        return made

    def letters_to(self, email: str) -> list[str]:
        """The newest first."""
        letters = sorted((self.data / "mail").glob("*.txt"), key=lambda file: file.stat().st_mtime)
        texts = [letter.read_text(encoding="utf-8") for letter in reversed(letters)]
        return [text for text in texts if f"To: {email}\n" in text]

    def code_for(self, email: str) -> str:
        """The code in the newest letter to this address."""
        for text in self.letters_to(email):
            if found := re.search(r"^ {4}(\S+)$", text, re.MULTILINE):
                return found[1]
        raise AssertionError(f"no code was sent to {email}")


def email_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@journey.example"


@contextmanager
def serving(data: Path, *, demo: bool = False, **settings: str) -> Iterator[Site]:
    site = Site(
        f"http://127.0.0.1:{servers.free_port()}", data, {f"INKSTEAD_{name.upper()}": v for name, v in settings.items()}
    )
    prepare(data)
    with serve(site, *(["--demo"] if demo else [])):
        yield site


@contextmanager
def serve(site: Site, *words: str, log: Path | None = None) -> Iterator[None]:
    port = site.address.rpartition(":")[2]
    with (
        (log or Path(os.devnull)).open("ab") as said,
        subprocess.Popen(
            [sys.executable, "-m", "inkstead.cli", "serve", "--port", port, *words],
            env=site.environment,
            stdout=said,
            stderr=said,
        ) as process,
    ):
        try:
            wait_until_ready(site.address, process)
            yield
        finally:
            process.terminate()
            process.wait(30)


def wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(2000):  # a first start writes all tables, on two cores that are busy with other things
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server never became ready")


def until(true: Callable[[], bool], why: str, patience: float = PATIENCE) -> None:
    end, pause = time.monotonic() + patience, 0.05
    while not true():
        assert time.monotonic() < end, why
        time.sleep(pause)
        pause = min(2 * pause, 1.0)  # on a busy machine the asking itself holds up what is waited for


class Devices:
    """Browsers of different people, each with its own cookies; and everything that went wrong inside them."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.wrong: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.version = 130

    def new(self, site: Site, **options: Any) -> Page:
        self.version += 1  # guests at one address are told apart by what their browser says
        context = self.browser.new_context(
            base_url=site.address, **{"user_agent": READER.format(f"{self.version}.0.0.0"), **options}
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.on("console", self._console)
        context.on("weberror", self._error)
        self.contexts.append(context)
        return context.new_page()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.location.get('url', '')}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.wrong.append(f"{error.page.url if error.page else ''}: {error.error}")

    def forgive(self, words: str) -> None:
        """An error that has to be: an answer of 404, for one, is one in Chromium's eyes."""
        assert any(words in wrong for wrong in self.wrong), f"nobody said {words}"
        self.wrong = [wrong for wrong in self.wrong if words not in wrong]

    def close(self) -> None:
        while self.contexts:
            self.contexts.pop().close()


def sign_in(page: Page, name: str, then: str = "/library/") -> None:
    page.goto(f"/me/login/?next={then}")
    page.fill("[name=login]", email_of(name))
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{then}")


def by_keys(page: Page, wanted: str, *keys: str) -> None:
    """Go on with Tab to something, which must show that it has the focus, and press these keys."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert ring not in ("none", ""), wanted
            for key in keys:
                page.keyboard.press(key)
            return
    raise AssertionError(f"Tab never comes to {wanted}")


def join(page: Page, site: Site, name: str) -> None:
    """From the first page to being somebody, with the code from the letter."""
    page.goto("/")
    page.click(".site-nav >> text=Sign in")
    page.click("text=Make an account")
    page.fill("[name=pen_name]", name)
    page.fill("[name=email]", email_of(name))
    page.fill("[name=password1]", PASSWORD)
    page.click("text='Make an account'")
    page.wait_for_selector("[name=code]")
    page.fill("[name=code]", site.code_for(email_of(name)))
    page.click("main button[type=submit] >> nth=0")
    page.wait_for_selector(f".site-nav >> text={name}")
