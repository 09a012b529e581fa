from __future__ import annotations

from django import forms

from inkstead.web.forms import DeskForm


class SceneForm(DeskForm):
    """Who tells a scene, and how. What is left as it is was not said."""

    narrator = forms.CharField(label="Told by", required=False, max_length=200)
    nobody = forms.BooleanField(label="Nobody of the story", required=False)
    person = forms.ChoiceField(
        label="Person",
        required=False,
        choices=[("", "as it reads"), ("first", "first"), ("second", "second"), ("third", "third")],
    )
    tense = forms.ChoiceField(
        label="Tense", required=False, choices=[("", "as it reads"), ("past", "past"), ("present", "present")]
    )

    @property
    def said_narrator(self) -> str | None:
        if self.cleaned_data["nobody"]:
            return ""
        return self.cleaned_data["narrator"] or None
