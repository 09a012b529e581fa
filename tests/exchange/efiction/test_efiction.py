"""An archive of eFiction is rescued whole, once, and each story waits for its writer."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from inkstead.accounts.models import PenName, User
from inkstead.discussion.models import Comment
from inkstead.exchange.claims import claim, claimable_by, grant
from inkstead.exchange.efiction.bring_in import Rescued, rescue
from inkstead.exchange.efiction.dump import decoded, rows_of
from inkstead.exchange.models import Origin, Unclaimed
from inkstead.exchange.moving import find_pasted
from inkstead.lib.refusals import Refused
from inkstead.stories.actions import bin_part, empty_bin
from inkstead.stories.models import Part, Revision, Series, Story
from tests.conftest import ClientOf
from tests.exchange.efiction.dumps import COLUMNS, archive, chapter, create, insert, story
from tests.factories import make_user
from tests.world import World


@pytest.fixture
def rescued(world: World, tmp_path: Path) -> Rescued:
    dump, stories = archive(tmp_path)
    with dump.open("rb") as file:
        return rescue(file, stories=stories)


def test_a_story_comes_with_all_that_was_known_of_it(rescued: Rescued) -> None:
    assert rescued.site == "old.example"
    story = Story.objects.get(title='The "Lamp"')
    assert (story.author.name, story.status, story.rating) == ("Mira", "complete", "teen")
    assert [tag.name for tag in story.tags.order_by("storytag__position")] == ["Lamps & Sea", "Keeper O'Dell", "Gothic"]
    assert story.warnings == ["Character Death"]
    assert [name.pen_name.name for name in story.contributors.all()] == ["Ben 2"]
    first, second = story.parts.in_order()
    assert (first.title, first.published_at.year, second.published_at.year) == ("Night 1", 2006, 2007)
    assert first.notes_before == "Begun in spring.\n\nA note.\nTwo."
    assert first.head is not None
    assert first.head.text == "It was dark; it\\'s fine \\\\ here.\n\nÜber"
    assert first.elsewhere == {"reads": 7, "votes": 0, "comments": 1, "shown": "7 reads, 1 reviews"}
    assert story.counts.comments == 3


def test_chapters_in_files_keep_their_letters_and_missing_ones_are_named(rescued: Rescued) -> None:
    story = Story.objects.get(title="Ben's Own")
    assert [part.head.text for part in story.parts.all() if part.head] == ["She said “no”.\n\nHe didn’t."]
    assert story.rating == "explicit"
    assert "“Ben's Own”: the text of chapter 2 (number 22) is not there." in rescued.warnings


def test_a_link_in_the_folder_publishes_no_file_of_the_server(world: World, tmp_path: Path) -> None:
    dump, stories = archive(tmp_path)
    (tmp_path / "secret.txt").write_text("A secret of the server.")
    (stories / "3" / "22.txt").symlink_to(tmp_path / "secret.txt")
    with dump.open("rb") as file:
        told = rescue(file, stories=stories)

    texts = [part.head.text for part in Story.objects.get(title="Ben's Own").parts.all() if part.head]
    assert texts == ["She said “no”.\n\nHe didn’t."]
    left = "“Ben's Own”: chapter 2 was left out: “3/22.txt” was not read: it is a link, and links are not followed."
    assert left in told.warnings
    (stories / "3" / "22.txt").unlink()
    (stories / "3").rename(tmp_path / "elsewhere")
    (stories / "3").symlink_to(tmp_path / "elsewhere")
    with dump.open("rb") as file:
        told = rescue(file, stories=stories, site="other.example")
    assert told.counts["parts"] == 2  # of the story whose chapters stand in the dump
    assert told.counts["parts_without_text"] == 2


def test_reviews_are_comments_and_answers_answers(rescued: Rescued) -> None:
    told = {
        (c.body, c.author.name if c.author else "", c.parent.body if c.parent else "")
        for c in Comment.objects.filter(part__story__title__contains="Lamp")
    }
    assert told >= {("Lovely!", "", ""), ("Thank you!", "Mira", "Lovely!"), ("More & more", "Ben 2", "")}
    assert not Comment.objects.filter(body__contains="On a series").exists()


def test_a_text_that_looks_like_a_statement_is_a_text(rescued: Rescued) -> None:
    assert not Story.objects.filter(title="Forged").exists()
    assert rescued.counts["stories"] == 2


def test_rescuing_twice_changes_nothing(rescued: Rescued, tmp_path: Path) -> None:
    tables = (Story, Part, Revision, Comment, Origin, Series, PenName, User)
    before = [table.objects.count() for table in tables]
    with (tmp_path / "dump.sql").open("rb") as file:
        again = rescue(file, stories=tmp_path / "stories")
    assert [table.objects.count() for table in tables] == before
    assert (again.counts["stories"], again.counts["stories_known"]) == (0, 2)


def test_old_links_lead_to_the_stories(rescued: Rescued) -> None:
    story = Story.objects.get(title='The "Lamp"')
    second = story.parts.in_order()[1]
    assert find_pasted("http://old.example/archive/viewstory.php?sid=1", reader=None) == story.get_absolute_url()
    link = "http://www.old.example/archive/viewstory.php?sid=1&chapter=2"
    assert find_pasted(link, reader=None) == second.get_absolute_url()
    assert find_pasted("http://old.example/viewuser.php?uid=2", reader=None) == story.author.get_absolute_url()
    assert find_pasted("http://old.example/viewseries.php?seriesid=1", reader=None).startswith("/series/")


def test_a_writer_who_has_the_old_address_takes_their_stories_up(rescued: Rescued, client_of: ClientOf) -> None:
    mira = make_user("Mira Elsewhere")
    assert not claimable_by(mira)
    address = EmailAddress.objects.create(user=mira, email="mira@old.example", verified=False)
    assert not claimable_by(mira)  # said is not proved
    unclaimed = Unclaimed.objects.get(pen_name__name="Mira")
    with pytest.raises(Refused):
        claim(unclaimed, by=mira)
    address.verified = True
    address.save()
    client = client_of(mira)
    assert "The &quot;Lamp&quot;" in client.get("/me/claims/").content.decode()
    assert client.post(f"/me/claims/{unclaimed.pk}/").status_code == 302
    assert PenName.objects.get(name="Mira").user == mira
    assert not User.objects.filter(email="unclaimed-2@old-example.invalid").exists()
    story = Story.objects.get(title='The "Lamp"')
    assert client.get(f"/write/story/{story.pk}/").status_code == 200
    assert client.post(f"/me/claims/{unclaimed.pk}/").status_code == 404
    with pytest.raises(Refused, match="taken up already"):
        grant(unclaimed, to=mira)


def test_no_address_of_anybody_is_kept(rescued: Rescued) -> None:
    kept = json.dumps(
        [
            list(User.objects.values_list("email", flat=True)),
            list(Unclaimed.objects.values_list("email_digest", flat=True)),
        ]
    )
    assert 'old.example"' not in kept.replace("-example", "")
    assert "Mira Real Name" not in json.dumps(list(PenName.objects.values_list("name", "bio")))


def test_the_commands(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dump, stories = archive(tmp_path)
    asked = ("import", str(dump), "--efiction", "--stories", str(stories), "--json")
    call_command(*asked, "--dry-run")
    told = json.loads(capsys.readouterr().out)
    assert (told["stories"], told["dry_run"], told["ratings"]) == (2, True, {"PG-13": "teen", "NC-17": "explicit"})
    assert not Origin.objects.exists()
    call_command(*asked)
    assert json.loads(capsys.readouterr().out)["authors"] == 2
    call_command("claim", "--json")
    assert [one["pen_name"] for one in json.loads(capsys.readouterr().out)] == ["Ben 2", "Mira"]
    call_command("claim", "Mira", "--to", "Cleo")
    assert PenName.objects.get(name="Mira").user == world.cleo


ONE_LINE = (
    "CREATE TABLE IF NOT EXISTS `x_fanfiction_ratings` (`rid` int(11) NOT NULL auto_increment, rating varchar(60) "
    "default 'a, (b' COMMENT 'it''s \\'c', /* , */ `ratingwarning` enum('0','1'), `warningtext` text, "
    "PRIMARY KEY (`rid`), KEY `k` (`rating`,`rid`), UNIQUE KEY u (rid)) ENGINE=MyISAM COMMENT='x; y'; "
)


def test_a_table_that_is_made_on_one_line_is_understood() -> None:
    dump = (
        ONE_LINE
        + insert("ratings", [1, "a;\nINSERT INTO b", None, "é"], prefix="x_").rstrip()
        + " "
        + (insert("ratings", [2, "b", 0, ""], prefix="y_") + insert("classes", [1, 2, "c"], named=True)).replace(
            "\n", " "
        )
    )
    dump = dump.replace("y_fan", "x_fan")
    found = list(rows_of(io.BytesIO(dump.encode()), {"ratings", "classes"}))
    keys = COLUMNS["ratings"].split()
    assert found == [
        ("ratings", dict(zip(keys, ["1", "a;\nINSERT INTO b", None, "é"], strict=True))),
        ("ratings", dict(zip(keys, ["2", "b", "0", ""], strict=True))),
        ("classes", {"class_id": "1", "class_type": "2", "class_name": "c"}),
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (create("chapters"), "", "does not name the columns of the table “fanfiction_chapters”"),
        ("  `endnotes` text,\n", "", "has 13 values, and the dump names 12 columns"),
        ("  `chapid` text,", "  `number` text,", "no column “chapid”"),
    ],
)
def test_a_dump_that_does_not_say_what_is_what_is_refused_whole(
    world: World, tmp_path: Path, old: str, new: str, says: str
) -> None:
    """The control is the same dump as it was."""
    dump, stories = archive(tmp_path)
    whole = dump.read_text(encoding="utf-8")
    assert old in whole
    people = User.objects.count()
    with pytest.raises(Refused, match=says):
        rescue(io.BytesIO(whole.replace(old, new).encode()), stories=stories)
    assert (User.objects.count(), Origin.objects.count()) == (people, 0)
    assert rescue(io.BytesIO(whole.encode()), stories=stories).counts["stories"] == 2


def test_a_dump_that_is_cut_off_says_so(world: World, tmp_path: Path) -> None:
    whole = archive(tmp_path)[0].read_bytes()
    last = whole.rindex(b"Ben\\'s Own")
    cuts = {
        whole[:last]: "This dump breaks off in the table “fanfiction_stories”",
        whole[: whole.rindex(b",(2,")]: "This dump breaks off in the table “fanfiction_stories”",
        whole[: whole.rindex(b"\n-- Dump completed")]: "This dump has no end",
        whole: "",
    }
    for cut, says in cuts.items():
        told = rescue(io.BytesIO(cut), dry_run=True)
        assert [warning.partition(":")[0] for warning in told.warnings if "This dump" in warning] == [says] * bool(says)
    with pytest.raises(Refused, match=r"no authors[.] This dump breaks off in the table “fanfiction_chap"):
        rescue(io.BytesIO(whole[: whole.index(b"second <i>night")]))


def test_a_better_dump_adds_what_was_missing_and_brings_nothing_back(world: World, tmp_path: Path) -> None:
    dump, stories = archive(tmp_path)
    whole = dump.read_text(encoding="utf-8")
    first = insert("chapters", chapter(10, 1, 2, 1, "x")).split("VALUES ")[1][:8]
    begin = whole.index(first)
    poor = whole[:begin] + whole[whole.index("(21,", begin) :]  # without the first chapter
    poor = poor.replace(insert("inseries", [1, 1, 0, 1, 1, "2006-01-01"], [1, 2, 0, 1, 2, "2006-01-01"]), "")
    second_review = poor[poor.index("(2,1,11,") : poor.index("(3,1,0,'X'")]
    told = rescue(io.BytesIO(poor.replace(second_review, "").encode()), stories=stories)
    assert (told.counts["parts"], told.counts["series"]) == (2, 0)
    lamp = Story.objects.get(title__contains="Lamp")
    own = lamp.parts.get()
    Part.objects.filter(pk=own.pk).update(title="Changed here")
    Comment.objects.filter(part=own, body="Lovely!").delete()  # it stood here, as its chapter was missing

    (stories / "3" / "22.txt").write_text("Found again.")
    dry = rescue(io.BytesIO(whole.encode()), stories=stories, dry_run=True)
    assert lamp.parts.count() == 1
    told = rescue(io.BytesIO(whole.encode()), stories=stories)

    same = ("stories_added_to", "parts", "words", "comments")
    assert [told.counts[one] for one in same] == [dry.counts[one] for one in same]
    counted = ("stories", "stories_added_to", "parts", "comments", "series")
    assert [told.counts[one] for one in counted] == [0, 2, 2, 1, 1]
    assert [part.title for part in lamp.parts.in_order()] == ["Night 1", "Changed here"]
    assert [part.published_at.year for part in lamp.parts.in_order() if part.published_at] == [2006, 2007]
    assert [one.body for one in Comment.objects.filter(part__story=lamp)] == ["More & more"]
    assert lamp.parts.in_order()[0].notes_before == "Begun in spring.\n\nA note.\nTwo."
    link = "http://old.example/viewstory.php?sid=1&chapter="
    assert [find_pasted(f"{link}{n}", reader=None) for n in (1, 2)] == [
        part.get_absolute_url() for part in lamp.parts.in_order()
    ]
    assert [part.head.text for part in Story.objects.get(title="Ben's Own").parts.in_order() if part.head][1] == (
        "Found again."
    )
    bin_part(lamp.parts.in_order()[0], by=lamp.author.user)
    assert empty_bin(timezone.now() + timedelta(days=31)) == 1
    again = rescue(io.BytesIO(whole.encode()), stories=stories)
    assert [again.counts[one] for one in ("stories_added_to", "parts", "comments")] == [0, 0, 0]
    assert [part.title for part in lamp.parts.all()] == ["Changed here"]


def test_a_series_gets_the_stories_that_came_later(world: World, tmp_path: Path) -> None:
    dump, stories = archive(tmp_path)
    whole = dump.read_text(encoding="utf-8")
    one = insert("inseries", [1, 1, 0, 1, 1, "2006-01-01"], [1, 2, 0, 1, 2, "2006-01-01"])
    third, fourth = story(3, "Third", 2), story(4, "Fourth", 2)
    four = insert("inseries", *([1, n, 0, 1, place, "2006-01-01"] for place, n in enumerate([3, 1, 4], 1)))
    rescue(io.BytesIO(whole.encode()), stories=stories)
    more = whole.replace(one, four) + insert("stories", third, fourth, named=True)
    told = rescue(io.BytesIO(more.encode()), stories=stories)
    series = Series.objects.get()

    def titles() -> list[str]:
        return [entry.story.title for entry in series.entries.order_by("position").select_related("story")]

    assert told.counts["series_added_to"] == 1
    assert titles() == ["Third", 'The "Lamp"', "Fourth"]
    series.entries.get(story__title="Third").delete()
    rescue(io.BytesIO(more.encode()), stories=stories)
    assert titles() == ['The "Lamp"', "Fourth"]


@pytest.mark.parametrize("piece", [1, 7, 64, 10_000])
def test_a_dump_is_read_in_pieces_of_any_size(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inkstead.exchange.efiction.dump.PIECE", piece)
    text = "a'b\\c\n);\nINSERT INTO `fanfiction_ratings` VALUES (9);"
    dump = create("ratings", "x_") + insert("ratings", [1, text, None, "é"], [2, "b", 0, ""], prefix="x_")
    found = list(rows_of(io.BytesIO(dump.encode()), {"ratings"}))
    keys = COLUMNS["ratings"].split()
    assert found == [
        ("ratings", dict(zip(keys, ["1", text, None, "é"], strict=True))),
        ("ratings", dict(zip(keys, ["2", "b", "0", ""], strict=True))),
    ]


def test_letters_are_what_they_were() -> None:
    assert decoded("naïve “x”".encode()) == "naïve “x”"
    assert decoded("naïve “x”".encode("cp1252")) == "naïve “x”"
    assert decoded("naïve “x”".encode().decode("cp1252", "ignore").encode()) in ("naïve “x”", "naÃ¯ve â€œxâ€")
    assert decoded("don’t".encode().decode("cp1252").encode()) == "don’t"


def test_what_is_no_dump_is_refused(db: None, client: Client) -> None:
    with pytest.raises(Refused, match="no dump of eFiction"):
        rescue(io.BytesIO(b"hello\nINSERT INTO x VALUES (1,2"), site="x.example")
