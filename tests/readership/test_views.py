"""The pages of figures: who sees them, what stands on them, what they cost."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import User
from inkstead.readership.actions import add_up
from inkstead.readership.sheets import as_csv
from inkstead.stories import actions
from inkstead.stories.models import Contributor, Part, Role
from tests.conftest import ClientOf
from tests.factories import make_part, make_story
from tests.readership.conftest import Told
from tests.world import World

SHEETS = ("days", "parts", "part-days", "sources")


def addresses(world: World) -> list[str]:
    story, part = f"/write/story/{world.story.pk}/figures/", f"/write/part/{world.part.pk}/figures/"
    sheets = [f"{story}{name}.csv" for name in SHEETS] + [f"{part}{name}.csv" for name in ("days", "blocks")]
    return [story, part, f"{story}figures.zip", *sheets]


def text(answer: object) -> str:
    """As a person reads it."""
    content: bytes = answer.content  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).split())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("ana", 200),
        (Role.COAUTHOR, 200),
        (Role.EDITOR, 200),
        (Role.BETA, 403),
        ("ben", 404),
        ("cleo", 404),
        (None, 302),
    ],
)
def test_only_those_who_write_it_see_figures(
    world: World, client_of: ClientOf, told: Told, who: str | None, status: int
) -> None:
    told(world.part, "a:7", "g:1")
    user: User | None = world.ana if who == "ana" else world.cleo if who == "cleo" else world.ben
    if who in Role.values:
        assert who is not None
        Contributor.objects.create(story=world.story, pen_name=world.ben.pen_name, role=who)
    client = client_of(user if who else None)
    assert {address: client.get(address).status_code for address in addresses(world)} == dict.fromkeys(
        addresses(world), status
    )


def test_nobody_has_been_here_yet(world: World, client_of: ClientOf) -> None:
    story = make_story(world.ana)
    client = client_of(world.ana)
    page = text(client.get(f"/write/story/{story.pk}/figures/"))
    assert "Nobody has opened this story yet." in page
    assert "Publish a part to begin." in page
    page = text(client.get(f"/write/part/{world.draft.pk}/figures/"))
    assert "Nobody has opened this part yet." in page
    assert "It is not published." in page
    part = make_part(story)
    page = text(client.get(f"/write/part/{part.pk}/figures/"))
    assert "Nobody has opened this part yet. Figures appear within a minute of the first read." in page
    for name in SHEETS:
        assert client.get(f"/write/story/{story.pk}/figures/{name}.csv").status_code == 200


def test_a_story_in_words(world: World, client_of: ClientOf, told: Told) -> None:
    told(world.part, "a:7", "a:8", "g:1", source="news.example")
    told(world.second, "a:7", source="/part")
    told(world.part, "a:7", "g:1", ago=40)
    actions.follow_story(world.story, by=world.cleo)
    client = client_of(world.ana)
    page = text(client.get(f"/write/story/{world.story.pk}/figures/?days=7"))
    assert "4 reads by 3 readers, each counted once a day; among them 2 different people with an account." in page
    assert "2 people, 50 % went on" not in page
    assert "1 person, 50 % went on" in page
    assert "1 vote and 1 comment." in page
    assert "1 follows the story; 1 came and 0 left" in page
    assert "news.example 3 reads, 75 %" in page
    assert "Another part 1 read, 25 %" in page
    everything = text(client.get(f"/write/story/{world.story.pk}/figures/?days=all"))
    assert "6 reads by 5 readers" in everything


def test_nobody_is_named(world: World, client_of: ClientOf, told: Told) -> None:
    told(world.part, f"a:{world.ben.pk}", "g:sEcReT")
    client = client_of(world.ana)
    for address in addresses(world):
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type, attr-defined]
        assert not any(word in content for word in (b"Ben", b"g:sEcReT", b"a:%d" % world.ben.pk)), address
        assert answer["Cache-Control"].startswith("private") or b"<html" in content


@pytest.mark.parametrize("days", ["7", "28", "90", "all", "", "nonsense", "-1", "9" * 40])
def test_any_span_is_answered(world: World, client_of: ClientOf, told: Told, days: str) -> None:
    told(world.part, "g:1", ago=400)
    for address in addresses(world)[:2]:
        assert client_of(world.ana).get(address, {"days": days}).status_code == 200


def test_a_part_in_words(world: World, client_of: ClientOf, told: Told) -> None:
    assert world.part.live is not None
    blocks = re.findall(r'id="([^"]+)"', world.part.live.html)
    told(world.part, *(f"g:{n}" for n in range(3)), reached=0.1, block=blocks[0])
    told(world.part, *(f"g:{n}" for n in range(3, 10)), block=blocks[-1])
    page = text(client_of(world.ana).get(f"/write/part/{world.part.pk}/figures/"))
    assert "Of 10 reads, how many are still there" in page
    assert "The lamp went out at nine. 30 % stop here (3 of 10), paragraph 1" in page
    assert "10 reads, 7 to the end" in page


def test_a_story_of_very_many_parts_is_one_picture(world: World, client_of: ClientOf) -> None:
    story = make_story(world.ana)
    part = make_part(story)
    row = Part.objects.filter(pk=part.pk).values().get()
    Part.objects.bulk_create(Part(**{**row, "id": None, "position": n, "title": f"No {n}"}) for n in range(2, 400))
    from inkstead.stories.models import PartCounts

    PartCounts.objects.bulk_create(PartCounts(part=one, reads=5) for one in story.parts.exclude(pk=part.pk))
    from inkstead.readership.models import PartFigures

    PartFigures.objects.bulk_create(PartFigures(part=one, people=one.position) for one in story.parts.all())
    page = client_of(world.ana).get(f"/write/story/{story.pk}/figures/").content.decode()
    picture = page.partition('aria-labelledby="steps-title steps-desc"')[2].partition("</svg>")[0]
    assert picture.count('<g class="figure-bar">') <= 200
    assert "399. No 399: 399 readers" in picture
    assert page.count('<th scope="row"><a href') == 399


def test_the_same_queries_for_one_part_and_for_many(world: World, client_of: ClientOf, told: Told) -> None:
    client, story = client_of(world.ana), make_story(world.ana)
    part = make_part(story)
    told(part, "a:1", "g:1", source="one.example")
    address = f"/write/story/{story.pk}/figures/"
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for number in range(3):
        told(make_part(story), "a:1", "a:2", f"g:{number}", ago=number, source=f"{number}.example")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(one) <= 11


def test_a_desk_of_many_stories_asks_once_for_their_lines(world: World, client_of: ClientOf, told: Told) -> None:
    client = client_of(world.ana)
    told(world.part, "g:1", "g:2")
    client.get("/write/")
    with CaptureQueriesContext(connection) as few:
        page = client.get("/write/").content.decode()
    assert page.count("figure-spark") == 1
    assert "2 reads in the last four weeks" in page
    told(make_part(make_story(world.ana)), "g:1")
    with CaptureQueriesContext(connection) as many:
        assert client.get("/write/").content.decode().count("figure-spark") == 2
    assert len(many) == len(few)


def test_sheets_say_what_the_page_says(world: World, client_of: ClientOf, told: Told) -> None:
    told(world.part, "a:7", "g:1", ago=1)
    told(world.second, "a:7", "g:1")
    add_up()
    client = client_of(world.ana)
    answer = client.get(f"/write/story/{world.story.pk}/figures/days.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="story-{world.story.pk}-days.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [int(row["reads"]) for row in rows][-2:] == [2, 2]
    assert [row["comments"] for row in rows][-1] == "1"
    packed = client.get(f"/write/story/{world.story.pk}/figures/figures.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(packed)))  # type: ignore[arg-type]
    published = world.story.parts.filter(state="published").values_list("pk", flat=True)
    assert set(archive.namelist()) == {f"{name}.csv" for name in SHEETS} | {f"blocks/part-{pk}.csv" for pk in published}
    assert archive.read("days.csv") == answer.content


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_is_never_a_formula(title: str) -> None:
    [line] = as_csv([(title, -5, 'a "quoted", one')])
    [row] = csv.reader(io.StringIO(line, newline=""))
    assert row == ["'" + title, "-5", 'a "quoted", one']


def test_unknown_sheets_are_not_found(world: World, client_of: ClientOf) -> None:
    client = client_of(world.ana)
    for address in (f"story/{world.story.pk}/figures/secrets.csv", f"part/{world.part.pk}/figures/parts.csv"):
        assert client.get(f"/write/{address}").status_code == 404
