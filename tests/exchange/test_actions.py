"""Manuscripts become stories: all or nothing, and never twice."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inkstead.accounts.models import User
from inkstead.exchange.actions import Imported, import_manuscripts
from inkstead.exchange.sources import SourceFile
from inkstead.lib.prose import split_blocks, split_scenes
from inkstead.lib.refusals import Refused
from inkstead.stories import actions
from inkstead.stories.models import Part, Revision, State, Story
from tests.shared_data import shared_file
from tests.world import World


def bring(by: User, *files: SourceFile, **how: object) -> Imported:
    assert by.pen_name is not None
    return import_manuscripts(files, author=by.pen_name, by=by, **how)  # type: ignore[arg-type]


def text(name: str, words: str) -> SourceFile:
    return SourceFile(name, words.encode())


ONE, TWO, THREE = (
    text(f"{n}.txt", f"The {word} morning.\n\nIt rained.") for n, word in enumerate(["first", "second", "third"], 1)
)


def test_a_page_saved_from_a_reading_site_keeps_its_counts_apart(ana: User) -> None:
    done = bring(
        ana, SourceFile("part-alana.txt", shared_file("part-alana.txt").read_bytes()), story_title="Vows", publish=True
    )

    [story] = done.stories
    [part] = story.parts
    part = Part.objects.select_related("live", "counts", "story").get(pk=part.pk)
    assert (story.story.title, part.title, part.state) == ("Vows", "ALANA", State.PUBLISHED)
    assert part.elsewhere == {"reads": 15600, "votes": 385, "comments": 42, "shown": "15.6K 385 42"}
    assert (part.counts.reads, part.counts.votes, part.counts.comments) == (0, 0, 0)
    assert part.live is not None
    assert part.live.scenes == 3
    scenes = split_scenes(split_blocks(part.live.html))
    assert [scene.paragraphs for scene in scenes] == [30, 8, 11]


def test_a_novel_keeps_the_order_of_its_parts_and_its_volumes(ana: User) -> None:
    done = bring(ana, SourceFile("the-moonstone.html", shared_file("the-moonstone.html").read_bytes()))

    [story] = done.stories
    parts = list(story.story.parts.in_order().select_related("volume"))
    assert [part.pk for part in parts] == [part.pk for part in story.parts]
    assert [part.position for part in parts] == list(range(1, len(parts) + 1))
    assert len(parts) > 40
    assert len({part.volume_id for part in parts if part.volume}) > 1
    assert story.story.volumes.count() == len({part.volume_id for part in parts if part.volume})


def test_files_are_stories_of_their_own_without_a_title(ana: User) -> None:
    done = bring(ana, ONE, TWO)

    assert [len(story.parts) for story in done.stories] == [1, 1]
    assert len({story.story.pk for story in done.stories}) == 2


def test_files_are_parts_of_one_story_with_a_title(ana: User) -> None:
    done = bring(ana, TWO, ONE, THREE, story_title="Mornings")

    [story] = done.stories
    assert [part.head.text.split()[1] for part in story.story.parts.in_order().select_related("head")] == [  # type: ignore[union-attr]
        "second",
        "first",
        "third",
    ]


def test_doing_it_again_changes_nothing(ana: User) -> None:
    first = bring(ana, ONE, TWO, story_title="Mornings", publish=True)
    before = list(Revision.objects.order_by("pk").values_list("pk", flat=True))

    again = bring(ana, ONE, TWO, story_title="Mornings", publish=True)

    assert [part.pk for part in again.stories[0].parts] == [part.pk for part in first.stories[0].parts]
    assert again.stories[0].added == 0
    assert list(Revision.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert any("already" in warning for warning in again.warnings)


def test_what_is_new_goes_to_the_end(ana: User) -> None:
    bring(ana, ONE, TWO, story_title="Mornings")

    done = bring(ana, ONE, THREE, TWO, story_title="Mornings")

    assert done.stories[0].added == 1
    order = [part.head.text.split()[1] for part in done.stories[0].story.parts.in_order().select_related("head")]  # type: ignore[union-attr]
    assert order == ["first", "second", "third"]


def test_twins_in_one_manuscript_are_both_kept_and_both_recognised(ana: User) -> None:
    twins = [text("a.txt", "It rained.\n\nAgain."), text("b.txt", "It rained.\n\nAgain.")]

    first, again = bring(ana, *twins, story_title="Rain"), bring(ana, *twins, story_title="Rain")

    assert [first.stories[0].added, again.stories[0].added] == [2, 0]


def test_another_text_under_a_known_title_is_added_and_said(ana: User) -> None:
    bring(ana, text("dawn.txt", "It was dark."), story_title="Mornings")

    done = bring(ana, text("dawn.txt", "It was bright."), story_title="Mornings")

    assert done.stories[0].added == 1
    assert any("another text" in warning for warning in done.warnings)


def test_publishing_later_by_the_same_command_publishes_what_stands(ana: User) -> None:
    bring(ana, ONE, story_title="Mornings")
    [part] = bring(ana, ONE, story_title="Mornings", publish=True).stories[0].parts

    assert Part.objects.get(pk=part.pk).state == State.PUBLISHED


def test_what_was_withdrawn_stays_so(ana: User) -> None:
    [part] = bring(ana, ONE, story_title="Mornings", publish=True).stories[0].parts
    actions.withdraw_part(part, by=ana)

    done = bring(ana, ONE, story_title="Mornings", publish=True)

    assert Part.objects.get(pk=part.pk).state == State.WITHDRAWN
    assert any("withdrawn" in warning for warning in done.warnings)


def test_a_title_of_somebody_else_is_another_story(world: World) -> None:
    done = bring(world.ben, ONE, story_title=world.story.title)

    assert done.stories[0].story.pk != world.story.pk
    assert world.story.parts.filter(pk=done.stories[0].parts[0].pk).count() == 0


def test_nobody_imports_under_a_name_of_somebody_else(world: World) -> None:
    assert world.ana.pen_name is not None
    with pytest.raises(Refused, match="your own pen names"):
        import_manuscripts([ONE], author=world.ana.pen_name, by=world.ben)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", ""),
        ("blank.txt", b" \n\t\n", ""),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), ""),
        ("book.pdf", b"%PDF-1.7", "book.pdf"),
        ("noending", b"Some words.", "noending"),
        ("line.txt", b"x" * 5_000_000, "1,000,000"),
        ("long.txt", b"word word word\n\n" * 80_000, "1,000,000"),
        ("deep.html", b"<div>" * 100_000, ""),
        ("huge.md", b"a" * (9 * 1024 * 1024), "8 MB"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_nothing_half_done(
    ana: User, name: str, data: bytes, says: str
) -> None:
    before = Story.objects.count(), Part.objects.count()

    with pytest.raises(Refused) as refused:
        bring(ana, ONE, SourceFile(name, data), story_title="Mornings")

    assert says in refused.value.message
    assert refused.value.message.endswith(".")
    assert "\n" not in refused.value.message
    assert (Story.objects.count(), Part.objects.count()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_of_other_days_are_read(ana: User, encoding: str) -> None:
    words = "“Café,” she said – naïve as ever.\n\nHe didn’t answer."

    done = bring(ana, SourceFile("cafe.txt", words.encode(encoding)), story_title="Café")

    head = Revision.objects.get(part=done.stories[0].parts[0])
    assert head.text == words


def test_a_large_import_takes_few_queries(ana: User) -> None:
    def queries(parts: int) -> int:
        manuscript = "\n\n".join(f"# Chapter {n}\n\nWords of chapter {n}, story {parts}." for n in range(parts))
        with CaptureQueriesContext(connection) as found:
            done = bring(ana, SourceFile("book.md", manuscript.encode()), story_title=f"Book of {parts}")
        assert len(done.stories[0].parts) == parts
        return len(found)

    assert queries(40) - queries(10) <= 4


def test_a_text_that_does_not_say_its_language_is_read_by_its_letters(ana: User) -> None:
    arabic = "بدأت الحكاية في ليلة طويلة، ولم يكن أحد يعرف أين تنتهي."
    done = bring(
        ana,
        text("layla.txt", arabic),
        text("said.html", f"<html lang='ug'><title>Said</title><p>{arabic}</p>"),
        text("night.txt", "It was a long night, and nobody knew where it would end."),
    )
    chosen = bring(ana, text("chosen.txt", arabic), language="ckb")

    said = [told.story.language for told in (*done.stories, *chosen.stories)]
    assert said == ["ar", "ug", "en", "ckb"]
    assert [warning for warning in done.warnings if "letters" in warning] == [
        "No file says its language; by its letters it is taken for العربية (ar). The settings of the story change it."
    ]
    assert not chosen.warnings
