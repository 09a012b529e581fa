"""`python -m bench.library READERS`: fills an empty data folder with the part that is measured; prints where it is.

The part has the length of the one that started this project: 49 paragraphs in three scenes, and 42 comments.
"""

from __future__ import annotations

import json
import os
import random
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkstead.settings")

import django

django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.module_loading import import_string

from inkstead.accounts.actions.tokens import create_token
from inkstead.accounts.models import PenName, User
from inkstead.discussion.actions import post_comment
from inkstead.stores.preparing import prepare_database
from inkstead.stories import actions

SENTENCE = (
    "the lamp went out before anybody on island had seen who did it and she said nothing while rain came in over "
    "harbour as if he knew that every boat would turn back at last because of what was written on door of chapel"
)
SCENES = (30, 8, 11)
COMMENTS = 42


def prose() -> str:
    dice, words = random.Random(15_600), SENTENCE.split()

    def paragraph() -> str:
        return " ".join(dice.choice(words) for _ in range(dice.randrange(8, 60))).capitalize() + "."

    return "\n\n* * *\n\n".join("\n\n".join(paragraph() for _ in range(number)) for number in SCENES)


def main(readers: int) -> None:
    prepare_database()
    author, reader = person("Alana"), person("Reader")
    assert author.pen_name is not None
    assert reader.pen_name is not None
    story = actions.create_story(author.pen_name, title="Vows", summary="Two of them tell it.", by=author)
    part = actions.create_part(story, title="ALANA", text=prose(), format="text", by=author)
    part = actions.publish_part(part, by=author)
    for number in range(COMMENTS):
        body = f"This line stays with me, {number}: the harbour, the rain, and what was not said."
        post_comment(part, body=body, by=reader, pen_name=reader.pen_name)
    assert part.live is not None
    told = {
        "part": part.pk,
        "path": part.get_absolute_url(),
        "html": part.live.html,
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(reader)}; {settings.CSRF_COOKIE_NAME}={'k' * 32}",
        "tokens": [token_of(person(f"Voter {number}")) for number in range(readers)],
    }
    sys.stdout.write(json.dumps(told))


def person(name: str) -> User:
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@reader.example")
    user.pen_name = PenName.objects.create(user=user, name=name, slug=name.lower().replace(" ", "-"))
    user.save(update_fields=["pen_name"])
    return user


def token_of(user: User) -> str:
    assert user.pen_name is not None
    return create_token(user, user.pen_name, "bench")


def session_of(user: User) -> str:
    session: SessionBase = import_string(settings.SESSION_ENGINE + ".SessionStore")()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    session.save()
    return session.session_key or ""


if __name__ == "__main__":
    main(int(sys.argv[1]))
