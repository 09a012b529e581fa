"""Telling a WebSub hub that feeds have something new, as publishers do since PubSubHubbub 0.3 (7.1): one request that
names them all. The hub fetches them and tells whoever asked it to. Its address comes from the operator alone."""

from __future__ import annotations

from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.encoding import iri_to_uri

from inkstead.accounts.models import PenName
from inkstead.catalogues.feeds import FORMS
from inkstead.library.models import Shelf
from inkstead.stories.families import tags_above
from inkstead.stories.models import Contributor, Role, Story, Tag

PATIENCE = 10  # seconds
AGENT = "Inkstead (WebSub publisher)"


def topics_of(story_id: int) -> list[str]:
    """Addresses of all public feeds that a story is in; none of a story that not everybody may find."""
    story = Story.objects.listed().select_related("author").filter(pk=story_id).first()
    if story is None:
        return []
    beside = PenName.objects.filter(
        pk__in=Contributor.objects.filter(story=story, role=Role.COAUTHOR).values("pen_name"), user__is_active=True
    )
    writers = [story.author.slug, *beside.order_by("pk").values_list("slug", flat=True)]
    tags = Tag.objects.filter(pk__in=tags_above(story.tags.values_list("pk", flat=True)), stands_for=None)
    feeds = ["site", f"story/{story.pk}", *(f"by/{slug}" for slug in writers)]
    return _written([*feeds, *(f"tag/{slug}" for slug in tags.order_by("pk").values_list("slug", flat=True))])


def topics_of_shelf(shelf_id: int) -> list[str]:
    return _written([f"shelf/{shelf_id}"]) if Shelf.objects.listed().filter(pk=shelf_id).exists() else []


def tell_hub(topics: list[str]) -> int:
    """Answers how many feeds it was told of. Raises `OSError` where trying again later may help."""
    if not settings.WEBSUB_HUB or not topics:
        return 0
    body = urlencode([("hub.mode", "publish"), *(("hub.url", topic) for topic in topics)]).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": AGENT}
    request = Request(settings.WEBSUB_HUB, body, headers, method="POST")  # noqa: S310 - http or https, see `env`
    try:
        with urlopen(request, timeout=PATIENCE):  # noqa: S310
            return len(topics)
    except HTTPError as error:
        raise OSError(f"The hub answered {error.code}.") from error


def _written(feeds: list[str]) -> list[str]:
    return [f"{settings.BASE_URL}{iri_to_uri(f'/feeds/{feed}')}.{form}" for feed in feeds for form in FORMS]
