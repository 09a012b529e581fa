"""Health, metrics, doctor, recount and the schedule."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from inkstead.operations.doctor import examine, sqlite_finding
from inkstead.operations.schedule import SCHEDULE
from inkstead.readership.models import PartDay
from inkstead.reading.models import Read
from inkstead.stories.models import NetworkDay, PartCounts, Story
from inkstead.web.addresses import is_trusted
from tests.world import World


@pytest.mark.parametrize(("path", "words"), [("/healthz", b"ok\n"), ("/readyz", b"ready\n")])
def test_the_process_lives_and_can_serve(db: None, client: Client, path: str, words: bytes) -> None:
    assert client.get(path).content == words
    assert client.post(path).status_code == 405


def test_metrics_are_for_the_machine_itself(world: World, client: Client) -> None:
    def asked(address: str, **more: str) -> int:
        return client.get("/metrics", REMOTE_ADDR=address, **more).status_code

    assert [asked(address) for address in ("127.0.0.1", "::1", "203.0.113.7", "10.0.0.1")] == [200, 200, 403, 403]
    assert asked("203.0.113.7", HTTP_X_FORWARDED_FOR="127.0.0.1") == 403
    with override_settings(TRUSTED_PROXIES=["127.0.0.1"]):
        is_trusted.cache_clear()
        assert asked("127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7") == 403
    is_trusted.cache_clear()
    text = client.get("/metrics").content.decode()
    assert "inkstead_stories 4\n" in text
    assert "inkstead_parts_published 5\n" in text
    assert {name for name in ("Ana", "Lighthouse", "@") if name in text} == set()


def test_the_doctor_finds_this_place_well(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert [finding for finding in examine() if not finding.ok and finding.check not in ("disk", "durability")] == []
    with suppress(SystemExit):  # the disk of the machine that runs this is none of the test's business
        call_command("doctor", json=True)
    checks = {finding["check"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert {"database", "disk", "jobs", "ids", "mail", "cage", "pandoc"} <= checks


def test_the_doctor_names_a_language_that_no_font_here_has(world: World) -> None:
    def fonts() -> tuple[bool, str]:
        return next((finding.ok, finding.text) for finding in examine() if finding.check == "fonts")

    assert fonts() == (True, "Titles in all languages of the stories here can be drawn on covers.")
    Story.objects.filter(pk=world.story.pk).update(title="\U000187f7\U000187f6", language="txg")  # Tangut
    ok, text = fonts()
    assert (ok, "stories in: txg." in text, "fonts-noto-cjk" in text) == (False, True, True)


@pytest.mark.parametrize(("version", "well"), [((3, 34, 1), False), ((3, 35, 0), True), ((3, 46, 1), True)])
def test_the_doctor_names_a_store_that_is_too_old_to_count_reads(version: tuple[int, ...], well: bool) -> None:
    finding = sqlite_finding(version)
    assert finding.ok is well
    assert finding.text.startswith(f"SQLite {'.'.join(map(str, version))} {'knows' if well else 'is too old'}")


def test_recount_tells_in_words_and_as_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    PartCounts.objects.filter(part=world.second).update(votes=9)
    call_command("recount", json=True)
    assert json.loads(capsys.readouterr().out) == {
        "differences": [{"of": "part", "id": world.second.pk, "counter": "votes", "stood_at": 9, "counted": 0}],
        "figures": [],
    }
    call_command("recount", json=True)
    assert json.loads(capsys.readouterr().out) == {"differences": [], "figures": []}
    call_command("recount")
    assert capsys.readouterr().out == "Every counter was right.\nThe figures of every story were right.\n"
    day = PartDay.objects.get(part=world.part)
    PartDay.objects.update(votes=7)
    call_command("recount")
    told = capsys.readouterr().out
    assert f"part {world.part.pk}: votes on {day.day} stood at 7, counted 1.\n" in told


def test_what_happens_by_the_clock_has_names_of_its_own() -> None:
    names = [periodic.name for periodic in SCHEDULE]
    assert len(set(names)) == len(names)
    assert "publish due parts" in names


@pytest.mark.parametrize(("networks", "well"), [(1, False), (2, True)])
def test_the_doctor_sees_that_a_proxy_hides_everybody(world: World, networks: int, well: bool) -> None:
    today = timezone.now().date()
    Read.objects.bulk_create([Read(part=world.part, day=today, reader=f"g:{number}") for number in range(60)])
    for number in range(networks):
        NetworkDay.objects.create(story=world.story, day=today, what=NetworkDay.READ, network=f"n{number}")
    (finding,) = [one for one in examine() if one.check == "networks"]
    assert (finding.ok, "INKSTEAD_TRUSTED_PROXIES" in finding.text) == (well, not well)
