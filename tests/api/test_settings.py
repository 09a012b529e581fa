from __future__ import annotations

from tests.api.calls import Program

CHOSEN = {"paper": "sepia", "size": "120"}


def test_reading_settings_are_kept_and_the_rest_stays(by_ben: Program) -> None:
    assert by_ben.put("/me/settings", CHOSEN).json == CHOSEN
    assert by_ben.put("/me/settings", {"paper": "black"}).json == CHOSEN | {"paper": "black"}
    assert by_ben.get("/me/settings").json == CHOSEN | {"paper": "black"}


def test_what_no_page_could_show_is_refused(by_ben: Program) -> None:
    told = by_ben.put("/me/settings", {"paper": '" onload="'})
    assert (told.status, told.code) == (422, "invalid")
