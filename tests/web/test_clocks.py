"""One moment, on the walls of two people: it is near midnight in London, and tomorrow in Tokyo."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext, Template, engines
from django.test import RequestFactory

from inkstead.accounts.models import User
from inkstead.web.dates import day

AT = datetime(2026, 12, 17, 23, 30, tzinfo=UTC)
MACHINES = "2026-12-17T23:30:00Z"


def shown(tag: str, user: User | AnonymousUser) -> str:
    request = RequestFactory().get("/")
    request.user = user
    template = Template("{% load clocks %}" + tag, engine=engines["django"].engine)
    return template.render(RequestContext(request, {"at": AT}))


@pytest.mark.parametrize(
    ("tag", "tokyo", "nowhere"),
    [
        ("{% own_day at %}", "18 December 2026", "17 December 2026"),
        ("{% own_moment at %}", "18 December 2026, 08:30 Tokyo time", "17 December 2026, 23:30 UTC"),
    ],
)
def test_a_moment_is_told_in_the_viewers_own_zone(tag: str, tokyo: str, nowhere: str) -> None:
    assert shown(tag, User(zone="Asia/Tokyo")) == f'<time datetime="{MACHINES}">{tokyo}</time>'
    assert shown(tag, User()) == shown(tag, AnonymousUser()) == f'<time datetime="{MACHINES}">{nowhere}</time>'


def test_a_wall_shows_the_time_and_the_page_names_the_zone_once() -> None:
    assert shown("{% own_time at %} {% own_zone %}", User(zone="Asia/Tokyo")) == "08:30 Tokyo time"
    assert shown("{% own_time at %} {% own_zone %}", User()) == "23:30 UTC"


def test_the_day_of_a_page_for_everybody_is_the_utc_day() -> None:
    assert shown("{% load display %}{% day at %}", User(zone="Asia/Tokyo")) == day(AT)
    assert day(AT) == f'<time datetime="{MACHINES}">17 December 2026</time>'
