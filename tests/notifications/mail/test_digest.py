"""A digest comes into the mail folder when the reader's own clock shows their hour, and at no other time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inkstead.accounts.actions import choose_zone
from inkstead.background.models import Job
from inkstead.notifications import actions
from inkstead.notifications.jobs import make_due_letters
from inkstead.stories.actions import follow_story
from tests.factories import make_part
from tests.jobs import work_off
from tests.serial.clocks import Clock, clock
from tests.world import World

__all__ = ["clock"]
NOON = datetime(2027, 3, 27, 12, tzinfo=UTC)  # the night after it Berlin's clocks go forward
CASES = [
    ("Asia/Tokyo", 7, datetime(2027, 3, 27, 22, tzinfo=UTC)),
    ("Europe/Berlin", 7, datetime(2027, 3, 28, 5, tzinfo=UTC)),
    ("America/New_York", 8, datetime(2027, 3, 27, 12, tzinfo=UTC) + timedelta(days=1)),
]


@pytest.mark.parametrize(("zone", "hour", "due"), CASES)
def test_a_digest_lies_in_the_mail_folder_at_the_hour_of_its_reader(
    world: World, clock: Clock, settings: Any, tmp_path: Path, zone: str, hour: int, due: datetime
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "inkstead.accounts.mail.filebased.EmailBackend", tmp_path
    Job.objects.all().delete()
    clock(NOON)
    follow_story(world.story, by=world.ben)
    choose_zone(world.ben, zone)
    actions.choose(by=world.ben, rhythm="daily", hour=hour)
    for title in ("The Third Night", "The Fourth Night"):
        make_part(world.story, title)

    def letters(at: datetime) -> list[str]:
        clock(at)
        make_due_letters.call()
        work_off("notifications")
        return [file.read_text() for file in tmp_path.glob("*.txt") if f"To: {world.ben.email}\n" in file.read_text()]

    assert letters(NOON) == letters(due - timedelta(minutes=1)) == []
    [letter] = letters(due + timedelta(seconds=30))
    assert "Subject: [Inkstead] 2 new notices" in letter
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in letter
    assert "text/html" in letter
    for title in ("The Third Night", "The Fourth Night"):
        assert title in letter
    assert len(letters(due + timedelta(days=1))) == 1  # nothing was new since
