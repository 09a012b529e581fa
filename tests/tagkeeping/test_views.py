from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import Role, User
from inkstead.library.actions import follow_tag, hide
from inkstead.library.models import TagFollow
from inkstead.notifications.actions.fanning import circles_of
from inkstead.stories.models import Part, Story, Tag
from inkstead.tagkeeping.models import TagChange
from tests.conftest import ClientOf
from tests.discovery.indexing import index_all
from tests.factories import make_token, make_user
from tests.tagkeeping.working import change, tag, undo, work_off
from tests.through_front import FrontClient
from tests.world import World

pytestmark = pytest.mark.usefixtures("shelf")


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_change_is_looked_at_done_and_taken_back(client_of: ClientOf, keeper: User) -> None:
    client = client_of(keeper)
    assert "Sci-fi" in shown(client, "/keep/tags/?q=sci")
    here = f"/keep/tags/{tag('sci-fi').pk}/"
    assert "2 public stories" in shown(client, here)
    preview = shown(client, f"{here}merge/?other=science+fiction")
    assert "“Sci-fi” becomes a spelling of “Science Fiction”." in preview
    assert re.search(r"2 public stories</strong> are found under", preview)
    other_way = shown(client, f"/keep/tags/{tag('science-fiction').pk}/merge/?other=sci-fi")
    assert re.search(r"1 public story</strong> is found under", other_way)
    assert "Far Suns" in preview
    assert "No Suns" not in preview
    assert not TagChange.objects.exists()
    done = client.post(f"{here}merge/", {"other": "science fiction", "why": "One and the same"}, follow=True)
    assert "Taken back" not in done.content.decode()
    work_off()
    logged = TagChange.objects.get()
    assert (logged.by, logged.why) == (keeper.pen_name, "One and the same")
    page = shown(client, logged.get_absolute_url())
    assert "2 public stories" in page
    # On a line of its own: behind a number it read like a part of it.
    assert '</p><p dir="auto">One and the same</p></li>' in shown(client, "/keep/tags/log/")
    client.post(logged.get_absolute_url(), {"why": "No, they are not"})
    work_off()
    assert tag("sci-fi").stands_for is None
    assert "That was taken back already." in shown(client, logged.get_absolute_url())


def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(client_of: ClientOf, keeper: User) -> None:
    client, here = client_of(keeper), f"/keep/tags/{tag('sci-fi').pk}/"
    for send in (client.get, client.post):
        answer = send(f"{here}link/", {"other": "sci-FI"})
        assert answer.status_code == 400
        assert "A tag cannot stand under itself." in answer.content.decode()
        assert 'value="sci-FI"' in answer.content.decode()
    answer = client.get(f"{here}split/", {"other": "Space", "story": ["1\x00", "99999999999999999999", "-1"]})
    assert "Choose some stories, or a tag that they carry too." in answer.content.decode()
    assert client.get(f"{here}explode/").status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.MODERATOR])
def test_nobody_else_gets_in(client_of: ClientOf, keeper: User, role: Role) -> None:
    done = change(tag("sci-fi"), "kind", kind="genre", by=keeper)
    other = make_user(role=role)
    client = client_of(other)
    here = f"/keep/tags/{tag('sci-fi').pk}/"
    for path in (
        "/keep/tags/",
        "/keep/tags/suggest/",
        "/keep/tags/log/",
        done.get_absolute_url(),
        here,
        f"{here}kind/",
    ):
        assert client.get(path).status_code == 403, path
        assert client.post(path).status_code == 403, path
    token = {"Authorization": f"Bearer {make_token(other)}"}
    for path in ("tags", "tag-changes", f"tags/{tag('sci-fi').pk}", f"tag-changes/{done.pk}"):
        assert client.get(f"/api/v1/{path}", headers=token).status_code == 403, path
    deed, here = {"do": "kind", "kind": "theme"}, f"/api/v1/tags/{tag('sci-fi').pk}/changes"
    assert client.post(here, deed, content_type="application/json", headers=token).status_code == 403
    assert client_of(None).post(here, deed, content_type="application/json").status_code == 401


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", {"crew", "lamps", "Sci-fi", "Science Fiction", "sea"}),
        ("new", {"crew", "lamps", "Sci-fi", "Science Fiction", "sea"}),
        ("unsorted", {"lamps", "sea"}),
        ("alone", {"crew", "lamps", "sea"}),
        ("spellings", {"Sci-fi"}),
        ("unused", set()),
    ],
)
def test_the_list_shows_what_was_asked_and_never_a_hidden_word(
    client_of: ClientOf, keeper: User, show: str, found: set[str]
) -> None:
    change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    change(tag("crew"), "kind", kind="theme", by=keeper)
    page = shown(client_of(keeper), f"/keep/tags/?show={show}")
    assert set(re.findall(r'<a href="/keep/tags/\d+/" dir="auto">([^<]+)<', page)) == found
    assert Tag.objects.filter(slug="unspoken").exists()
    hidden = tag("unspoken").pk
    for path in (f"/keep/tags/{hidden}/", f"/keep/tags/{hidden}/kind/?kind=genre"):
        assert client_of(keeper).get(path).status_code == 404
    assert client_of(keeper).get("/keep/tags/suggest/?q=unsp").json() == {"items": []}


def test_the_api_previews_does_and_takes_back(client_of: ClientOf, keeper: User) -> None:
    client, token = client_of(None), {"Authorization": f"Bearer {make_token(keeper)}"}

    def send(path: str, **body: object) -> dict[str, object]:
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json", headers=token)
        assert answer.status_code == 200, answer.content
        return answer.json()  # type: ignore[no-any-return]

    listed = client.get("/api/v1/tags?q=sci", headers=token).json()["items"]
    assert [(one["name"], one["stories"]) for one in listed] == [("Sci-fi", 2), ("Science Fiction", 1)]
    asked = {"do": "merge", "other": "Science Fiction"}
    here = f"tags/{tag('sci-fi').pk}/changes"
    told = send(here, **asked, preview=True)["preview"]
    assert told["stories"] == 2  # type: ignore[index]
    assert tag("sci-fi").stands_for is None
    done = send(here, **asked, why="One")["change"]
    work_off()
    whole = client.get(f"/api/v1/tags/{tag('science-fiction').pk}", headers=token).json()
    assert [one["name"] for one in whole["spellings"]] == ["Sci-fi"]
    back = send(f"tag-changes/{done['id']}/undo")  # type: ignore[index]
    assert back["undoes"] == done["id"]  # type: ignore[index]
    logged = client.get("/api/v1/tag-changes", headers=token).json()["items"]
    assert [one["undone"] for one in logged] == [False, True]
    again = client.post(f"/api/v1/tag-changes/{done['id']}/undo", {}, content_type="application/json", headers=token)  # type: ignore[index]
    assert (again.status_code, again.json()["error"]["code"]) == (409, "conflict")


def test_kept_pages_feeds_and_addresses_follow_a_merge_and_its_undoing(front: FrontClient, keeper: User) -> None:
    index_all()
    story = Story.objects.get(title="Far Suns").get_absolute_url()

    def state() -> list[object]:
        old = front.get("/tag/sci-fi/")
        return [
            (old.status, dict(old.headers).get("Location")),
            "Far Suns" in front.get("/tag/science-fiction/").text,
            'href="/tag/science-fiction/" rel="tag" dir="auto">Sci-fi<' in front.get(story).text
            or 'href="/tag/science-fiction/" rel="tag">Sci-fi<' in front.get(story).text,
            "Old Suns" in front.get("/feeds/tag/sci-fi.atom").text,
            "Far Suns" in front.get("/feeds/tag/science-fiction.atom").text,
            "Far Suns" in front.get("/opds/tags/science-fiction/").text,
        ]

    before = state()
    assert before == state() == [(200, None), False, False, False, False, False]  # kept by now
    done = change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    assert state() == state() == [(302, "/tag/science-fiction/"), True, True, True, True, True]
    undo(done, by=keeper)
    assert state() == before


def test_who_follows_or_hides_a_merged_tag_follows_or_hides_both(
    front: FrontClient, client_of: ClientOf, world: World, keeper: User
) -> None:
    follow_tag(tag("sci-fi"), by=world.ben)
    hide(tag("sci-fi"), by=world.cleo)
    part = Part.objects.get(story__title="Old Suns")

    def hears() -> bool:
        told = {thing for kind, thing in circles_of(part) if kind == "tag"}
        return TagFollow.objects.filter(tag__in=told, user=world.ben).exists()

    assert not hears()
    assert "Old Suns" in front.get("/stories/", by=world.cleo).text
    done = change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    assert hears()
    assert "Old Suns" not in front.get("/stories/", by=world.cleo).text
    assert ">Following<" in front.get("/tag/science-fiction/", by=world.ben).text
    undo(done, by=keeper)
    assert not hears()
    assert "Old Suns" in front.get("/stories/", by=world.cleo).text
    change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    assert "Science Fiction" in shown(client_of(world.ben), "/library/follows/")
    client_of(world.ben).post("/tag/science-fiction/follow/")
    assert not TagFollow.objects.exists(), "under whatever spelling it was followed"


def test_names_in_the_readers_language_stand_beside_lists_and_on_the_page_of_the_tag(
    client_of: ClientOf, keeper: User
) -> None:
    change(tag("crew"), "translate", language="de", name="Mannschaft", by=keeper)
    client = client_of(None)
    page = client.get("/search/", headers={"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"})
    assert "Mannschaft" in page.content.decode()
    assert "Accept-Language" in page["Vary"]
    assert "Mannschaft" not in client.get("/search/", headers={"Accept-Language": "en,de;q=0.5"}).content.decode()
    assert 'lang="de" dir="auto">Mannschaft<' in shown(client, "/tag/crew/")


def test_a_page_names_what_it_holds_by_whatever_word_stories_carry_it(client_of: ClientOf, keeper: User) -> None:
    change(tag("sci-fi"), "merge", other="Tomorrow", by=keeper)
    change(tag("tomorrow"), "link", other="crew", by=keeper)
    page = shown(client_of(None), "/tag/crew/")
    assert re.search(r"<dt>Holds</dt><dd><a href=\"/tag/tomorrow/\" dir=\"auto\">Tomorrow</a></dd>", page)
    assert "Near Suns" in page
    assert re.search(r"<dt>Part of</dt><dd><a href=\"/tag/crew/\"", shown(client_of(None), "/tag/tomorrow/"))


def test_counts_beside_a_list_count_a_spelling_for_its_tag(client_of: ClientOf, keeper: User) -> None:
    change(tag("sci-fi"), "kind", kind="genre", by=keeper)
    change(tag("science-fiction"), "merge", other="sci-fi", by=keeper)
    page = shown(client_of(None), "/search/")
    assert re.search(r"Genres</h2><ul><li><a[^>]*><bdi>Sci-fi</bdi></a> <span class=\"narrow-count\">3<", page)


def test_a_writer_is_offered_kinds_and_what_a_spelling_stands_for(
    client_of: ClientOf, world: World, keeper: User
) -> None:
    change(tag("science-fiction"), "kind", kind="genre", by=keeper)
    change(tag("sci-fi"), "merge", other="Science Fiction", by=keeper)
    items = client_of(world.ben).get("/write/tags/?q=sci").json()["items"]
    assert items == [
        {"name": "Sci-fi", "stories": 2, "kind": "genre", "stands_for": "Science Fiction"},
        {"name": "Science Fiction", "stories": 1, "kind": "genre", "stands_for": ""},
    ]
    index_all()
    found = client_of(None).get("/search/suggest/?q=sci-").json()["items"]
    assert found[0]["label"] == "Sci-fi → Science Fiction"
    assert found[0]["url"] == "/tag/science-fiction/"


def test_the_tags_of_a_story_stand_in_lines_by_kind(client_of: ClientOf, keeper: User) -> None:
    story = Story.objects.get(title="Far Suns").get_absolute_url()
    assert "Genres" not in shown(client_of(None), story)
    change(tag("sci-fi"), "kind", kind="genre", by=keeper)
    page = shown(client_of(None), story)
    assert re.findall(r"<dt>(\w+)</dt>", page) == ["Genres", "Tags"]


def test_a_list_costs_the_same_for_one_tag_and_for_many(client_of: ClientOf, keeper: User) -> None:
    client = client_of(keeper)
    client.get("/keep/tags/")
    asked = []
    for path in ("/keep/tags/?q=lamps", "/keep/tags/"):
        with CaptureQueriesContext(connection) as context:
            client.get(path)
        asked.append([query["sql"] for query in context if "stories_storytag" in query["sql"]])
    assert len(asked[0]) == len(asked[1]) == 2
