"""Archives that are damaged, forged or meant to harm: one sentence each, nothing kept, and no file anywhere else."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.management import call_command

from inkstead.exchange.jobs import take_in_archive
from inkstead.exchange.models import Incoming
from inkstead.exchange.portable import layout
from inkstead.exchange.portable.bring_in import bring_in_archive
from inkstead.exchange.portable.read import PortableArchive, is_archive
from inkstead.exchange.portable.write import write_archive
from inkstead.lib import keeping
from inkstead.lib.refusals import Refused
from inkstead.stories.models import Story
from tests.conftest import ClientOf
from tests.factories import make_user
from tests.world import World

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
Files = dict[str, bytes]


@pytest.fixture
def files(world: World, tmp_path: Path) -> Files:
    """What is in Ana's archive."""
    assert world.ana.pen_name is not None
    path = tmp_path / "ana.zip"
    write_archive(world.ana.pen_name, path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files) -> io.BytesIO:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    kept.seek(0)
    return kept


def signed_again(files: Files, change: Callable[[dict[str, object]], object], *, by_key: bool = True) -> io.BytesIO:
    """With another list of files, signed by somebody who has a key of their own."""
    listed = json.loads(files[layout.MANIFEST])
    change(listed)
    if by_key:
        listed["key"] = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
    data = json.dumps(listed).encode()
    return packed(files | {layout.MANIFEST: data, layout.SIGNATURE: base64.b64encode(KEY.sign(data))})


def refusal(file: io.BytesIO) -> str:
    ana = make_user("Ana Elsewhere")
    assert ana.pen_name is not None
    with pytest.raises(Refused) as refused:
        bring_in_archive(PortableArchive(file), author=ana.pen_name, by=ana, publish=True)
    assert not Story.objects.filter(author=ana.pen_name).exists()
    return refused.value.message


def test_the_signature_of_another_key_is_none(files: Files) -> None:
    assert refusal(signed_again(files, lambda listed: None, by_key=False)).startswith("The list “inkstead.json” was")


def test_a_file_that_is_cut_off_or_flipped_is_damaged(files: Files) -> None:
    whole = packed(files).getvalue()
    assert refusal(io.BytesIO(whole[: len(whole) // 2])) == "This archive is damaged or cut off."


def test_what_claims_to_be_of_here_with_another_key_is_told(files: Files) -> None:
    """It comes in: this may be what somebody saved from the site that stood here before its disk was lost."""
    ana = make_user("Ana Elsewhere")
    assert ana.pen_name is not None
    own = bring_in_archive(PortableArchive(packed(files)), author=ana.pen_name, by=ana)
    other = bring_in_archive(PortableArchive(signed_again(files, lambda listed: None)), author=ana.pen_name, by=ana)
    told = "It says that it is of this site, but was signed with another key than this site has now."
    assert (told in own.warnings, told in other.warnings) == (False, True)


@pytest.mark.parametrize("name", ["../../outside.txt", "/tmp/outside.txt", "stories/../../outside/story.json"])
def test_names_that_lead_elsewhere_lead_nowhere(files: Files, name: str, tmp_path: Path) -> None:
    ana = make_user("Ana Elsewhere")
    assert ana.pen_name is not None
    digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"  # of foo
    file = signed_again(
        files | {name: b"foo"},
        lambda listed: listed["files"].append({"name": name, "bytes": 3, "sha256": digest}),  # type: ignore[attr-defined]
    )
    before = set(Path(settings.DATA).rglob("outside*"))
    done = bring_in_archive(PortableArchive(file), author=ana.pen_name, by=ana)
    assert done.added == 4
    assert set(Path(settings.DATA).rglob("outside*")) == before
    assert not Path("/tmp/outside.txt").exists()


def test_an_archive_is_counted_by_what_comes_out_of_it(files: Files) -> None:
    """Of ten gigabytes of nothing no more than the limit is ever unpacked."""
    bomb = packed(files | {"about.json": bytes(65 * 1024**2)})
    assert refusal(bomb) == "“about.json” unpacks to more than 64 MB."


def test_many_files_that_are_large_together_are_too_much(files: Files) -> None:
    """Each is below the limit for one; all of them unpack to more than thirty times the archive."""
    nothing = bytes(40 * 1024**2)
    digest = hashlib.sha256(nothing).hexdigest()
    names = [f"stories/{number}/story.json" for number in range(900, 902)]
    many = [{"name": name, "sha256": digest} for name in names]
    file = signed_again(files | dict.fromkeys(names, nothing), lambda told: told.update(files=many))
    assert re.fullmatch(r"“stories/90\d/story.json” unpacks to more than \d\d MB.", refusal(file))


def test_a_list_of_names_that_is_too_long_is_not_read(files: Files) -> None:
    whole = bytearray(packed(files).getvalue())
    at = whole.rindex(b"PK\5\6")
    whole[at + 12 : at + 16] = (200 * 1024**2).to_bytes(4, "little")
    assert not is_archive(io.BytesIO(bytes(whole)))
    assert refusal(io.BytesIO(bytes(whole))) == "The list of names in this archive is larger than 32 MB."


def test_a_zip_of_something_else_is_no_archive(files: Files) -> None:
    assert is_archive(packed(files))
    for other in (packed({"one.txt": b"inkstead.json.sig"}), io.BytesIO(b""), io.BytesIO(b"PK\5\6")):
        assert not is_archive(other)


def test_the_page_for_manuscripts_takes_an_archive_after_asking(
    world: World, files: Files, client_of: ClientOf
) -> None:
    cleo = client_of(world.cleo)
    assert world.cleo.pen_name is not None

    def upload(name: str) -> str:
        file = packed(files)
        file.name = name
        return cleo.post("/write/import/", {"author": world.cleo.pen_name_id, "uploads": file})["Location"]

    refused = upload("ana.zip")
    assert "Nothing is taken in yet." in cleo.get(refused).text
    take_in_archive.func(Incoming.objects.get().pk)  # nobody has said so
    assert not Story.objects.filter(author=world.cleo.pen_name).exists()
    assert cleo.post(refused, {"no": "1"})["Location"] == "/write/import/"
    assert (Incoming.objects.count(), keeping.names_in("incoming")) == (0, [])
    page = upload("Ana’s.ZIP")
    assert client_of(world.ben).post(page).status_code == 404
    assert cleo.post(page, {"publish": "on"})["Location"] == page
    assert "Refresh" in cleo.get(page)
    take_in_archive.func(Incoming.objects.get().pk)
    assert Story.objects.filter(author=world.cleo.pen_name, parts_published__gt=0).count() == 4
    assert "It is here" in cleo.get(page).text


def test_an_archive_comes_alone(world: World, files: Files, client_of: ClientOf, tmp_path: Path) -> None:
    file, other = packed(files), io.BytesIO(b"A text.")
    file.name, other.name = "ana.zip", "other.txt"
    answer = client_of(world.cleo).post("/write/import/", {"author": world.cleo.pen_name_id, "uploads": [file, other]})
    assert answer.status_code == 422
    assert "on their own, without other files" in answer.text
    path = tmp_path / "ana.zip"
    path.write_bytes(file.getvalue())
    (tmp_path / "other.txt").write_text("A text.")
    with pytest.raises(Refused, match="on their own"):
        call_command("import", str(path), str(tmp_path / "other.txt"), "--author", "Cleo")
