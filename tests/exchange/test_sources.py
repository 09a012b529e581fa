from __future__ import annotations

import os
from pathlib import Path

import pytest

from inkstead.exchange.beneath import NotPlainError, read_beneath
from inkstead.exchange.sources import SourceFile, natural_key, read_paths, shown
from inkstead.lib.refusals import Refused


def names(*paths: Path, **how: str) -> list[str]:
    return [file.name for file in read_paths(paths, **how)[0]]


def test_a_folder_is_its_files_in_natural_order(tmp_path: Path) -> None:
    for name in ("10.txt", "9.txt", "1.md", ".hidden.txt", "Chapter 2.html", "chapter 10.html"):
        (tmp_path / name).write_text("Words.")

    assert names(tmp_path) == ["1.md", "9.txt", "10.txt", "Chapter 2.html", "chapter 10.html"]


def test_what_a_folder_holds_besides_is_left_out_and_said(tmp_path: Path) -> None:
    for name in ("1.txt", "cover.jpg"):
        (tmp_path / name).write_text("Words.")
    (tmp_path / "notes").mkdir()

    files, warnings = read_paths([tmp_path])

    assert [file.name for file in files] == ["1.txt"]
    assert warnings == [
        "“cover.jpg” is no manuscript and was left out.",
        "“notes” is no manuscript and was left out.",
    ]


def test_nothing_outside_a_folder_comes_in_with_it(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("A secret of the server.")
    (folder := tmp_path / "folder").mkdir()
    (folder / "1.txt").write_text("Words.")
    (folder / "2.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "3.txt").symlink_to("1.txt")
    (folder / "4.txt").symlink_to("gone.txt")
    os.mkfifo(folder / "5.txt")

    files, warnings = read_paths([folder])

    assert [(file.name, file.data) for file in files] == [("1.txt", b"Words.")]
    link = "“{}” is a link, which is not followed out of a folder, and was left out."
    assert warnings == [*map(link.format, ["2.txt", "3.txt", "4.txt"]), "“5.txt” is no manuscript and was left out."]
    assert names(folder / "2.txt") == ["2.txt"]  # whoever names a link means it


def test_a_file_is_found_beneath_its_folder_only(tmp_path: Path) -> None:
    (outside := tmp_path / "outside").mkdir()
    (outside / "1.txt").write_text("Secret.")
    (folder := tmp_path / "folder").mkdir()
    (folder / "3").mkdir()
    (folder / "3" / "1.txt").write_text("Words.")
    (folder / "4").symlink_to(outside)
    (folder / "3" / "2.txt").symlink_to(outside / "1.txt")
    (folder / "3" / "5.txt").mkdir()
    os.mkfifo(folder / "3" / "3.txt")

    assert read_beneath(folder, "3", "1.txt", most=3) == b"Word"  # one more says that it is too much
    for path in ("4/1.txt", "3/2.txt", "3/3.txt", "3/../3/1.txt", "../outside/1.txt", "/1.txt"):
        with pytest.raises(NotPlainError):
            read_beneath(folder, *path.split("/"), most=99)
    for path, error in {
        "3/5.txt": IsADirectoryError,
        "3/9.txt": FileNotFoundError,
        "3/1.txt/2": NotADirectoryError,
    }.items():
        with pytest.raises((error, NotPlainError)):
            read_beneath(folder, *path.split("/"), most=99)


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("Words.")

    assert names(tmp_path / "1.txt", tmp_path, tmp_path / ".." / tmp_path.name / "1.txt") == ["1.txt"]


def test_what_is_not_there_cannot_be_read_or_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "empty").mkdir()

    for path, says in {
        tmp_path / "gone.txt": "There is no file or folder",
        tmp_path / "pipe.txt": "is no file",
        tmp_path / "empty": "holds no manuscript",
        tmp_path / ("n" * 300): "too long",
    }.items():
        with pytest.raises(Refused, match=says):
            read_paths([path])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("Words.")
    (tmp_path / "1.txt").chmod(0)
    with pytest.raises(Refused, match="cannot be read: Permission denied"):
        read_paths([tmp_path / "1.txt"])


def test_numbers_in_names_count_as_numbers() -> None:
    assert sorted(["b2", "a10", "a9", "a09b", "A1"], key=natural_key) == ["A1", "a9", "a09b", "a10", "b2"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("01_the-storm.txt", "01 the storm"),
        ("alana.txt", "Alana"),
        ("../../etc/passwd", "Passwd"),
        ("C:\\Users\\me\\Vows.txt", "Vows"),
        (".txt", "Txt"),
        ("\u202egpj.txt", "Gpj"),
        ("a\nb\x00c.txt", "A bc"),
        ("", "Untitled"),
        ("---", "Untitled"),
    ],
)
def test_names_of_files_are_only_ever_words(name: str, title: str) -> None:
    assert SourceFile(name, b"").title == title


def test_a_name_in_a_sentence_is_one_short_line() -> None:
    assert shown("a\nb\u2028c" + "d" * 500) == "a b c" + "d" * 74 + "…"
