"""What people fill in about their shelves."""

from __future__ import annotations

from typing import Any

from django import forms

from inkstead.accounts.models import PenName, User
from inkstead.library.actions.shelves import TITLE_LIMIT
from inkstead.library.models import Sharing, Shelf
from inkstead.web.forms import DeskForm, text_field


class NewShelf(DeskForm):
    title = text_field("Title", widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": TITLE_LIMIT}))


class ShelfForm(DeskForm):
    title = text_field("Title", widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": TITLE_LIMIT}))
    about = text_field("About this shelf", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    sharing = forms.ChoiceField(label="Who sees it", choices=Sharing.choices, widget=forms.RadioSelect)
    pen_name = forms.ModelChoiceField(
        queryset=PenName.objects.none(),
        label="Under which name",
        empty_label=None,
        help_text="It stays under that name: under a second one it would tell that both are yours.",
    )

    def __init__(self, *args: Any, user: User, shelf: Shelf, **options: Any) -> None:
        super().__init__(*args, **options)
        if shelf.is_everybodys:
            del self.fields["title"]
        if shelf.pen_name_id is not None:
            del self.fields["pen_name"]
            return
        field = self.fields["pen_name"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = user.pen_names.order_by("name")
        field.initial = user.pen_name_id


class NoteForm(forms.Form):
    note = text_field("Note", required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))


class OrderForm(forms.Form):
    """`up` or `down` with a story's id; or `part` (a story's id: the handles of the desk call it so) and `to`."""

    up = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    down = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    part = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    to = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def wish(self) -> tuple[int, int, int]:
        """Story, steps, place: zeros where nothing of the kind was asked for."""
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("up"):
            return given["up"], -1, 0
        if given.get("down"):
            return given["down"], +1, 0
        return given.get("part") or 0, 0, given.get("to") or 0
