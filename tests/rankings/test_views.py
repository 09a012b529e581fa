"""The pages: who finds what, and what a page says to words that it does not know."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from inkstead.library.models import Hide
from inkstead.rankings import jobs
from inkstead.rankings.models import Snapshot, Standing
from inkstead.rankings.snapshots import path_of
from inkstead.reading.tally import Heard, write_reads
from inkstead.stories.models import Part, State, Story, Visibility
from tests.factories import make_part, make_story, make_user

pytestmark = pytest.mark.django_db
OLD = timezone.now() - timedelta(days=200)


def read_part(title: str, readers: int, **fields: object) -> Part:
    part = make_part(make_story(make_user(), title, **fields), f"Part of {title}")
    Story.objects.filter(pk=part.story_id).update(first_published_at=OLD)
    today = timezone.now().date()
    write_reads({(part.pk, today, f"g:{number}"): Heard(part.story_id, 1.0, 60) for number in range(readers)})
    return part


def test_every_ranking_opens_empty_and_full(client: Client) -> None:
    for full in (False, True):
        if full:
            read_part("Lamplight", 5, tags=["tides"], status="complete")
            jobs.make_rankings.call()
        assert client.get("/rankings/").status_code == 200
        assert client.get("/about/rankings/").status_code == 200
        assert client.get("/rankings/days/").status_code == 200
        for name in ("rising", "newcomers", "read", "loved", "kept", "finished"):
            page = client.get(f"/rankings/{name}/")
            assert page.status_code == 200
            assert (b"Lamplight" in page.content) == (full and name in ("rising", "read", "finished"))


def test_a_kept_page_is_made_again_when_the_rankings_are(client: Client) -> None:
    read_part("Lamplight", 5)
    jobs.make_rankings.call()
    assert b"5 readers." in client.get("/rankings/read/today/").content
    read_part("Tidewater", 7)
    jobs.make_rankings.call()
    assert b"Tidewater" in client.get("/rankings/read/today/").content


def test_nothing_that_is_not_public_is_named_anywhere(client: Client) -> None:
    shown = read_part("Shown", 4)
    hidden = [
        read_part("Canary unlisted", 30, visibility=Visibility.UNLISTED),
        read_part("Canary followers", 31, visibility=Visibility.FOLLOWERS),
        read_part("Canary private", 32, visibility=Visibility.PRIVATE),
    ]
    make_part(make_story(make_user(), "Canary draft"), state=State.DRAFT)
    # The worst case: rows from before they were hidden, with a score.
    for part in hidden:
        Standing.objects.create(story_id=part.story_id, read_week=99, rising_week=99, loved_week=9)
    addresses = ["/rankings/", "/rankings/read/week/", "/rankings/rising/week/", "/rankings/loved/week/"]
    for address in addresses:
        assert b"Canary" not in client.get(address).content
    jobs.make_rankings.call()
    for address in addresses:
        assert b"Canary" not in client.get(address).content
    assert b"Shown" in client.get("/rankings/read/week/").content  # the control: what is public is named
    with default_storage.open(path_of(Snapshot.objects.get().day)) as file:
        _, *rows = gzip.decompress(file.read()).decode().splitlines()
    assert [json.loads(row)["story"] for row in rows] == [shown.story_id]
    assert client.get(f"/rankings/story/{shown.story_id}/").status_code == 200
    assert [client.get(f"/rankings/story/{part.story_id}/").status_code for part in hidden] == [404, 404, 404]


def test_what_a_reader_hides_stands_in_no_ranking_of_theirs(client: Client) -> None:
    part, reader = read_part("Lamplight", 5), make_user()
    jobs.make_rankings.call()
    client.force_login(reader)
    assert b"Lamplight" in client.get("/rankings/read/week/").content
    Hide.objects.create(user=reader, story=part.story)
    page = client.get("/rankings/read/week/")
    assert b"Lamplight" not in page.content
    assert "no-store" in page["Cache-Control"]


def test_narrowed_to_a_tag_and_a_language(client: Client) -> None:
    read_part("Lamplight", 5, tags=["tides"], language="en-GB")
    read_part("Marea", 6, tags=["tides"], language="es")
    jobs.make_rankings.call()
    assert b"Marea" in client.get("/rankings/read/week/?tag=tides").content
    for language in ("en", "EN", "en-gb", "en-GB"):
        page = client.get(f"/rankings/read/week/?tag=tides&language={language}").content
        assert b"Lamplight" in page, language
        assert b"Marea" not in page, language


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/rankings/nonsense/", 404),
        ("/rankings/rising/all/", 400),
        ("/rankings/rising/never/", 400),
        ("/rankings/read/week/?after=forged", 400),
        ("/rankings/read/week/?tag=none-such", 400),
        ("/rankings/read/week/?tag=%00", 200),
        ("/rankings/read/week/?language=" + "x" * 9000, 400),
        ("/rankings/read/week/?language=!!", 400),
        ("/rankings/days/2026-01-01.jsonl.gz", 404),
        ("/rankings/days/..%2f.jsonl.gz", 404),
        ("/rankings/story/999999999999999999999/", 404),
    ],
)
def test_words_that_it_does_not_know(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_pages_follow_each_other_without_gaps(client: Client) -> None:
    for number in range(30):
        read_part(f"Story number {number:02}", 3 + number // 3)
    jobs.make_rankings.call()
    first = client.get("/rankings/read/week/").content.decode()
    following = re.search(r'href="(\?after=[^"]+)" rel="next"', first)
    assert following
    second = client.get(f"/rankings/read/week/{following[1]}").content.decode()
    titles = [re.findall(r"Story number \d\d</a></h2>", page) for page in (first, second)]
    assert [len(found) for found in titles] == [24, 6]
    assert len({*titles[0], *titles[1]}) == 30
    assert '<li value="25">' in second
    assert "after=" not in second
