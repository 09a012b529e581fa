from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from inkstead.lib.refusals import Refused
from inkstead.lib.zones import all_zones, moment_of, wall_of, zone_of, zone_word
from inkstead.serial.models import WEEKDAYS
from inkstead.web.forms import DeskForm, text_field

WALL = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


class WallField(forms.DateTimeField):
    """A day and a time as the clock on the wall shows them: naive, with whole minutes."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WALL[0])

    def __init__(self, **options: Any) -> None:
        options.setdefault("error_messages", {"invalid": "This must be a day and a time, such as 2027-03-01 18:00."})
        super().__init__(input_formats=WALL, **options)

    def to_python(self, value: Any) -> Any:
        """Django would take it for UTC, or refuse what clocks skip without saying what to do."""
        text = str(value or "").strip()
        if not text:
            return None
        for pattern in WALL:
            try:
                return datetime.strptime(text, pattern).replace(second=0)
            except ValueError:
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        return value


class ZoneField(forms.ChoiceField):
    """On whose wall the times of a form are; it travels along, for it may be changed in another window."""

    def __init__(self) -> None:
        zones = [(name, name) for name in all_zones()]
        super().__init__(choices=zones, required=False, widget=forms.HiddenInput)


def moment_typed(wall: datetime, zone: str, field: str) -> datetime:
    """What somebody typed, as a moment. A time that clocks skip is refused, naming the next that there is."""
    try:
        moment = moment_of(wall, zone_of(zone))
    except (OverflowError, ValueError):
        raise Refused(
            "That is no time that can be planned for.", code="invalid", fields={field: "Not a time."}
        ) from None
    if moment.moved:
        following = wall_of(moment.at, zone_of(zone))
        message = (
            f"On {wall.day} {wall:%B %Y} the clocks of {zone} skip {wall:%H:%M}; "
            f"the next minute there is {following:%H:%M}{_day(wall, following)}."
        )
        raise Refused(message, code="invalid", fields={field: message})
    return moment.at


def doubled_note(wall: datetime, zone: str) -> str:
    """Said after a time was taken that clocks show twice."""
    if not moment_of(wall, zone_of(zone)).doubled:
        return ""
    return f" Clocks show {wall:%H:%M} twice that night ({zone_word(zone)}); the first is meant."


def _day(wall: datetime, following: datetime) -> str:
    return "" if wall.date() == following.date() else f" on {following.day} {following:%B}"


class SlotForm(DeskForm):
    weekdays = forms.TypedMultipleChoiceField(
        label="On", coerce=int, choices=list(enumerate(WEEKDAYS)), widget=forms.CheckboxSelectMultiple
    )
    at = forms.TimeField(
        label="At",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        initial="18:00",
        input_formats=["%H:%M"],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["weekdays"].error_messages["required"] = "Choose at least one day of the week."


class PlanZoneForm(DeskForm):
    zone = forms.ChoiceField(label="Time zone of the slots", choices=lambda: [(name, name) for name in all_zones()])


class EarlyForm(DeskForm):
    days = forms.IntegerField(label="Days that followers are ahead", min_value=0, max_value=365)


class HiatusForm(DeskForm):
    returns_on = forms.DateField(
        label="Back on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Left out, the pause has no end until you end it.",
    )


class StandingForm(DeskForm):
    standing_before = text_field("Before every part", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    standing_after = text_field("After every part", required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ScheduleForm(DeskForm):
    """A time for one part, on the wall of `zone`."""

    publish_at = WallField(label="Day and time")
    opens_at = WallField(
        label="Open for everybody on",
        required=False,
        help_text="Only if followers shall have it first. Left out, everybody has it at once.",
    )
    ahead = forms.BooleanField(label="Even if it appears before parts that come first", required=False)
    zone = ZoneField()

    @property
    def zone_name(self) -> str:
        return str(self.cleaned_data["zone"] or self.initial.get("zone") or "UTC")

    def moment(self, field: str) -> datetime | None:
        wall = self.cleaned_data.get(field)
        return None if wall is None else moment_typed(wall, self.zone_name, field)


class OpenLaterForm(ScheduleForm):
    """For a part that followers have already."""

    publish_at = None  # type: ignore[assignment]
    ahead = None  # type: ignore[assignment]
    opens_at = WallField(label="Open for everybody on", required=False, help_text="Left out, it stays with followers.")


RHYTHMS = [("days", "every so many days"), ("weekdays", "on these days of the week"), ("slots", "in the slots")]


class RuleForm(DeskForm):
    """A beginning and a rhythm for many parts."""

    start = WallField(label="The first on")
    every = forms.ChoiceField(label="and then", choices=RHYTHMS, initial="days")
    days = forms.IntegerField(label="Days from one to the next", min_value=1, max_value=366, initial=7, required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label="Days of the week",
        coerce=int,
        required=False,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, has_slots: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = self.fields["every"]
        assert isinstance(every, forms.ChoiceField)
        if not has_slots:
            every.choices = RHYTHMS[:2]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("every") == "days" and "days" not in self.errors and not given.get("days"):
            self.add_error("days", "Say how many days.")
        if given.get("every") == "weekdays" and not given.get("weekdays"):
            self.add_error("weekdays", "Choose at least one day of the week.")
        start = given.get("start")
        if start is not None and not 1990 <= start.year <= 2200:
            self.add_error("start", "That is no time that can be planned for.")
        return given


class AnnouncementForm(DeskForm):
    title = text_field("Title")
    text = text_field(
        "Text",
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Markdown: an empty line between paragraphs, *emphasis*, [a link](https://…).",
    )
    publish_at = WallField(label="Day and time", required=False, help_text="Left out, readers have it at once.")
    zone = ZoneField()

    @property
    def moment(self) -> datetime | None:
        wall = self.cleaned_data.get("publish_at")
        return (
            None
            if wall is None
            else moment_typed(wall, self.cleaned_data["zone"] or self.initial.get("zone") or "UTC", "publish_at")
        )


def chosen_ids(values: Sequence[str]) -> list[int]:
    """Ids of parts that were ticked, each once, in their order; what is no id is left out."""
    found = [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]
    return list(dict.fromkeys(found))
