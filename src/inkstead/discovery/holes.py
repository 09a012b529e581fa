"""Home, for somebody who is signed in: the stories they are reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string

from inkstead.accounts.models import User
from inkstead.discovery.queries.hiding import has_hides
from inkstead.library.queries import places_of
from inkstead.web.holes import Personal, Visitor, fills, personal
from inkstead.web.visitors import asks_own_lists

SHOWN = 4
asks_own_lists.append(has_hides)


@personal("home")
def about_reader(visitor: Visitor, context: Mapping[str, Any]) -> Personal:
    return {"places": places_of(User(pk=visitor.user_id), SHOWN)}


@fills("continue-home")
def go_on(visitor: Visitor, known: Personal, argument: str) -> str:
    return render_to_string("library/holes/continue-home.html", {"places": known["places"]})
