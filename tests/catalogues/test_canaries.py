"""Through every door by which stories are found: what is not public changes nothing behind any of them.

Ten writers each add works that not everybody may see, with readers, votes and comments, and every door answers to a
stranger, a reader and a blocked person as it did before: the same names, the same order, the same counts.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils import timezone

from inkstead.accounts.actions.blocks import block_name
from inkstead.accounts.models import User
from inkstead.background.worker import run_waiting_jobs
from inkstead.catalogues.actions import mend_sitemaps, renew_address
from inkstead.catalogues.models import AddressKind
from inkstead.discovery.actions import save_search
from inkstead.discussion.actions import cast_vote, post_comment
from inkstead.library.actions import follow_pen_name, follow_tag
from inkstead.rankings import jobs
from inkstead.rankings.models import Snapshot
from inkstead.rankings.snapshots import path_of
from inkstead.reading.tally import Heard, write_reads
from inkstead.recommendations.jobs import relate
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, Tag, Visibility
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_story, make_user
from tests.forgetting import forget_everything
from tests.through_front import Answer, FrontClient

pytestmark = pytest.mark.django_db
TEN = "abcdefghij"
# What says when, for whom or under which key a page was made.
CHANGING = re.compile(
    r"(?:csrf-token\" content|csrfmiddlewaretoken\" value)=\"[^\"]*|nonce-?[\"=][^\" ]*|[0-9a-f]{64}"
    r"|<time[^>]*>[^<]*</time>|<(updated|lastmod)>[^<]*</|\"(?:date_modified|modified|made_at)\": ?\"[^\"]*\""
)


def word(how: str, writer: str) -> str:
    return f"xylo{how.replace(' ', '')}{writer}"


def worded(by: User, how: str, writer: str, **fields: object) -> Story:
    """A story that says its word wherever a story can say one."""
    canary = word(how, writer)
    return make_story(by, canary.title(), summary=f"Of {canary}.", tags=[canary, "lamps"], **fields)


def in_public_story(state: State) -> Callable[[User, str, str], Part]:
    def add(by: User, how: str, writer: str) -> Part:
        story = Story.objects.get(author=by.pen_name, title__startswith="Open")
        return make_part(story, word(how, writer), text=f"The {word(how, writer)} sang.", state=state)

    return add


def in_story_that_is(
    visibility: Visibility, state: State = State.PUBLISHED, after: Callable[..., object] | None = None
) -> Callable[[User, str, str], Part]:
    def add(by: User, how: str, writer: str) -> Part:
        canary = word(how, writer)
        part = make_part(
            worded(by, how, writer, visibility=visibility), canary, text=f"The {canary} sang.", state=state
        )
        if after:
            after(part.story, by=by)
        return part

    return add


HIDDEN: dict[str, Callable[[User, str, str], Part]] = {
    "draft": in_public_story(State.DRAFT),
    "scheduled": in_public_story(State.SCHEDULED),
    "withdrawn": in_public_story(State.WITHDRAWN),
    "draft story": in_story_that_is(Visibility.PUBLIC, State.DRAFT),
    "unlisted": in_story_that_is(Visibility.UNLISTED),
    "followers": in_story_that_is(Visibility.FOLLOWERS),
    "private": in_story_that_is(Visibility.PRIVATE),
    "binned": in_story_that_is(Visibility.PUBLIC, after=actions.bin_story),
}


def loved(part: Part, by: User, reader: User) -> None:
    """Read, voted for and talked about: what makes something stand high."""
    today = timezone.now().date()
    write_reads({(part.pk, today, f"g:{number}"): Heard(part.story_id, 1.0, 600) for number in range(30)})
    if part.is_published and part.story.visibility == Visibility.PUBLIC and reader != by:
        cast_vote(part, by=reader)
        assert reader.pen_name is not None
        post_comment(part, body="Oh!", by=reader, pen_name=reader.pen_name)


class Finders:
    """Three people and every door that each of them may knock at."""

    def __init__(self, front: FrontClient, writers: list[User]) -> None:
        self.front = front
        self.reader, self.blocked = make_user("Reader Ann"), make_user("Blocked Bob")
        tag = Tag.objects.get(slug="lamps")
        for person in (self.reader, self.blocked):
            follow_tag(tag, by=person)
            for writer in writers:
                assert writer.pen_name is not None
                follow_pen_name(writer.pen_name, by=person)
        self.secrets = {
            person.pk: (
                save_search("tag:lamps", by=person).secret,
                renew_address(AddressKind.FEED, by=person).secret,
                renew_address(AddressKind.CATALOGUE, by=person).secret,
            )
            for person in (self.reader, self.blocked)
        }
        self.story = Story.objects.get(title="Open a").pk

    def doors(self, person: User | None, canaries: list[str]) -> Iterator[str]:
        yield from ("/", "/stories/", "/stories/?x=1", "/tag/lamps/", "/by/writer-a/", "/robots.txt", "/search/")
        yield from (f"/feeds/{name}.{form}" for name in self.feeds() for form in ("atom", "json"))
        yield from (f"/rankings/{name}/{window}/" for name, window in RANKINGS)
        yield from ("/rankings/", "/rankings/read/week/?tag=lamps", "/rankings/read/week/?language=en")
        yield from (f"/rankings/story/{self.story}/", f"/api/v1/stories/{self.story}/related", f"/story/{self.story}")
        yield from ("/api/v1/stories", "/api/v1/stories?tag=lamps", "/api/v1/rankings/read")
        yield from (f"/opds/{name}" for name in ("", "new/", "popular/", "tags/", "tags/lamps/", "writers/"))
        yield from ("/search/?q=lamps", "/search/?q=tag:lamps", "/search/?q=sang", "/search/?q=sort:updated")
        for canary in canaries:
            yield from (
                f"/search/?q={canary}",
                f"/search/?q={canary[:-2]}*",
                f"/search/?q={canary[:-2] + canary[-1]}",
                f"/search/?q=tag:{canary}",
                f"/search/suggest/?q={canary[:9]}",
                f"/search/suggest/?q=tag:{canary[:9]}",
                f"/api/v1/stories?q={canary}",
                f"/opds/search/?q={canary}",
                f"/tag/{canary}/",
                f"/feeds/tag/{canary}.atom",
            )
        if person:
            searched, followed, catalogue = self.secrets[person.pk]
            yield from (f"/feeds/search/{searched}.atom", f"/feeds/follows/{followed}.json")
            yield from (f"/opds/with/{catalogue}/{name}" for name in ("", "mine/", "new/"))
            yield from (f"/write/tags/?q=xylo{how[:4]}" for how in ("blocked", *HIDDEN))
            yield from ("/library/", "/library/follows/", "/library/for-you/", "/api/v1/me/recommendations")

    def own(self) -> list[str]:
        """Parts of addresses behind which a new story of another writer is not named."""
        first = [f"story/{self.story}", f"stories/{self.story}", "writer-a", "robots.txt", "/pages-0.", "/rising/"]
        return [*first, *(f"/write/tags/?q=xylo{how[:4]}" for how in HIDDEN), "/opds/with/", ": /opds/ "]

    def feeds(self) -> list[str]:
        return ["site", f"story/{self.story}", "by/writer-a", "tag/lamps"]

    def told(self, canaries: list[str], person: User) -> dict[str, str]:
        """Everything that stands behind every door now, without what a process remembers."""
        forget_everything()
        cache.clear()
        found = {}
        for finder in (None, person):
            who = str(finder.pen_name) if finder else "a stranger"
            # Whoever is signed in is asked the same questions of less: what is closed to a stranger is closed to them.
            for door in self.doors(finder, canaries if finder is None or len(canaries) == 1 else canaries[::3]):
                found[f"{who}: {door}"] = steady(self.front.get(door, by=finder))
        for path in re.findall(r"<loc>[^<]*?(/sitemap/[^<]*)</loc>", self.front.get("/sitemap.xml").text):
            found[f"a stranger: {path}"] = CHANGING.sub("", gzip.decompress(self.front.get(path).body).decode())
        with default_storage.open(path_of(Snapshot.objects.latest("day").day)) as file:
            found["a stranger: the day's file"] = CHANGING.sub("", gzip.decompress(file.read()).decode())
        return found


RANKINGS = [("read", "week"), ("read", "all"), ("rising", "week"), ("loved", "all"), ("newcomers", "week")]


def steady(answer: Answer) -> str:
    assert answer.status < 500
    return f"{answer.status} {CHANGING.sub('', answer.text)}"


def everything_caught_up() -> None:
    run_waiting_jobs()
    index_all()
    Snapshot.objects.all().delete()
    jobs.make_rankings.call()
    relate.call()
    mend_sitemaps()
    run_waiting_jobs()


@pytest.fixture
def writers(db: None) -> list[User]:
    people = [make_user(f"Writer {letter}") for letter in TEN]
    long_ago = timezone.now() - timedelta(days=100)
    for writer, letter in zip(people, TEN, strict=True):
        part = make_part(make_story(writer, f"Open {letter}", tags=["lamps"]), "Open", text="The lamps sang.")
        loved(part, writer, people[0])
        Part.objects.filter(pk=part.pk).update(published_at=long_ago)
        Story.objects.filter(pk=part.story_id).update(first_published_at=long_ago, last_published_at=long_ago)
    return people


def differences(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """The doors that tell something else, with the first place where they do."""
    return {
        door: f"{was[(at := first_difference(was, now)) : at + 60]!r} became {now[at : at + 60]!r}"
        for door, now in after.items()
        if (was := before.get(door, "")) != now
    }


def is_open(door: str) -> bool:
    """Feeds and catalogues at an address for everybody know nobody, that a word is a tag of something public is no
    secret, and one mean over all stories is told to all."""
    path = door.partition(": ")[2]
    return path.startswith(("/feeds/tag/", "/opds/tags/", "/write/tags/")) or path in (
        "/rankings/",
        "/rankings/loved/all/",
    )


def first_difference(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def test_what_is_not_public_changes_nothing_behind_any_door(writers: list[User], front: FrontClient) -> None:
    canaries = [word(how, letter) for how, letter in zip(HIDDEN, TEN, strict=False)]
    finders = Finders(front, writers)
    everything_caught_up()
    before = finders.told(canaries, finders.reader)
    for how, add in HIDDEN.items():
        for writer, letter in zip(writers, TEN, strict=True):
            loved(add(writer, how, letter), writer, writers[0])
    everything_caught_up()
    found = differences(before, finders.told(canaries, finders.reader))
    assert not found, "\n".join(f"{door}: {what}" for door, what in found.items())


def test_who_is_blocked_finds_nothing_of_it_behind_any_door(front: FrontClient, writers: list[User]) -> None:
    finders = Finders(front, writers)
    blocker = make_user("Blocker")
    block_name(finders.blocked.pen_name, by=blocker)  # type: ignore[arg-type]
    canary = word("blocked", "a")
    everything_caught_up()
    before = finders.told([canary], finders.blocked)
    loved(in_story_that_is(Visibility.PUBLIC)(blocker, "blocked", "a"), blocker, writers[0])
    everything_caught_up()
    found = differences(before, finders.told([canary], finders.blocked))
    mine = {door: what for door, what in found.items() if door.startswith("Blocked") and not is_open(door)}
    assert not mine, "\n".join(f"{door}: {what}" for door, what in mine.items())
    # The control for both tests: what is public is found behind every door but those of other stories and writers.
    silent = {
        door
        for door in finders.told([canary], finders.blocked)
        if door not in found and not door.startswith("Blocked") and not any(own in f"{door} " for own in finders.own())
    }
    assert not silent, "\n".join(sorted(silent))
