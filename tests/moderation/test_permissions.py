"""Every address of keeping apart, of the gate and of moderation, as every kind of person: exactly who gets in."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from inkstead.accounts.actions import block_name
from inkstead.accounts.models import Role, User
from inkstead.collaboration.actions import accept_invitation, invite
from inkstead.discussion.actions import write_on_wall
from inkstead.discussion.models import WallPost
from inkstead.moderation import actions
from inkstead.moderation.models import Appeal, CannedAnswer, Case, Decision
from inkstead.moderation.things import thing_for
from inkstead.stories.actions import follow_story
from tests.architecture.test_urls import ROUTES
from tests.factories import make_user
from tests.through_front import FrontClient
from tests.world import World

SIGNED_IN = ("reader", "follower", "blocked", "beta", "coauthor", "author", "moderator", "keeper", "admin", "suspended")
EVERYBODY = ("stranger", *SIGNED_IN)
NOT_BLOCKED = tuple(who for who in EVERYBODY if who != "blocked")
NOT_SUSPENDED = tuple(who for who in EVERYBODY if who != "suspended")
MODERATORS = ("moderator", "admin")
NOBODY: tuple[str, ...] = ()
# Who sees a page (200), and who may press its button (2xx, 3xx but not to sign in, or 400 for an empty form).
PAGES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "me/adult/": (EVERYBODY, EVERYBODY),
    "me/apart/<word:slug>/": (tuple(who for who in SIGNED_IN if who != "blocked"), NOBODY),
    "me/apart/<word:slug>/end/": (NOBODY, NOBODY),
    "me/decisions/": (SIGNED_IN, NOBODY),
    "me/decisions/<int:decision_id>/": (("suspended",), ("suspended",)),
    # Who is kept out reports it too, on a form that shows nothing of it.
    "report/<slug:kind>/<int:thing_id>/": (NOT_SUSPENDED, NOT_SUSPENDED),
    "about/transparency/": (EVERYBODY, NOBODY),
    "by/<word:slug>/wall/": (NOT_BLOCKED, NOBODY),
    "by/<word:slug>/wall/who/": (NOBODY, ("author",)),
    "wall/<int:post_id>/off/": (NOBODY, NOBODY),  # pressed in tests/discussion/test_walls.py
    "moderation/": (("moderator", "keeper", "admin"), NOBODY),
    "moderation/case/<int:case_id>/": (MODERATORS, MODERATORS),
    "moderation/case/<int:case_id>/claim/": (NOBODY, MODERATORS),
    "moderation/decision/<int:decision_id>/": (MODERATORS, MODERATORS),
    "moderation/appeals/": (MODERATORS, NOBODY),
    "moderation/appeal/<int:appeal_id>/": (MODERATORS, MODERATORS),
    "moderation/answers/": (("admin",), ("admin",)),
    "moderation/answers/<int:answer_id>/": (("admin",), ("admin",)),
    "moderation/log/": (MODERATORS, NOBODY),
}
CALLS = {
    "me/apart": SIGNED_IN,
    "me/adult": SIGNED_IN,
    "me/decisions": SIGNED_IN,
    "moderation/cases": ("moderator", "keeper", "admin"),
    "moderation/cases/<id>": MODERATORS,
    "transparency": EVERYBODY,
}


@dataclass
class Town:
    world: World
    people: dict[str, User | None]
    case: Case
    decision: Decision
    appeal: Appeal
    answer: CannedAnswer
    post: WallPost

    def address(self, route: str) -> str:
        values: dict[str, object] = {
            "slug": "ana",
            "kind": "story",
            "thing_id": self.world.story.pk,
            "case_id": self.case.pk,
            "decision_id": self.decision.pk,
            "appeal_id": self.appeal.pk,
            "answer_id": self.answer.pk,
            "post_id": self.post.pk,
        }
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


@pytest.fixture
def town(world: World) -> Town:
    people: dict[str, User | None] = {"stranger": None, "reader": make_user("Rea"), "author": world.ana}
    people |= {"follower": make_user("Fay"), "blocked": make_user("Blake"), "suspended": make_user("Sue")}
    for role in ("beta", "coauthor"):
        people[role] = make_user(f"Name {role}")
        accept_invitation(invite(world.story, name=f"Name {role}", role=role, by=world.ana), by=person(people, role))
    for name, role in (("moderator", Role.MODERATOR), ("keeper", Role.TAG_KEEPER), ("admin", Role.ADMIN)):
        people[name] = make_user(f"The {name}", role=role)
    follow_story(world.story, by=person(people, "follower"))
    blocked = person(people, "blocked")
    assert blocked.pen_name is not None
    block_name(blocked.pen_name, by=world.ana)
    sue, mod = person(people, "suspended"), person(people, "moderator")
    assert sue.pen_name is not None
    about = actions.report(thing_for(world.cleo, "profile", sue.pen_name.pk), reason="spam", by=world.cleo).case
    other = make_user("Other mod", role=Role.MODERATOR)
    decision = actions.decide(about, act="suspend", reason="Spam.", by=other)
    appeal = actions.appeal(decision, words="No.", by=sue)
    case = actions.report(thing_for(world.cleo, "comment", world.comment.pk), reason="spam", by=world.cleo).case
    answer = actions.save_answer(None, title="Spam", text="It is spam.", by=person(people, "admin"))
    assert mod.is_moderator
    assert world.ana.pen_name is not None
    post = write_on_wall(world.ana.pen_name, body="Hello.", by=world.ana, pen_name=world.ana.pen_name)
    return Town(world, {name: fresh(who) for name, who in people.items()}, case, decision, appeal, answer, post)


def person(people: dict[str, User | None], name: str) -> User:
    found = people[name]
    assert found is not None
    return found


def fresh(who: User | None) -> User | None:
    return None if who is None else User.objects.select_related("pen_name").get(pk=who.pk)


def test_the_table_below_names_every_address() -> None:
    ours = ("me/adult/", "me/apart/", "me/decisions/", "report/", "about/transparency/", "moderation/", "wall/")
    assert {route for route in ROUTES if route.startswith(ours)} - {"moderation/guests/"} == {
        route for route in PAGES if not route.startswith("by/")
    }


# In the place of these, whoever is suspended is told so.
FORMS = ("report/<slug:kind>/<int:thing_id>/",)


@pytest.mark.parametrize("route", PAGES)
def test_exactly_these_people_get_in(town: Town, front: FrontClient, route: str) -> None:
    path = town.address(route)
    seen = {name for name, who in town.people.items() if front.get(path, by=who).status == 200}
    assert seen == set(PAGES[route][0])
    missing = front.get("/story/999999-nothing/", by=town.world.cleo).status
    for name, who in town.people.items():
        answer = front.get(path, by=who)
        if name not in seen and who is not None and answer.status != 405:
            if name == "suspended" and route in FORMS:
                assert (answer.status, "Your account is suspended" in answer.text) == (403, True)
            else:
                assert answer.status == missing, name
    if route in ("me/decisions/<int:decision_id>/", "wall/<int:post_id>/off/"):
        return  # done once, they cannot be done again
    pressed = set()
    for name, who in town.people.items():
        if who is None and route != "me/adult/":
            continue  # strangers have no key; `test_moderation` gives them one
        answer = front.post(path, {"say": "ask"}, by=who)
        if answer.status in (200, 302, 400) and not answer["Location"].startswith("/me/login/"):
            pressed.add(name)
    assert pressed == set(PAGES[route][1]) - {"stranger"}


@pytest.mark.parametrize("call", CALLS)
def test_exactly_these_people_may_ask_the_api(town: Town, front: FrontClient, call: str) -> None:
    path = f"/api/v1/{call.replace('<id>', str(town.case.pk))}"
    seen = {name for name, who in town.people.items() if front.get(path, by=who).status == 200}
    assert seen == set(CALLS[call])
