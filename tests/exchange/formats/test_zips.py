"""A zip of manuscripts is its files in natural order; whatever else is in it is left out and said."""

from __future__ import annotations

import io
import stat
import zipfile

import pytest

from inkstead.accounts.models import User
from inkstead.exchange.actions import import_manuscripts
from inkstead.exchange.formats.zips import unpack
from inkstead.exchange.sources import SourceFile
from inkstead.lib.refusals import Refused
from tests.exchange.formats.documents import word_document


def packed(files: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return kept.getvalue()


def test_files_of_every_kind_become_parts_in_natural_order(ana: User) -> None:
    data = packed({
        "book/10.md": b"*Ten.*", "book/2.txt": b"Two.", "book/1.docx": word_document(), "cover.xcf": b"x",
        "__MACOSX/book/._2.txt": b"x",
    })  # fmt: skip
    assert ana.pen_name is not None

    done = import_manuscripts([SourceFile("lamp.zip", data)], author=ana.pen_name, by=ana)

    [story] = done.stories
    assert story.story.title == "Lamp"
    assert [part.title for part in story.parts] == ["One", "Two", "2", "10"]
    assert "“cover.xcf” is no manuscript and was left out." in done.warnings
    again = import_manuscripts([SourceFile("lamp.zip", data)], author=ana.pen_name, by=ana)
    assert (again.stories[0].story.pk, again.stories[0].added) == (story.story.pk, 0)
    assert any("already" in warning for warning in again.warnings)


def test_links_archives_within_and_paths_that_lead_out_do_no_harm() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", packed({"a.txt": b"Inner."}))
        archive.writestr("../../out.txt", b"Out.")

    files, warnings = unpack(kept.getvalue())

    assert files == {"../../out.txt": b"Out."}
    assert warnings == [
        "“passwd.txt” is only a link to another file and was left out.",
        "“inner.zip” is an archive within the archive and was left out.",
    ]


def test_what_holds_no_manuscript_is_refused() -> None:
    with pytest.raises(Refused, match="no manuscript in this archive"):
        unpack(packed({"a.exe": b"MZ"}))
