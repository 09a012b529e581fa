from __future__ import annotations

import json
from io import StringIO

from django.core.management import call_command

from inkstead.events import on
from inkstead.events.flow import Reacting, flows
from tests.events.sample_facts import LampLit, NightFell


def test_the_flow_names_fields_touches_and_reactions() -> None:
    @on(LampLit)
    def trim_the_wick(fact: LampLit) -> None:
        """So that it does not smoke."""

    flow = next(flow for flow in flows() if flow.fact == "LampLit")
    assert flow.says == "Somebody lit the lamp."
    assert flow.fields == ("lamp_id", "story_id", "colour")
    assert flow.touches == ("lamp:<lamp_id>", "story:<story_id>")
    assert flow.reactions == (Reacting("tests.events.test_flow.trim_the_wick", "So that it does not smoke."),)


def test_a_fact_without_words_says_nothing() -> None:
    flow = next(flow for flow in flows() if flow.fact == NightFell.name)
    assert (flow.says, flow.touches, flow.reactions) == ("", (), ())


def test_the_command_prints_the_same_as_text_and_as_json() -> None:
    text, document = StringIO(), StringIO()
    call_command("events", stdout=text)
    call_command("events", "--json", stdout=document)
    names = [fact["fact"] for fact in json.loads(document.getvalue())["facts"]]
    assert {"LampLit", "NightFell", "PartPublished"} <= set(names)
    assert all(f"{name} (" in text.getvalue() for name in names)
