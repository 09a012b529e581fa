"""What people who work together fill in."""

from __future__ import annotations

from django import forms

from inkstead.collaboration.actions import Wish
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


class SuggestionForm(DeskForm):
    text = text_field("In your words", required=False, widget=forms.Textarea(attrs={"rows": 6, "class": "manuscript"}))
    note = text_field("Why", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.CharField(widget=forms.HiddenInput)
    format = forms.ChoiceField(choices=[("markdown", ""), ("html", "")], widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def wish(self, block: str) -> Wish:
        given = self.cleaned_data
        kind = str(given["kind"])
        return Wish(kind, block, given["text"], given["format"], given["note"], given["revision"])


class NoteForm(DeskForm):
    body = text_field("Note", widget=forms.Textarea(attrs={"rows": 3}))
    block = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    revision = forms.IntegerField(required=False, min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)


class LinkForm(DeskForm):
    for_whom = text_field("For", help_text="So that you know later whose link it is.")
    shows = forms.ChoiceField(
        label="Shows",
        choices=[("newest", "the draft as it goes on"), ("fixed", "the text as it stands now, for ever")],
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label="Ends",
        coerce=int,
        choices=[(0, "when I revoke it"), (7, "after a week"), (30, "after a month"), (90, "after three months")],
    )
