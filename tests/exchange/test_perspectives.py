"""The command: the promised document, an account for people, and one sentence when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from inkstead.cli import main
from inkstead.lib.refusals import Refused
from tests.shared_data import shared_file
from tests.world import World


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        status = main(["perspectives", *words])
    except SystemExit as wrong:
        status = int(str(wrong.code))
    out, err = capsys.readouterr()
    return status, out, err


def document(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    status, out, err = run(capsys, *words, "--json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_it_prints_the_promised_document(capsys: pytest.CaptureFixture[str]) -> None:
    seen = document(capsys, str(shared_file("part-alana.txt")))

    assert set(seen) == {"scenes", "retellings", "echoes"}
    scene = seen["scenes"][0]
    assert {"index", "part", "blocks", "paragraphs", "words", "person", "narrator"} <= set(scene)
    assert (scene["index"], scene["part"], scene["blocks"], scene["words"]) == (1, 1, [1, 30], 742)
    assert scene["narrator"]["name"] == "Alana"
    assert scene["narrator"]["evidence"][0]["says"] == "Its part is called “ALANA”."
    assert seen["retellings"][0]["lines"][1] == {
        "a": {"scene": 1, "block": 24, "text": "You cant."},
        "b": {"scene": 2, "block": 34, "text": "You can't."},
        "same": False,
        "difference": "spelling",
    }
    assert seen["echoes"][1]["of"] == {"scene": 1, "block": 8, "text": "I want to leave."}


def test_people_get_an_account(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, str(shared_file("part-alana.txt")))
    assert "told by Ares" in out
    assert "Scenes 1 and 2 tell the same" in out
    assert "spelt differently:\n    block 24: You cant.\n    block 34: You can't." in out


def test_every_line_can_be_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("“Come in,” said Ares.\n\n“No.”\n")
    lines = document(capsys, str(tmp_path / "a.txt"), "--lines")["scenes"][0]["lines"]
    assert [(line["text"], line["speaker"]) for line in lines] == [("Come in,", "Ares"), ("No.", None)]


def test_a_folder_is_one_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, name in enumerate(["Ana", "Ben"], start=1):
        (tmp_path / f"{number}.md").write_text(f"# {name}\n\nI walked to the harbour and I waited there.\n")
    seen = document(capsys, str(tmp_path))
    assert [scene["part"] for scene in seen["scenes"]] == [1, 2]
    assert (seen["retellings"], seen["echoes"]) == ([], [])


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("gone.txt", None, "There is no file or folder"),
        ("empty.txt", b"", "This file is empty"),
        ("tale.pdf", b"%PDF-1.4", "This is a PDF"),
    ],
)
def test_bad_input_is_one_sentence(
    name: str, data: bytes | None, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    status, out, err = run(capsys, str(tmp_path / name), "--json")
    assert (status, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [[], ["a.txt", "--story", "1"], ["--story", "0"], ["--story", "x"], ["a", "b"]])
def test_wrong_usage_ends_with_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, *words)
    assert status == 2
    assert "usage: inkstead perspectives" in err


def test_a_story_of_the_site_is_read_with_its_drafts(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("perspectives", "--story", str(world.story.pk), "--json", skip_checks=True)
    assert {scene["part"] for scene in json.loads(capsys.readouterr().out)["scenes"]} == {1, 2, 3, 4, 5}
    with pytest.raises(Refused, match="There is no story 999999"):
        call_command("perspectives", "--story", "999999", skip_checks=True)
