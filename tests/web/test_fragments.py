"""Templates compiled to string joining: the same words, escaped, and rendered once."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from inkstead.web import fragments
from inkstead.web.fragments import Fragment

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=40)


class TestFragment:
    SOURCES = {
        "letter.html": '<a href="{{ url }}">{{ person.name }}</a>{% if on %}on{% else %}off{% endif %}',
        "place.html": '{% if place %}<a href="{{ place }}">go</a>{% else %}none{% endif %}',
    }

    @pytest.fixture(autouse=True)
    def _templates(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Rendered:
            def __init__(self, name: str) -> None:
                self.template = Template(TestFragment.SOURCES[name])

            def render(self, context: dict[str, object]) -> str:
                return self.template.render(Context(context))

        monkeypatch.setattr(fragments, "get_template", Rendered)

    def test_it_says_what_the_template_says(self) -> None:
        letter = Fragment("letter.html", values=("url", "person.name"), flags=("on",))
        for on in (True, False):
            expected = Template(self.SOURCES["letter.html"]).render(
                Context({"url": "/by/ben/", "person": {"name": "Ben"}, "on": on})
            )
            assert letter(url="/by/ben/", person__name="Ben", on=on) == expected

    @given(st.text(max_size=60))
    def test_it_escapes_every_value(self, text: str) -> None:
        letter = Fragment("letter.html", values=("url", "person.name"), flags=("on",))
        expected = Template(self.SOURCES["letter.html"]).render(
            Context({"url": text, "person": {"name": text}, "on": True})
        )
        assert letter(url=text, person__name=text, on=True) == expected

    def test_a_value_can_be_a_flag_too(self) -> None:
        place = Fragment("place.html", values=("place",), flags=("place",))
        assert place(place="/part/1/") == '<a href="/part/1/">go</a>'
        assert place(place="") == "none"

    def test_its_template_is_rendered_once_for_each_set_of_flags(self, monkeypatch: pytest.MonkeyPatch) -> None:
        letter = Fragment("letter.html", values=("url", "person.name"), flags=("on",))
        for on in (True, False):
            letter(url="", person__name="", on=on)
        monkeypatch.setattr(fragments, "get_template", None)
        assert letter(url="/x/", person__name="Ben", on=True).endswith("on")
