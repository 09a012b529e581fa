from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from inkstead.lib import stamps
from tests.environment import DATA


def test_every_test_process_has_a_data_folder_of_its_own() -> None:
    assert Path(settings.DATA) == Path(os.environ["INKSTEAD_DATA"]) == DATA
    stamps.current()
    assert (DATA / "run" / "stamps").exists()
