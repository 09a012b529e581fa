from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from inkstead.web import assets


@pytest.fixture(params=["built", "plain"])
def installation(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """One installation whose front end was built, and one without."""
    if request.param == "built":
        manifest = {"main.css": "main-AAAAAAAA.css", "literata.woff2": "fonts/literata-latin-400-normal-BBBBBBBB.woff2"}
        (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    assets.forget_assets()
    yield request.param
    assets.forget_assets()


def test_a_style_sheet_has_an_address_with_its_hash(installation: str) -> None:
    assert re.fullmatch(r"/(static/build|assets)/main-[0-9A-Z]{8}\.css", assets.asset_url("main.css"))


def test_what_is_not_there_has_no_address(installation: str) -> None:
    assert assets.asset_url("editor.js") == ""
    assert bool(assets.asset_url("literata.woff2")) is (installation == "built")


@pytest.mark.parametrize("installation", ["plain"], indirect=True)
def test_without_a_build_styles_and_scripts_are_served_and_may_be_kept(installation: str, client: Client) -> None:
    for name, kind in (("main.css", "text/css"), ("theme.js", "text/javascript"), ("main.js", "text/javascript")):
        answer = client.get(assets.asset_url(name))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(kind)
        assert "immutable" in answer["Cache-Control"]
    assert client.get("/assets/main-00000000.css").status_code == 404


@pytest.mark.parametrize("installation", ["plain"], indirect=True)
def test_without_a_build_every_style_sheet_is_joined_once_in_its_layer(installation: str) -> None:
    folder = assets.HERE / "styles"
    joined = [text.decode() for name, (_, text) in assets.plain_assets().items() if name.endswith(".css")]
    listed = [
        path for name in assets.STYLES for path in re.findall(r'@import "\./([^"]+)"', (folder / name).read_text())
    ]
    assert sorted([*assets.STYLES, *listed]) == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*.css")
    )
    assert not any("@import" in sheet or sheet.count("{") != sheet.count("}") for sheet in joined)


def test_no_style_makes_a_browser_look_at_every_neighbour() -> None:
    """`* + *` has Chromium look at all blocks of a text again when one is added: 12 ms for Enter in a novel.
    `:where(:not(:first-child))` means the same."""
    sheets = {path.name: path.read_text() for path in (assets.HERE / "styles").rglob("*.css")}
    universal = re.compile(r"\*\s*[+~]\s*\*")
    assert [name for name, sheet in sheets.items() if universal.search(sheet)] == []
    assert universal.search(".section > * + * { margin: 0 }")


@pytest.mark.parametrize("installation", ["plain"], indirect=True)
def test_without_a_build_reads_are_still_told(installation: str) -> None:
    script = next(
        text for name, (_, text) in assets.plain_assets().items() if name.startswith("main-") and ".js" in name
    )
    assert b"/reads" in script
    assert b"export" not in script
