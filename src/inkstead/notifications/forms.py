"""What people choose about their notices."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms

from inkstead.lib.refusals import Refused
from inkstead.notifications.kinds import CHANNELS, KINDS
from inkstead.notifications.models import NoticeChoices, Rhythm
from inkstead.serial.models import WEEKDAYS

CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ChoicesForm(forms.Form):
    """The switches stand beside it, a checkbox for each kind and way."""

    rhythm = forms.ChoiceField(label="Mail comes", choices=Rhythm.choices, widget=forms.RadioSelect)
    hour = forms.TypedChoiceField(
        label="At", coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)], empty_value=None
    )
    weekday = forms.TypedChoiceField(
        label="The weekly letter comes on", coerce=int, choices=list(enumerate(WEEKDAYS)), empty_value=None
    )
    quiet_from = forms.TimeField(label="Quiet from", required=False, widget=CLOCK)
    quiet_to = forms.TimeField(label="to", required=False, widget=CLOCK)

    def quiet(self) -> tuple[time, time] | None:
        start, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"]
        if (start is None) != (end is None):
            raise Refused("Quiet hours have a beginning and an end.", code="invalid", fields={"quiet_to": "Missing."})
        return None if start is None else (start, end)

    def switches(self) -> dict[str, dict[str, bool]]:
        given = set(self.data.getlist("on")) if hasattr(self.data, "getlist") else set()
        return {kind: {channel: f"{kind}-{channel}" in given for channel in CHANNELS} for kind in KINDS}


def begun(row: NoticeChoices) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("rhythm", "hour", "weekday", "quiet_from", "quiet_to")}
