"""Stored text never runs in a browser, even where the content security policy is off. The control shows that it could.

The payloads are those that sanitisers were once fooled by; each goes through every place of a story, a comment and a
wall (that they are words in all other places too is asked without a browser, in tests/web/test_payload_places.py). All
of them take minutes, so `make check` tries all, an eighth at a time, and `make test` the first eighth.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from tests.journeys.sites import Site, serving
from tests.shared_data import shared_file

pytestmark = pytest.mark.browser

# What they call when they run; also in frames of their own.
LISTEN = """
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => { top.postMessage("ran", "*") }
if (window === top) addEventListener("message", event => { if (event.data === "ran") window.ran = true })
"""
# Some wait for a hand: touch everything that a payload could have made.
TOUCH = """() => {
  const events = ["mouseover", "mouseenter", "focus", "click", "error", "load", "toggle", "animationstart", "input"]
  for (const element of document.querySelectorAll("main *, title")) {
    if (element.closest("form, nav, [data-behaviour~=vote]")) continue
    for (const name of events) element.dispatchEvent(new Event(name, {bubbles: false, cancelable: true}))
    const address = element.getAttribute("href") || element.getAttribute("xlink:href") || ""
    if (/^\\s*(javascript|data|vbscript):/i.test(address)) window.ran = true
  }
}"""
# What could run, whether or not it did.
FOREIGN = """() => [...document.querySelectorAll("*")].flatMap(element => [
  ...element.getAttributeNames().filter(name => /^on/i.test(name)).map(name => `${element.tagName} ${name}`),
  ...(/^(SCRIPT)$/.test(element.tagName) && !/^\\/(static|assets)\\//.test(element.getAttribute("src") || "")
    && !(element.type === "application/ld+json" && element.parentElement === document.head) ? ["a script"] : []),
  ...(/^(IFRAME|OBJECT|EMBED|APPLET|BASE|MATH|FRAMESET|STYLE)$/.test(element.tagName) ? [element.tagName] : []),
])"""
# Made without the sanitiser, as if it were not there.
RAW = """
import json, sys
import django
django.setup()
from inkstead.accounts.models import User
from inkstead.lib import stamps
from inkstead.stories import actions
from inkstead.stories.models import Revision
by = User.objects.get(email="mallory@journey.example")
story = actions.create_story(by.pen_name, title="Control", by=by)
paths = []
for payload in json.load(sys.stdin):
    part = actions.create_part(story, title="Raw", text="x", format="text", by=by)
    part = actions.publish_part(part, by=by)
    Revision.objects.filter(part=part).update(full_html=payload)
    paths.append(part.get_absolute_url())
stamps.current().touch_all()
print(json.dumps(paths))
"""
RUNNING_AT_LEAST = 0.15  # of them
ALL = "INKSTEAD_TEST_ALL" in os.environ
EIGHTHS = 8


@dataclass
class Made:
    payload: str
    paths: list[str]


@pytest.fixture(scope="module")
def payloads() -> list[str]:
    cases = json.loads(shared_file("sanitiser-cases.json").read_text(encoding="utf-8"))
    found = list(dict.fromkeys(case["payload"] for case in cases))
    return found if ALL else found[::EIGHTHS]


@pytest.fixture(params=range(EIGHTHS if ALL else 1))
def some(request: pytest.FixtureRequest, payloads: list[str]) -> list[str]:
    """Three pages each, and their writing: all of them would take a slow machine longer than a test may."""
    return payloads[request.param :: EIGHTHS] if ALL else payloads


@pytest.fixture(scope="module")
def unguarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with serving(tmp_path_factory.mktemp("unguarded"), csp="off") as site:
        yield site


@pytest.fixture(scope="module")
def token(unguarded: Site) -> str:
    return unguarded.people("Mallory")["Mallory"]


@pytest.fixture
def listening(browser: Browser, unguarded: Site) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=unguarded.address)
    context.add_init_script(LISTEN)
    context.route(re.compile(r"^https?://(?!127\.0\.0\.1)"), lambda route: route.abort())
    yield context
    context.close()


def ran(page: Page, path: str) -> str:
    """What happened on a page that should only be read; empty when nothing did."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    page.goto(path)
    page.evaluate(TOUCH)
    page.wait_for_timeout(5)
    did = bool(asked) or bool(page.evaluate("() => window.ran === true"))
    page.remove_listener("dialog", note)
    return "it ran" if did else "; ".join(page.evaluate(FOREIGN))


def fitting(text: str, most: int) -> str:
    """Control characters are refused or taken out anyway; what is left must not be empty."""
    return (re.sub(r"[\x00-\x1f\x7f]", " ", text)[:most]).strip() or "-"


def publish(site: Site, token: str, payload: str, *formats: str) -> Made:
    """One payload in the title, summary and tags of a story, the title, notes and text of its part, and a comment."""
    told = {"title": fitting(payload, 200), "summary": payload[:5000], "tags": [fitting(payload, 60)]}
    status, story = site.ask("POST", "/stories", told, token)
    if status >= 300:
        story = site.api("POST", "/stories", {"title": "Refused", "summary": payload[:5000]}, token)
    paths = [story["url"]]
    for kind in formats:
        body = {"title": fitting(payload, 200), "text": payload, "format": kind}
        status, part = site.ask("POST", f"/stories/{story['id']}/parts", body, token)
        if status >= 300:  # nothing of it is prose; the other places still take it
            part = site.api("POST", f"/stories/{story['id']}/parts", body | {"text": "Nothing else."}, token)
        site.api("POST", f"/parts/{part['id']}/publish", {}, token)
        site.ask("POST", f"/parts/{part['id']}/comments", {"body": payload[:10_000]}, token)
        paths.append(part["url"])
    return Made(payload, paths)


def test_no_payload_runs_anywhere(unguarded: Site, token: str, some: list[str], listening: BrowserContext) -> None:
    page = listening.new_page()
    wrong = {}
    for number, payload in enumerate(some):
        made = publish(unguarded, token, payload, "html", *(["markdown"] if number % 5 == 0 else []))
        for path in made.paths:
            if found := ran(page, path):
                wrong[f"{path}: {payload[:80]}"] = found
        unguarded.ask("POST", "/names/mallory/wall", {"body": payload[:2_000]}, token)
    walls = [f"/by/mallory/wall/?page={number}" for number in range(1, len(some) // 30 + 2)]  # the newest first
    for path in (*walls, "/", "/stories/", "/by/mallory/", "/search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"):
        if found := ran(page, path):
            wrong[path] = found
    assert wrong == {}


def test_no_pen_name_runs(unguarded: Site, payloads: list[str], listening: BrowserContext) -> None:
    names = [name for name in dict.fromkeys(fitting(payload, 60) for payload in payloads) if len(name) < 60][:15]
    rows = [{"pen_name": name, "email": f"m{number}@journey.example"} for number, name in enumerate(names)]
    page, wrong, taken = listening.new_page(), {}, 0
    for row in rows:
        done = subprocess.run(
            [sys.executable, "-m", "inkstead.cli", "user", "create", "--batch", "--token", "t", "--json"],
            input=json.dumps(row), env=unguarded.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            continue  # refused as a name, which is right too
        taken += 1
        made = json.loads(done.stdout.splitlines()[0])
        part = unguarded.publish(made["token"], "A name", ("One", "Said quietly."))[0]
        for path in (part["url"], part["story"]["url"]):
            if found := ran(page, path):
                wrong[row["pen_name"]] = found
    assert wrong == {}
    assert taken > 0


@pytest.mark.usefixtures("token")
def test_control_without_the_sanitiser_many_do_run(
    unguarded: Site, payloads: list[str], listening: BrowserContext
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RAW],
        input=json.dumps(payloads),
        env=unguarded.environment | {"DJANGO_SETTINGS_MODULE": "inkstead.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = listening.new_page()
    running = sum(ran(page, path) == "it ran" for path in json.loads(done.stdout))
    assert running >= RUNNING_AT_LEAST * len(payloads)
