"""A hub of our own stands on this machine, says no now and then, and writes down what it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import parse_qsl

import feedparser
import pytest
from django.conf import settings

from inkstead.background.jobs import task_at
from inkstead.background.models import Job
from inkstead.catalogues import handlers, websub
from inkstead.library.actions import make_shelf
from inkstead.stories.events import PartPublished
from inkstead.stories.models import Visibility
from tests.factories import make_part, make_story
from tests.through_front import FrontClient
from tests.world import World

JOB = "inkstead.catalogues.jobs.tell_hub_of_story"


class Hub(BaseHTTPRequestHandler):
    told: ClassVar[list[list[tuple[str, str]]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status = self.answers.pop(0) if self.answers else 204
        if status < 300:
            self.told.append(parse_qsl(body))
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def hub() -> Iterator[type[Hub]]:
    server = HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    before = settings.WEBSUB_HUB
    settings.WEBSUB_HUB = f"http://127.0.0.1:{server.server_port}/"
    Hub.told, Hub.answers = [], []
    yield Hub
    settings.WEBSUB_HUB = before
    server.shutdown()
    thread.join()
    server.server_close()


def announced(story: int, author: int) -> list[Job]:
    handlers.tell_hub(PartPublished(part_id=0, story_id=story, author_id=author))
    return list(Job.objects.filter(task_path=JOB))


def run(job: Job) -> None:
    task_at(job.task_path).func(*job.args)


def test_the_hub_is_told_of_every_feed_that_a_new_part_is_in(world: World, hub: type[Hub]) -> None:
    (job,) = announced(world.story.pk, world.story.author_id)
    run(job)
    base = settings.BASE_URL
    feeds = ("site", f"story/{world.story.pk}", "by/ana", "tag/lamps", "tag/sea")
    (told,) = hub.told
    assert told[0] == ("hub.mode", "publish")
    assert sorted(told[1:]) == sorted(
        ("hub.url", f"{base}/feeds/{feed}.{form}") for feed in feeds for form in ("atom", "json")
    )


def test_feeds_name_the_hub_and_the_address_it_is_told(world: World, front: FrontClient, hub: type[Hub]) -> None:
    for topic in websub.topics_of(world.story.pk):
        written = front.get(topic.removeprefix(settings.BASE_URL)).text
        assert settings.WEBSUB_HUB in written
        assert topic in written
    read = feedparser.parse(front.get("/feeds/site.atom").text)
    assert not read.bozo
    assert settings.WEBSUB_HUB in {link.href for link in read.feed.links if link.rel == "hub"}


def test_a_hub_that_fails_is_asked_again(world: World, hub: type[Hub]) -> None:
    (job,) = announced(world.story.pk, world.story.author_id)
    assert job.max_attempts > 5
    hub.answers += [500, 429]
    for _ in range(2):
        with pytest.raises(OSError, match="The hub answered"):
            run(job)
    run(job)
    assert len(hub.told) == 1


def test_nobody_is_told_of_what_is_hidden(world: World, hub: type[Hub]) -> None:
    for visibility, story in world.stories.items():
        assert bool(websub.topics_of(story.pk)) is (visibility == Visibility.PUBLIC)
    shelf = make_shelf(title="Mine", by=world.ana)
    assert websub.topics_of_shelf(shelf.pk) == []
    hidden = make_story(world.ana, "Hush", visibility="private", tags=["secret"])
    make_part(hidden)
    for job in announced(hidden.pk, hidden.author_id):
        run(job)
    assert hub.told == []


def test_without_a_hub_nothing_is_told_and_no_feed_names_one(world: World, front: FrontClient) -> None:
    assert announced(world.story.pk, world.story.author_id) == []
    assert 'rel="hub"' not in front.get("/feeds/site.atom").text
    assert "hubs" not in front.get("/feeds/site.json").text


def test_pages_that_have_a_feed_show_a_link_to_it(world: World, front: FrontClient) -> None:
    for path in ("/", "/stories/", world.story.get_absolute_url(), "/by/ana/", "/tag/sea/"):
        page = front.get(path).text
        assert 'class="feed-link"' in page, path
        address = page.split('class="feed-link" href="')[1].split('"')[0]
        assert not feedparser.parse(front.get(address).text).bozo, path
