"""What forms of the desk share. Whatever is refused comes back with every character that was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from inkstead.lib.refusals import Refused

T = TypeVar("T")


class DeskForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, (forms.TextInput, forms.Textarea)):
                field.widget.attrs.setdefault("dir", "auto")

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do it, or say beside the fields why not. What is stale has a page of its own."""
        try:
            return act()
        except Refused as refused:
            if refused.code == "stale":
                raise
            for name, text in refused.fields.items():
                field = name.replace(" ", "_")
                if field in self.fields:
                    self.add_error(field, text)
            self.add_error(None, refused.message)
            return None


def text_field(label: str, **more: Any) -> forms.CharField:
    """A text as it was typed: white space is the action's to judge."""
    return forms.CharField(label=label, strip=False, **more)
