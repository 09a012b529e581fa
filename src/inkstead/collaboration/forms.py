"""What people who work together fill in."""

from __future__ import annotations

from django import forms

from inkstead.collaboration.queries import ROLES
from inkstead.web.forms import DeskForm, text_field

ROLE_CHOICES = [(role, f"{label}: {meaning}") for role, (label, meaning) in ROLES.items()]


class InviteForm(DeskForm):
    name = text_field("Pen name", help_text="As it stands on their page, or the address of that page.")
    role = forms.ChoiceField(label="As", choices=ROLE_CHOICES, widget=forms.RadioSelect)


class RoleForm(DeskForm):
    role = forms.ChoiceField(label="Role", choices=ROLE_CHOICES, widget=forms.RadioSelect)


class OfferForm(DeskForm):
    name = text_field("Pen name", help_text="Who the story is for, as the name stands on their page.")
    stays = forms.BooleanField(label="I stay with it as a co-author", required=False, initial=True)
    title = text_field("Title of the story")

    def __init__(self, *args: object, title: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = title
        self.fields["title"].label = f"Type “{title}” so that no story goes by mistake"

    def clean_title(self) -> str:
        typed = str(self.cleaned_data["title"])
        if " ".join(typed.split()).casefold() != " ".join(self.wanted.split()).casefold():
            raise forms.ValidationError("This is not the title of the story.")
        return typed
