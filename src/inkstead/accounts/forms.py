from __future__ import annotations

from django import forms


class PenNameAtSignup(forms.Form):
    def signup(self, request, user):  # type: ignore[no-untyped-def]
        pass
