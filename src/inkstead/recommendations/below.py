"""Below a story: what those who finished it finished too. For a reader who hides something it is made anew."""

from __future__ import annotations

from django.template.loader import render_to_string

from inkstead.accounts.models import User
from inkstead.discovery.queries.hiding import listed_for
from inkstead.recommendations.queries import related_to
from inkstead.web.below import Piece, below_story
from inkstead.web.holes import Personal, Visitor, fills

TEMPLATE = "recommendations/related.html"


@below_story
def also_finished(story: int) -> Piece:
    related = related_to(story)
    names = [f"related:{story}", *(f"story:{other.id}" for other in related)]
    return Piece(render_to_string("recommendations/below.html", {"story": story, "related": related}), names)


@fills("related")
def also_finished_for(visitor: Visitor, known: Personal, argument: str) -> str | None:
    """None leaves what everybody sees."""
    if not visitor.own_lists:
        return None
    among = listed_for(User(pk=visitor.user_id))
    return render_to_string(TEMPLATE, {"related": related_to(int(argument), among)})
