"""Search: the same finds on both databases, and never a word of what is not public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inkstead.discovery import actions as discovery
from inkstead.discovery import matching
from inkstead.discovery.asking import Term
from inkstead.discovery.matching import Matches, Sought, is_part_found, matching_parts
from inkstead.discovery.models import IndexedName, IndexedPart, IndexedStory, NameKind, Spelling, pack
from inkstead.discovery.queries import Wish, find
from inkstead.discovery.queries.meant import did_you_mean, distance
from inkstead.discovery.queries.narrowing import narrowing
from inkstead.discovery.queries.snippets import quote, snippets
from inkstead.discovery.queries.suggesting import suggestions
from inkstead.stories import actions
from inkstead.stories.models import Part, State, Story, Tag, TagAbove, Visibility
from tests.copies import Kept
from tests.discovery.indexing import index_all
from tests.factories import make_part, make_pen_name, make_story
from tests.jobs import work_off
from tests.through_front import FrontClient
from tests.world import World

LIBRARY = {
    "The Old Door": (
        "A house by the harbour.",
        ["house", "Night Watch"],
        "en",
        "Behind the old door a lamp burned.",
    ),
    "Ångström": ("Mäßig naïve.", ["Science"], "de", "Die Straße war lang. She couldn't see l'été."),
    "小猫钓鱼": ("一只猫的故事。", ["童话"], "zh-Hans", "小猫在河边钓鱼，蝴蝶飞来了。"),
    "ネコの旅": ("", ["旅"], "ja", "吾輩は猫である。名前はまだ無い。ガラスの靴。"),
    "บ้านริมน้ำ": ("", [], "th", "แมวนอนอยู่บนหลังคาบ้าน"),
    "قمر": ("قصة قصيرة", ["ليل"], "ar", "كَانَ القَمَرُ بعيدًا"),
    "Door to Door": (
        "Doors, old and new.",
        ["door", "comedy"],
        "en",
        "He sold lamps. The door was old, the lamp new.",
    ),
    "हिन्दी कहानी": ("", [], "hi", "कल की कला काली रात"),
}


def build_library(world: World) -> dict[str, Story]:
    stories = {}
    for title, (summary, tags, language, text) in LIBRARY.items():
        story = make_story(world.cleo, title, summary=summary, tags=tags, language=language)
        make_part(story, f"{title} begins", text=text)
        stories[title] = story
    index_all()
    return stories


kept_library = Kept(build_library)


@pytest.fixture
def library(world: World) -> dict[str, Story]:
    """Told by Cleo; all in the index together with Ana's one public story."""
    return kept_library(world)


def found(q: str) -> list[str]:
    return [story.title for story in find(Wish(q=q)).stories]


# Both databases answer all of these alike, and in this order.
ANSWERS = {
    "door": ["Door to Door", "The Old Door"],
    '"old door"': ["The Old Door"],
    '"the old door"': ["The Old Door"],
    '"door old"': [],
    "OLD Door": ["The Old Door", "Door to Door"],
    "old door -comedy": ["The Old Door"],
    '-"old door" door': ["Door to Door"],
    "lamp": ["The Lighthouse", "Door to Door", "The Old Door"],
    "lamp harbour": [],
    "door harbour": ["The Old Door"],
    "cleo lamp": ["Door to Door", "The Old Door"],
    "lamp tag:comedy": ["Door to Door"],
    "lamp -tag:comedy -tag:sea": ["The Old Door"],
    "tag:night-watch": ["The Old Door"],
    'tag:"Night Watch"': ["The Old Door"],
    "angstrom": ["Ångström"],
    "ÅNGSTRÖM": ["Ångström"],
    "maessig": [],
    "mäßig": ["Ångström"],
    "massig": ["Ångström"],
    "strasse": ["Ångström"],
    "couldnt": ["Ångström"],
    "couldn't ete": ["Ångström"],
    "小猫": ["小猫钓鱼"],
    "猫": ["小猫钓鱼", "ネコの旅"],
    "钓鱼": ["小猫钓鱼"],
    "鱼": ["小猫钓鱼"],
    "河边钓鱼": ["小猫钓鱼"],
    "河钓": [],
    "蝴蝶 小猫": ["小猫钓鱼"],
    '"小猫在河边"': ["小猫钓鱼"],
    "名前": ["ネコの旅"],
    "ガラス": ["ネコの旅"],
    "ｶﾞﾗｽ": ["ネコの旅"],
    "แมว": ["บ้านริมน้ำ"],
    "หลังคา": ["บ้านริมน้ำ"],
    "القمر": ["قمر"],
    "كان القمر": ["قمر"],
    "कला": ["हिन्दी कहानी"],
    "काला": [],
    "by:cleo language:zh": ["小猫钓鱼"],
    "by:nobody door": [],
    "language:ja": ["ネコの旅"],
    "-language:en by:cleo -language:zh -language:ja -language:th -language:ar": ["हिन्दी कहानी", "Ångström"],
    "lam*": ["The Lighthouse", "Door to Door", "The Old Door"],
    "lam* -com*": ["The Lighthouse", "The Old Door"],
    "doo* har*": ["The Old Door"],
    "cle* lam*": ["Door to Door", "The Old Door"],
    "lamp*": ["The Lighthouse", "Door to Door", "The Old Door"],
    "lampoon*": [],
    "हिन*": ["हिन्दी कहानी"],
    "แ": ["บ้านริมน้ำ"],
    "harbou": ["The Old Door"],  # nothing has the word itself
    "words:>1 door": ["Door to Door", "The Old Door"],
    "words:>5000": [],
    "door sort:title": ["Door to Door", "The Old Door"],
    "door sort:new": ["Door to Door", "The Old Door"],
    "status:complete door": [],
    "nowhere": [],
}


@pytest.mark.parametrize("typed", ANSWERS)
def test_both_databases_find_the_same(library: dict[str, Story], typed: str) -> None:
    answer = found(typed)
    assert answer == ANSWERS[typed]


def test_what_a_story_says_of_itself_counts_more_than_its_parts(library: dict[str, Story], world: World) -> None:
    make_part(make_story(world.ana, "Old"), text="door door door")
    index_all()
    assert found("old door") == ["The Old Door", "Door to Door", "Old"]
    assert found("the old door")[0] == "The Old Door"  # the whole title


def test_a_list_goes_on_where_it_stopped_and_tells_each_story_once(library: dict[str, Story]) -> None:
    whole, seen, cursor = found("lamp"), [], ""
    for _ in range(4):
        page = find(Wish(q="lamp"), cursor, 1)
        seen += [story.title for story in page.stories]
        cursor = page.next
        if not cursor:
            break
    assert seen == whole


def test_the_lines_that_hold_the_words_are_quoted_escaped_and_marked(world: World) -> None:
    story = make_story(world.ana, "Quoted")
    make_part(story, "One", text="Before. " * 60 + "The <b>lamp</b> & the couldn’t of it. " + "After. " * 60)
    index_all()
    result = find(Wish(q="lamp couldnt"))
    (shown,) = snippets(result.hits, [story.pk], result.asked.terms).values()
    assert "&lt;b&gt;<mark>lamp</mark>&lt;/b&gt; &amp; the <mark>couldn’t</mark>" in shown.quoted
    assert shown.quoted.startswith("… ")
    assert shown.quoted.endswith(" …")
    assert len(shown.text) < 300
    assert (shown.part_title, shown.more) == ("One", 0)
    assert quote("nothing here", ["lamp"]) == ("", "")


def test_titles_that_begin_so_are_suggested_before_those_with_a_word_that_does(world: World) -> None:
    for title in ("Lamp Harbour", "The Lamp", "A Lamp Too"):
        make_part(make_story(world.cleo, title))
    index_all()
    labels = [one.label for one in suggestions("lam") if one.kind == NameKind.STORY]
    assert labels == ["Lamp Harbour", "A Lamp Too", "The Lamp"]


def test_suggestions_know_stories_writers_and_tags(library: dict[str, Story]) -> None:
    def kinds(typed: str) -> list[tuple[str, str]]:
        return [(one.kind, one.label) for one in suggestions(typed)]

    assert kinds("do") == [("tag", "door"), ("story", "Door to Door"), ("story", "The Old Door")]
    assert kinds("the o") == [("story", "The Old Door")]
    assert kinds("angs") == [("story", "Ångström")]
    assert kinds("猫") == [("story", "小猫钓鱼")]
    assert kinds("cle") == [("writer", "Cleo")]
    assert kinds("wat") == [("tag", "Night Watch")]
    assert kinds("d") == kinds("%") == kinds("") == kinds("\x00") == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dor", ""),
        ("doro", "door"),
        ("haarbour", "harbour"),
        ("bruned", "burned"),
        ("sodl lanps", "sold lamps"),
        ("behnid hause", "behind house"),
        ("القمرر", "القمر"),
        ("angstrm", "angstrom"),
        ("lihgthouse", "lighthouse"),
        ("zzzzz", ""),
        ("lihgthouse -storm -tag:wra words:<5k", "lighthouse -storm -tag:wra words:<5k"),
        ("tag:nigth-watch", 'tag:"night watch"'),
        ("by:cleoo parts:1", "by:cleo parts:1"),
        ("colour:lihgthouse", '"colour lighthouse"'),
        ('"nihgt watch"', '"night watch"'),
        ("lihgthouse " * 17, ""),
    ],
)
def test_a_mistyped_word_is_understood_where_a_title_a_name_a_tag_or_a_text_has_it(
    library: dict[str, Story], typed: str, meant: str
) -> None:
    assert did_you_mean(typed) == meant


def test_a_word_of_a_text_comes_before_a_name_that_is_farther_from_what_was_typed(world: World) -> None:
    make_part(make_story(world.ana, "Lantri"), text="A lantern, and dark.")
    index_all()
    assert distance("lantren", "lantri") == 2
    assert did_you_mean("lantren") == "lantern"
    make_part(make_story(world.ana, "Lantrin"), text="Dark.")
    index_all()
    assert did_you_mean("lantren") == "lantrin"  # as near as the other, and a title


def test_letters_between_words() -> None:
    told = {pair: distance(*pair) for pair in (("door", "door"), ("dor", "door"), ("doro", "door"), ("abc", "xyz"))}
    assert list(told.values()) == [0, 1, 1, 3]


def test_counts_stand_beside_what_can_be_narrowed_by(library: dict[str, Story]) -> None:
    result = find(Wish(q="door"))
    told = narrowing(Story.objects.listed(), result.ids)
    assert {group.label: [(choice.typed, choice.count) for choice in group.choices] for group in told.groups} == {
        "Tags": [("tag:comedy", 1), ("tag:door", 1), ("tag:house", 1), ("tag:night-watch", 1)],
        "Status": [("status:ongoing", 2)],
        "Rating": [("rating:everyone", 2)],
        "Language": [("language:en", 2)],
    }


def test_a_count_is_the_number_that_its_link_finds(library: dict[str, Story], world: World) -> None:
    """Under a wider tag what lies below it is found, and under a language its regions."""
    wide, narrow = Tag.objects.create(name="Buildings", slug="buildings"), Tag.objects.get(slug="house")
    TagAbove.objects.create(tag=narrow, wider=wide)
    both = make_story(world.ana, "Two doors", tags=["Buildings", "house"], language="en-GB")
    make_part(both, text="door")
    index_all()
    result = find(Wish(q="door"))
    told = narrowing(Story.objects.listed(), result.ids)
    counts = {choice.typed: choice.count for group in told.groups for choice in group.choices}
    assert counts["tag:buildings"] == counts["tag:house"] == 2
    assert (counts["language:en"], counts["language:en-GB"]) == (3, 1)
    for typed, count in counts.items():
        assert len(found(f"door {typed}")) == count, typed


@pytest.mark.parametrize("warning", ["Blood & gore", "💀", "Spiders", "C++"])
def test_a_warning_of_a_storys_own_is_found_and_left_out_as_it_is_written(world: World, warning: str) -> None:
    warned = make_story(world.ana, "Warned", warnings=[warning])
    make_part(warned, text="needle")
    make_part(make_story(world.ana, "Tame"), text="needle")
    index_all()
    assert found(f'needle warning:"{warning}"') == ["Warned"]
    assert found(f'needle -warning:"{warning}"') == ["Tame"]


def test_more_stories_cost_no_more_queries(library: dict[str, Story], world: World, front: FrontClient) -> None:
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert front.get("/search/?q=lamp").status == 200
        costs.append(len(asked))
        make_part(make_story(world.ana, tags=["lamp"]), text="lamp")
        index_all()
    assert costs[0] == costs[1] <= 16


# Never a word of what is not public. ---------------------------------------------------------------------------------

WORDS = {
    "title": "Xylotitle",
    "summary": "xylosummary",
    "tag": "xylotag",
    "text": "xylotext",
    "part": "Xylopart",
    "name": "Xyloname",
}


# Ways of which none depends on the word.
UNASKED = {"browse": "/search/?q=language%3Aeo", "all": "/search/", "stories": "/stories/?x=1"}


@pytest.fixture
def canary(world: World) -> Part:
    """A part whose every word is its own, under a name of its own, public and indexed."""
    name = make_pen_name(world.ana, WORDS["name"])
    story = make_story(
        world.ana, WORDS["title"], author=name, summary=f"Of {WORDS['summary']}.", tags=[WORDS["tag"]], language="eo"
    )
    part = make_part(story, WORDS["part"], text=f"The {WORDS['text']} sang.")
    index_all()
    return part


def leaks(front: FrontClient, world: World) -> set[str]:
    """Which canaries anybody else finds, by which way."""
    seen = set()
    for name, word in WORDS.items():
        typo = word.lower()[:-2] + word.lower()[-1]
        ways = {
            "search": f"/search/?q={word}",
            "beginning": f"/search/?q={word[:6]}",
            "mistyped": f"/search/?q={typo}",
            "suggested": f"/search/suggest/?q={word[:6]}",
            "api": f"/api/v1/stories?q={word}",
            "tag": f"/api/v1/stories?tag={word}",
        }
        ways |= UNASKED if name == "title" else {}
        for way, path in ways.items():
            for person in (None, world.cleo):
                answer = front.get(path, by=person)
                assert answer.status == 200, path
                text = answer.text.replace(f"“{word}”", "").replace(f'value="{word}"', "").replace(f"“{typo}”", "")
                if any(other.lower() in text.lower() for other in WORDS.values() if other != word) or (
                    way in ("suggested", "mistyped", *UNASKED) and word.lower() in text.lower()
                ):
                    seen.add(f"{name} by {way}")
    return seen


HIDING: dict[str, Callable[[Part, World], object]] = {
    "withdrawn": lambda part, world: actions.withdraw_part(part, by=world.ana),
    "binned": lambda part, world: actions.bin_part(part, by=world.ana),
    "story binned": lambda part, world: actions.bin_story(part.story, by=world.ana),
    "story private": lambda part, world: actions.edit_story(part.story, by=world.ana, visibility="private"),
    "story unlisted": lambda part, world: actions.edit_story(part.story, by=world.ana, visibility="unlisted"),
    "story for followers": lambda part, world: actions.edit_story(part.story, by=world.ana, visibility="followers"),
    "part for followers": lambda part, world: actions.edit_part(part, by=world.ana, visibility="followers"),
    "part unlisted": lambda part, world: actions.edit_part(part, by=world.ana, visibility="unlisted"),
    "deleted": lambda part, world: actions.delete_story(part.story, by=world.ana),
}


def test_the_canaries_are_found_while_they_are_public(canary: Part, world: World, front: FrontClient) -> None:
    """The control: what follows would notice them in every way."""
    seen = leaks(front, world)
    assert {way.partition(" by ")[2] for way in seen} == {
        *("search", "beginning", "mistyped", "suggested", "browse", "all", "api", "tag", "stories"),
    }


@pytest.mark.parametrize("how", HIDING)
def test_what_is_hidden_is_found_by_nobody_in_the_same_moment(
    canary: Part, world: World, front: FrontClient, how: str
) -> None:
    HIDING[how](canary, world)
    assert leaks(front, world) == set()
    assert not is_part_found(canary.pk, WORDS["text"])
    work_off("discovery")
    assert leaks(front, world) == set()
    assert traces() == set()


def traces() -> set[str]:
    rows = [row.words for row in (*IndexedStory.objects.all(), *IndexedPart.objects.all())]
    rows += IndexedName.objects.values_list("starts", flat=True)
    rows += Spelling.objects.values_list("word", flat=True)
    return {word for word in WORDS.values() if any(word.lower() in row for row in rows)}


@pytest.mark.parametrize("how", [how for how in HIDING if how != "deleted"])
def test_an_index_that_lags_behind_shows_nothing_either(
    canary: Part, world: World, front: FrontClient, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reactions broken, the rows are asked all the same."""
    for name in ("forget_part_at_once", "forget_story_at_once", "index_part", "index_story", "index_parts_of"):
        monkeypatch.setattr(discovery, name, lambda *_: None)
    HIDING[how](canary, world)
    work_off("discovery")
    assert traces() == set(WORDS.values())  # the control: they are all still there
    assert leaks(front, world) == set()


@pytest.mark.parametrize("state", [State.DRAFT, State.SCHEDULED, State.WITHDRAWN])
def test_drafts_and_what_is_due_never_come_in(canary: Part, world: World, front: FrontClient, state: State) -> None:
    make_part(canary.story, "Xyloother", text="xylosecret words", state=state)
    actions.revise_part(canary, by=world.ana, text="A xylocorrection.", format="text", keep_draft=True)
    work_off("discovery")
    index_all()
    assert (found("xylosecret"), found("xyloother"), found("xylocorrection"), found("xylotext")) == (
        [],
        [],
        [],
        [WORDS["title"]],
    )


def test_a_rewritten_part_is_found_by_what_it_says_now(canary: Part, world: World) -> None:
    actions.revise_part(canary, by=world.ana, text="Now of xylophones.", format="text")
    assert (found("xylotext"), found("xylophones")) == ([], [])
    work_off("discovery")
    assert (found("xylotext"), found("xylophones")) == ([], [WORDS["title"]])


def test_a_renamed_part_is_not_found_by_the_title_that_it_had(canary: Part, world: World) -> None:
    actions.edit_part(canary, by=world.ana, title="Xylofirst")
    work_off("discovery")
    assert found("xylofirst") == [WORDS["title"]]
    actions.edit_part(canary, by=world.ana, title="Xylosecond")
    assert (found("xylofirst"), found("xylosecond")) == ([], [])
    work_off("discovery")
    assert (found("xylofirst"), found("xylosecond")) == ([], [WORDS["title"]])


def test_a_story_is_found_by_what_it_says_of_itself_now(canary: Part, world: World) -> None:
    actions.edit_story(canary.story, by=world.ana, title="Renamed", tags=["Otherwise"], status="complete")
    work_off("discovery")
    asked = ("xylotitle", "xylotag", "renamed sang", "otherwise", "sang status:complete", "sang tag:otherwise")
    assert {typed: found(typed) for typed in asked} == {
        "xylotitle": [],
        "xylotag": [],
        **{typed: ["Renamed"] for typed in asked[2:]},
    }
    assert Spelling.objects.filter(word="xylotitle").count() == 0


def test_doing_it_again_changes_nothing(canary: Part) -> None:
    def stands() -> list[object]:
        return [list(model.objects.order_by("pk").values()) for model in (IndexedStory, IndexedPart, Spelling)]

    before = stands()
    discovery.index_story(canary.story_id)
    discovery.index_part(canary.pk)
    assert discovery.index_parts_of(canary.story_id) == 0
    assert stands() == before


# Mending. ------------------------------------------------------------------------------------------------------------


def test_what_the_index_lacks_or_has_too_much_is_counted_and_mended(library: dict[str, Story], world: World) -> None:
    assert discovery.examine_index().is_right
    part = library["The Old Door"].parts.get()
    IndexedPart.objects.filter(pk=part.pk).delete()
    IndexedStory.objects.filter(pk=library["Ångström"].pk).delete()
    IndexedPart.objects.filter(part__story=library["قمر"]).update(revision=0)
    hidden = world.parts[Visibility.PUBLIC, State.DRAFT]
    IndexedPart.objects.create(part=hidden, story=hidden.story, revision=1, title="", packed=pack("\nsecretly"))
    wrong = discovery.examine_index()
    assert (wrong.missing_parts, wrong.old_parts, wrong.missing_stories, wrong.old_stories) == (1, 2, 1, 0)
    discovery.mend_index()
    assert discovery.examine_index().is_right
    assert (found('"old door"'), found("angstrom"), found("secretly")) == (["The Old Door"], ["Ångström"], [])


def test_search_tables_that_hold_something_else_are_filled_anew(library: dict[str, Story]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO discovery_part_words(discovery_part_words) VALUES ('delete-all')")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made while rows wait to be checked
            cursor.execute("DROP INDEX discovery_part_words")
    assert discovery.examine_index().broken
    discovery.mend_index()
    assert discovery.examine_index().is_right
    assert found('"a lamp burned"') == ["The Old Door"]


@pytest.mark.parametrize("of", ["story", "part"])
def test_a_lost_search_table_is_noticed_and_made_anew(library: dict[str, Story], of: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP {'TABLE' if connection.vendor == 'sqlite' else 'INDEX'} discovery_{of}_words")
    assert discovery.examine_index().broken
    discovery.mend_index()
    assert discovery.examine_index().is_right
    assert found("lighthouse") == ["The Lighthouse"]


def test_an_index_from_before_there_were_prefixes_is_filled_anew(library: dict[str, Story]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO discovery_part_words(discovery_part_words) VALUES ('delete-all')")
            for row in IndexedPart.objects.all():
                cursor.execute("INSERT INTO discovery_part_words(rowid, words) VALUES (%s, %s)", [row.pk, row.words])
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION discovery_part_vector(packed bytea, part_id bigint) RETURNS tsvector"
                " LANGUAGE sql IMMUTABLE AS $$ SELECT array_to_tsvector(array_remove(string_to_array("
                "replace(convert_from(packed, 'UTF8'), E'\\n', ' '), ' ', ''), NULL)) $$"
            )
            cursor.execute("REINDEX INDEX discovery_part_words")
    assert (found('"a lamp burned"'), found("bur*")) == (["The Old Door"], [])
    assert discovery.examine_index().broken
    discovery.mend_index()
    assert discovery.examine_index().is_right
    assert found("bur*") == ["The Old Door"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite walks its index from the newest on by itself")
def test_postgresql_asks_the_newest_parts_first_and_all_if_need_be(world: World) -> None:
    """A part every hundred thousand ids, and one right before the newest."""
    parts = []
    for apart in (0, 100_000, 100_000, 5_000, 1):
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('stories_part_id_seq', nextval('stories_part_id_seq') + %s)", [apart])
        parts.append(make_part(make_story(world.cleo), text="Quartz and gold.").pk)
    index_all()
    newest = parts[::-1]
    quartz = Sought((Term(("quartz",)),))
    with CaptureQueriesContext(connection) as asked:
        assert matching_parts(quartz, 2) == Matches(newest[:2], is_all=False)
    assert sum("discovery_newest_parts" in one["sql"] for one in asked.captured_queries) == 1
    assert matching_parts(quartz, 3) == Matches(newest[:3], is_all=False)
    assert matching_parts(quartz, 5) == Matches(newest, is_all=False)
    assert matching_parts(quartz, 6) == Matches(newest, is_all=True)
    assert matching_parts(Sought((Term(("quartz",)),), (Term(("silver",)),)), 6) == Matches(newest, is_all=True)
    assert matching_parts(Sought((Term(("quartz",)),), (Term(("gold",)),)), 6) == Matches([], is_all=True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has marks for blocks of a size of their own")
def test_sqlite_asks_the_newest_parts_first_where_a_word_must_not_be_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = make_story(world.cleo)
    pks = [make_part(story, text=f"Quartz and {'gold' if number % 2 else 'tin'}.").pk for number in range(20)]
    index_all()
    quartz, gold, tin = (Term((word,)) for word in ("quartz", "gold", "tin"))
    tins = pks[::2][::-1]
    assert matching_parts(Sought((quartz,), (gold,))) == Matches(tins, is_all=True)
    monkeypatch.setattr(matching, "BLOCKS", ((".k", 1, 600), (".m", 2, 1)))
    of_newest = [pk for pk in tins if pk >> 2 >= (pks[-1] >> 2) - 1]
    assert matching_parts(Sought((quartz,), (gold,))) == Matches(of_newest, is_all=False)
    assert matching_parts(Sought((tin,), (gold, tin))) == Matches([], is_all=True)
    assert matching_parts(Sought((quartz,))) == Matches(pks[::-1], is_all=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps no list of waiting words")
def test_words_that_wait_are_found_and_go_into_the_index_together(library: dict[str, Story]) -> None:
    def taken_in() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('discovery_part_words')")
            return int(cursor.fetchone()[0])

    assert (found('"a lamp burned"'), taken_in() > 0) == (["The Old Door"], True), "the control: there is such a list"
    index_part_anew(library["The Old Door"])
    discovery.take_in_waiting()
    assert (found('"a lamp burned"'), taken_in()) == (["The Old Door"], 0)


def index_part_anew(story: Story) -> None:
    IndexedPart.objects.filter(story=story).delete()
    discovery.index_parts_of(story.pk)


# Bad input. ----------------------------------------------------------------------------------------------------------

BAD = [
    *(
        '"',
        "'",
        '"lamp',
        "-",
        "--",
        "*",
        "**",
        "lamp**",
        "la*mp*",
        "(",
        ")",
        "lamp OR",
        "AND",
        "NOT",
        "NEAR(a b)",
        "^lamp",
    ),
    *("lamp:", ":lamp", "words:", "words:>>1", "updated:<99999999999d", "words:>999999999", "parts:-1", "sort:id"),
    *(
        "{title}: lamp",
        "lamp + door",
        "\\",
        "a\\'b",
        "lamp' OR 1=1 --",
        "%",
        "_",
        "é" * 600,
        "猫" * 600,
        "\ud7ff",
        "\u202e",
    ),
    *(
        "tag:",
        'tag:""',
        "by:%",
        "-by:",
        "-tag:",
        "character:",
        "language:",
        "x:y:z",
        "lamp&door|!x",
        "'lamp':*",
        "$1",
        "?",
    ),
    *("\x00", "lamp\x00", "a " * 5000, "lamp " * 2000, '"' * 10_000, "-a " * 100, "a*" * 100, "tag:sea " * 40),
]


@pytest.mark.parametrize("typed", BAD)
def test_whatever_is_typed_is_answered(library: dict[str, Story], front: FrontClient, typed: str) -> None:
    from urllib.parse import quote as percent

    page = front.get("/search/?q=" + percent(typed))
    assert page.status in (200, 302)
    assert front.get("/search/suggest/?q=" + percent(typed)).status == 200
    assert front.get("/api/v1/stories?q=" + percent(typed)).status in (200, 400, 422)


@pytest.mark.parametrize(
    "query", ["q=lamp&after=forged", "q=lamp&after=%00", "after=x", "q=lamp+sort:title&after=" + "a" * 5000]
)
def test_a_forged_page_of_a_list_is_a_plain_400(library: dict[str, Story], front: FrontClient, query: str) -> None:
    assert front.get("/search/?" + query).status == 400


def test_what_is_chosen_in_the_form_becomes_part_of_the_query(library: dict[str, Story], front: FrontClient) -> None:
    answer = front.get("/search/?q=lamp&sort=title&length=%3C7500&age=%3C30d")
    assert (answer.status, answer["Location"]) == (
        302,
        "/search/?q=lamp+sort%3Atitle+words%3A%3C7500+updated%3A%3C30d",
    )
    assert "The Old Door" in front.get(answer["Location"]).text
    assert front.get("/search/?q=lamp&sort=evil&length=x&age=y").status == 200


def test_ranges_are_asked_of_the_rows(library: dict[str, Story]) -> None:
    old = library["The Old Door"]
    Story.objects.filter(pk=old.pk).update(
        words_published=60_000, last_published_at=timezone.now() - timedelta(days=90), status="complete"
    )
    asked = ("door words:>50k", "door updated:<30d", "door updated:>30d", "door status:complete", "words:>50000")
    assert {typed: found(typed) for typed in asked} == {
        "door words:>50k": ["The Old Door"],
        "door updated:<30d": ["Door to Door"],
        "door updated:>30d": ["The Old Door"],
        "door status:complete": [],  # the index has not heard of it
        "words:>50000": ["The Old Door"],
    }
