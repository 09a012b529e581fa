"""The command: one JSON document or a few friendly lines, and one sentence when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from inkstead.exchange.formats.kinds import KNOWN_ENDINGS, KNOWN_FORMATS
from inkstead.lib.prose.manuscript import FORMATS, OTHER_KINDS
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Story
from tests.world import World


def run(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    call_command("import", *words, "--json", skip_checks=True)
    return json.loads(capsys.readouterr().out)


def test_it_prints_exactly_what_was_promised(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dawn.md").write_text("It was *dark*.\n\n* * *\n\nThen it was not.")

    told = run(capsys, str(tmp_path / "dawn.md"), "--author", "Ana", "--story", "Mornings", "--publish")

    story = Story.objects.get(title="Mornings")
    part = story.parts.get()
    assert told == {
        "stories": [
            {
                "id": story.pk,
                "url": f"http://127.0.0.1:8000/story/{story.pk}-mornings/",
                "title": "Mornings",
                "parts": [
                    {
                        "id": part.pk,
                        "url": f"http://127.0.0.1:8000/part/{part.pk}-dawn/",
                        "title": "Dawn",
                        "words": 7,
                        "scenes": 2,
                    }
                ],
            }
        ],
        "warnings": [],
    }
    assert part.is_published


def test_it_says_what_it_did_in_a_few_lines(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dawn.txt").write_text("It was dark.")

    call_command("import", str(tmp_path / "dawn.txt"), "--author", "ana", skip_checks=True)

    out = capsys.readouterr()
    assert out.out.splitlines()[0] == "“Dawn”: 1 part, 3 words, 1 new"
    assert out.err == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--author", "Anna"], "There is no pen name “Anna”. Did you mean “Ana”?"),
        (["--author", "Zebedee"], "There is no pen name “Zebedee”."),
        (["--author", "Ana", "--format", "docx"], "docx"),
        (["--author", "Ana", "--language", "not a language"], "is not a language tag"),
        (["--author", "Ana", "--story", "  "], "The title must not be empty."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(world: World, tmp_path: Path, words: list[str], says: str) -> None:
    (tmp_path / "dawn.txt").write_text("It was dark.")
    before = Story.objects.count()

    with pytest.raises(Refused) as refused:
        call_command("import", str(tmp_path / "dawn.txt"), *words, skip_checks=True)

    assert says in refused.value.message
    assert Story.objects.count() == before


def test_a_format_that_was_said_goes_before_the_ending(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dawn.dat").write_text("It was *dark*.")

    told = run(capsys, str(tmp_path / "dawn.dat"), "--author", "Ana", "--format", "markdown", "--language", "pt_br")

    story = Story.objects.get(pk=told["stories"][0]["id"])
    assert story.language == "pt-BR"
    assert "<em>dark</em>" in story.parts.get().head.html  # type: ignore[union-attr]


def test_it_says_where_a_published_story_stands(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dawn.txt").write_text("It was dark.")
    call_command("import", str(tmp_path / "dawn.txt"), "--author", "ana", "--publish", skip_checks=True)
    story = Story.objects.get(title="Dawn")
    assert capsys.readouterr().out.splitlines()[1:] == [f"  http://127.0.0.1:8000/story/{story.pk}-dawn/"]


def test_what_cannot_be_read_is_told_with_every_kind_that_can(world: World, tmp_path: Path) -> None:
    noise = bytes(n * 37 % 251 for n in range(5_000))
    for name in ("noext", "noise.docx", "noise.epub"):
        (tmp_path / name).write_bytes(b"It was dark." if name == "noext" else noise)

    def said(name: str) -> str:
        with pytest.raises(Refused) as refused:
            call_command("import", str(tmp_path / name), "--author", "Ana", skip_checks=True)
        return refused.value.message

    assert said("noext").endswith(".txt, .text, .md, .markdown, .html, .htm, .xhtml, .docx, .epub, .odt, .rtf, .zip.")
    assert {*KNOWN_ENDINGS} == {*FORMATS, *OTHER_KINDS}
    assert "This is not a Word document (.docx)." in said("noise.docx")
    assert "This is not an EPUB." in said("noise.epub")


def test_help_names_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("import", "--help")
    told = " ".join(capsys.readouterr().out.split())
    assert all(name in told for name in KNOWN_FORMATS), told


def test_a_folder_that_is_not_there_is_not_made(world: World, tmp_path: Path) -> None:
    path = tmp_path / "bokos" / "a.epub"
    with pytest.raises(Refused, match=r"There is no folder “.*bokos”"):
        call_command("export", str(world.story.pk), "--format", "epub", "--output", str(path), skip_checks=True)
    assert not path.parent.exists()
