"""What people fill in."""

from __future__ import annotations

from django import forms

from inkstead.moderation.models import Answer, Reason
from inkstead.web.forms import DeskForm, text_field


class ReportForm(DeskForm):
    reason = forms.ChoiceField(label="What is wrong with it", choices=Reason.choices, widget=forms.RadioSelect)
    words = text_field("In your words", required=False, widget=forms.Textarea(attrs={"rows": 4}))


class DecisionForm(DeskForm):
    act = forms.ChoiceField(label="What is done", widget=forms.RadioSelect)
    days = forms.IntegerField(
        label="For how many days", required=False, min_value=1, help_text="For a limit or a suspension. Empty: no end."
    )
    reason = text_field(
        "Reason", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="The person reads it."
    )

    def __init__(self, *args: object, acts: object = (), **options: object) -> None:
        super().__init__(*args, **options)
        self.fields["act"].choices = acts  # type: ignore[attr-defined]


class AppealForm(DeskForm):
    words = text_field("What should be thought of", widget=forms.Textarea(attrs={"rows": 5}))


class AppealAnswerForm(DeskForm):
    answer = forms.ChoiceField(label="The decision", choices=Answer.choices, widget=forms.RadioSelect)
    words = text_field("Why", widget=forms.Textarea(attrs={"rows": 5}))


class CannedAnswerForm(DeskForm):
    title = text_field("Title", widget=forms.TextInput(attrs={"maxlength": 80}))
    text = text_field("Text", widget=forms.Textarea(attrs={"rows": 5}))
