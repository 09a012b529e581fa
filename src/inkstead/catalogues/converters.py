"""How pieces of addresses are read. Importing this registers them."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter


class FeedForm(StringConverter):
    """As what a feed is written."""

    regex = "atom|json"


class Number(StringConverter):
    """An id that every database takes."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:  # type: ignore[override]  # a number is what it is for
        return int(value)


register_converter(FeedForm, "feed_form")
register_converter(Number, "number")
