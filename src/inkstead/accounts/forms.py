"""What people fill in about themselves. The rules are those of the actions, shown as hints beside the fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

from inkstead.accounts.actions.pen_names import BIO_LIMIT
from inkstead.accounts.models import PenName, User
from inkstead.accounts.names import LIMIT, TAKEN, tidy_name
from inkstead.accounts.preferences import CHOICES
from inkstead.accounts.queries import is_free
from inkstead.lib.lines import one_line, paragraphs
from inkstead.lib.refusals import Refused
from inkstead.lib.zones import all_zones

T = TypeVar("T")


def hint(rule: Callable[[], T]) -> T:
    try:
        return rule()
    except Refused as refusal:
        raise forms.ValidationError(refusal.message, code=refusal.code) from None


class NameField(forms.CharField):
    """A pen name that is allowed and free. The field strips nothing itself, so that the rules see what was typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "nickname", "maxlength": LIMIT, "dir": "auto"})
        super().__init__(label="Pen name", strip=False, widget=widget, **options)

    def clean(self, value: Any) -> str:
        name = hint(lambda: tidy_name(super(NameField, self).clean(value)))
        if not is_free(name):
            raise forms.ValidationError(TAKEN, code="taken")
        return name


class BioField(forms.CharField):
    def __init__(self, **options: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4, "maxlength": BIO_LIMIT, "dir": "auto"})
        super().__init__(label="About this name", required=False, strip=False, widget=widget, **options)

    def clean(self, value: Any) -> str:
        return hint(lambda: paragraphs(super(BioField, self).clean(value), "text", limit=BIO_LIMIT))


class PenNameAtSignup(forms.Form):
    """Joined into allauth's sign-up form."""

    pen_name = NameField(
        help_text="What readers see when you write or comment. It cannot be changed; you can add others."
    )
    field_order = ("pen_name", "email", "password1")

    def signup(self, request: HttpRequest, user: User) -> None:
        """The wish was saved with the person (see `AccountAdapter.save_user`)."""


class AddPenName(forms.Form):
    name = NameField(help_text="Nobody but you can see that it belongs to you. It cannot be changed later.")
    bio = BioField()


class EditPenName(forms.Form):
    bio = BioField()


class CreateToken(forms.Form):
    name = forms.CharField(label="What it is for", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    pen_name = forms.ModelChoiceField(PenName.objects.none(), label="Acts as", empty_label=None)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["pen_name"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = user.pen_names.order_by("name")
        field.initial = user.pen_name_id

    def clean_name(self) -> str:
        return hint(lambda: one_line(self.cleaned_data["name"], "name", limit=80))


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(
        label="Your time zone", choices=lambda: [(name, name.replace("_", " ")) for name in all_zones()]
    )


LABELS: dict[str, tuple[str, dict[str, str]]] = {
    "paper": ("Paper", {"auto": "System", "white": "White", "sepia": "Sepia", "dusk": "Dusk", "black": "Black"}),
    "font": (
        "Letters",
        {
            "literata": "Literata",
            "atkinson": "Atkinson Hyperlegible",
            "opendyslexic": "OpenDyslexic",
            "system": "This device’s own",
        },
    ),
    "size": ("Size", {value: f"{value} %" for value in CHOICES["size"]}),
    "leading": ("Distance of lines", {value: f"{value} %" for value in CHOICES["leading"]}),
    "width": ("Column", {"narrow": "Narrow", "normal": "Book", "wide": "Wide"}),
    "paragraphs": ("Paragraphs", {"indented": "Indented", "spaced": "Spaced"}),
    "justify": ("Lines end", {"no": "Ragged", "yes": "Even"}),
    "hyphenate": ("Hyphens", {"no": "Whole words", "yes": "Divided words"}),
}
BEGINNING = {"paper": "auto", "font": "literata", "size": "100", "leading": "160", "width": "normal",
             "paragraphs": "indented", "justify": "no", "hyphenate": "no"}  # fmt: skip


class ReadingSettings(forms.Form):
    """Every choice there is, so that it works without scripts."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, values in CHOICES.items():
            label, words = LABELS.get(name, (name.title(), {}))
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[(value, words.get(value, value)) for value in values],
                widget=forms.Select if len(values) > 5 or values[0].isdigit() else forms.RadioSelect,
                required=False,
            )
