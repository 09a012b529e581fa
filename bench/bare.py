"""The yardstick for a page made from scratch: a bare Django view with a session, three queries and a template.

`python -m bench.bare` makes its database and prints the cookie of a session. `application` is served by the same
server program as Inkstead's pages, with the same prose and as many comments.
"""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

COMMENTS = 42
PAGE = """<!doctype html><html><head><title>{{ part.title }}</title></head><body><h1>{{ part.title }}</h1>
<p>{{ story.title }}, {{ visits }}</p><div>{{ part.html|safe }}</div>
{% for comment in comments %}<article><b>{{ comment.author }}</b><p>{{ comment.body }}</p></article>{% endfor %}
</body></html>"""

settings.configure(
    SECRET_KEY="bench",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bench.bare",
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BARE_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL"},
        }
    },
    INSTALLED_APPS=["django.contrib.sessions"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"page.html": PAGE})]},
        }
    ],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LOGGING_CONFIG=None,
)
django.setup()

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.shortcuts import render


class Story(models.Model):
    title = models.TextField()

    class Meta:
        app_label = "bare"


class Part(models.Model):
    story = models.ForeignKey(Story, on_delete=models.CASCADE)
    title = models.TextField()
    html = models.TextField()

    class Meta:
        app_label = "bare"


class Comment(models.Model):
    part = models.ForeignKey(Part, on_delete=models.CASCADE)
    author = models.TextField()
    body = models.TextField()

    class Meta:
        app_label = "bare"


def view(request: HttpRequest) -> HttpResponse:
    part = Part.objects.get(pk=1)
    return render(
        request,
        "page.html",
        {
            "part": part,
            "story": Story.objects.get(pk=part.story_id),
            "comments": list(Comment.objects.filter(part=part).order_by("id")),
            "visits": request.session.get("visits", 0),
        },
    )


urlpatterns = [path("", view)]


def make() -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Story, Part, Comment):
            editor.create_model(model)
    part = Part.objects.create(story=Story.objects.create(title="Vows"), title="ALANA", html=os.environ["BARE_PROSE"])
    for number in range(COMMENTS):
        Comment.objects.create(part=part, author="Reader", body=f"This line stays with me, {number}: the harbour.")
    session = SessionStore()
    session["visits"] = 7
    session.save()
    sys.stdout.write(f"sessionid={session.session_key}")


if __name__ == "__main__":
    make()
else:
    application = get_wsgi_application()
