from __future__ import annotations

from typing import Any

from django import forms

from inkstead.accounts.models import PenName, User
from inkstead.exchange.moving import tidy_address
from inkstead.lib.refusals import Refused
from inkstead.web.forms import DeskForm, text_field


class MovedForm(DeskForm):
    to = text_field(
        "Where it stands now",
        required=False,
        help_text="The address of the story there; or, when another Inkstead took in your archive, the address that it "
        "told you then, and every part leads to its own. Empty: it stands here.",
    )

    def clean_to(self) -> str:
        try:
            return tidy_address(self.cleaned_data["to"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class ArchiveForm(DeskForm):
    author = forms.ModelChoiceField(PenName.objects.none(), label="It becomes the work of", empty_label=None)
    file = forms.FileField(label="The archive", widget=forms.FileInput(attrs={"accept": ".zip"}))
    publish = forms.BooleanField(label="Publish what was published there, with its dates", required=False, initial=True)

    def __init__(self, *args: Any, writer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        author = self.fields["author"]
        assert isinstance(author, forms.ModelChoiceField)
        author.queryset = writer.pen_names.all()
        author.initial = writer.pen_name_id
