"""Stories that went from one site to another: the old one sends readers on, the new one knows the old numbers.

Neither site asks the other anything. The new one tells its author an address that ends in the old site's name; the
author gives it to the old site; and there every address of a story leads to that address with its own old path behind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from inkstead.accounts.models import PenName, User
from inkstead.events import announce
from inkstead.exchange.models import Origin
from inkstead.lib.refusals import Refused
from inkstead.stories import rules
from inkstead.stories.events import StoryChanged
from inkstead.stories.models import Part, Story

if TYPE_CHECKING:
    from inkstead.stories.models.people import Reader

LIMIT = 500
OUR_PATHS = re.compile(r"/(story|part|series)/(\d{1,18})(?:-[^/]*)?/?")
EFICTION_STORY = re.compile(r"(?:^|/)viewstory\.php$")
EFICTION_USER = re.compile(r"(?:^|/)viewuser\.php$")
EFICTION_SERIES = re.compile(r"(?:^|/)(?:viewseries|series)\.php$")
FORWARDING = re.compile(r"/from/[^/]+/[^/]+/")


def forwarding_address(author: PenName, host: str) -> str:
    return settings.BASE_URL + reverse("forwarded", args=[host, author.slug])


@transaction.atomic
def send_on(story: Story, *, to: str, by: User) -> Story:
    """Readers who open the story or a part of it here are sent there. With an empty address it stands here again."""
    story = Story.objects.locked().get(pk=story.pk)
    rules.must_manage(by, story)
    rules.must_be_kept(story)
    address = tidy_address(to)
    if address != story.moved_to:
        story.moved_to = address
        story.save(update_fields=["moved_to", "updated_at"])
        announce(StoryChanged(story_id=story.pk, author_id=story.author_id))
    return story


def tidy_address(given: str) -> str:
    address = given.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        host, wrong = parts.hostname or "", bool(parts.username or parts.password)
    except ValueError:
        host, wrong, parts = "", True, None
    if wrong or parts is None or parts.scheme not in ("http", "https") or ("." not in host and host != "localhost"):
        message = "That is not an address of a page, like https://stories.example/story/7-the-lighthouse/."
        raise Refused(message, code="invalid", fields={"to": message})
    if len(address) > LIMIT or any(c.isspace() or ord(c) < 32 for c in address):
        message = f"An address has at most {LIMIT} characters, and no spaces."
        raise Refused(message, code="invalid", fields={"to": message})
    if parts.netloc.lower() == urlsplit(settings.BASE_URL).netloc.lower():
        message = "That is an address of this site. Readers would go round in circles."
        raise Refused(message, code="invalid", fields={"to": message})
    return address


def where_it_went(story: Story, part: Part | None = None) -> str:
    """Another Inkstead is told the old path, so that every part leads to its own; any other site gets one address."""
    if not story.moved_to or not FORWARDING.fullmatch(urlsplit(story.moved_to).path):
        return story.moved_to
    return f"{story.moved_to}part/{part.pk}/" if part else f"{story.moved_to}story/{story.pk}/"


def find_moved(host: str, path: str, *, reader: Reader, author: PenName | None = None) -> str:
    """Our address of what stood at an old one; empty when it is not here, or not for this reader."""
    for kind, old_id in _meant(path):
        rows = Origin.objects.filter(site=host, kind=kind, old_id=old_id)
        rows = rows if author is None else rows.filter(pen_name=author)
        for row in rows.select_related("series", "pen_name").order_by("pk")[:10]:
            address = _address(row, reader)
            if address:
                return address
    return ""


def find_pasted(address: str, *, reader: Reader) -> str:
    """The same for an old link as somebody pasted it."""
    try:
        parts = urlsplit(address.strip()[:2000])
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return find_moved(parts.netloc.lower().removeprefix("www."), path, reader=reader) or find_moved(
        parts.netloc.lower(), path, reader=reader
    )


def _meant(path: str) -> list[tuple[str, str]]:
    kinds = {"story": Origin.Kind.STORY, "part": Origin.Kind.PART, "series": Origin.Kind.SERIES}
    ours = OUR_PATHS.fullmatch("/" + path.lstrip("/").partition("?")[0])
    if ours is not None:
        return [(kinds[ours[1]], ours[2])]
    place, _, query = path.partition("?")
    asked = {name: values[0] for name, values in parse_qs(query).items()}
    if EFICTION_STORY.search(place) and asked.get("sid", "").isdecimal():
        chapter = asked.get("chapter", "")
        first = [(Origin.Kind.PART, f"{asked['sid']}/{chapter}")] if chapter.isdecimal() else []
        return [*first, (Origin.Kind.STORY, asked["sid"])]
    if EFICTION_USER.search(place) and asked.get("uid", "").isdecimal():
        return [(Origin.Kind.PEN_NAME, asked["uid"])]
    if EFICTION_SERIES.search(place) and asked.get("seriesid", "").isdecimal():
        return [(Origin.Kind.SERIES, asked["seriesid"])]
    return []


def _address(row: Origin, reader: Reader) -> str:
    if row.part_id is not None:
        part = Part.objects.visible_to(reader).filter(pk=row.part_id).first()
        return part.get_absolute_url() if part else ""
    if row.story_id is not None:
        story = Story.objects.visible_to(reader).filter(pk=row.story_id).first()
        return story.get_absolute_url() if story else ""
    if row.series is not None:
        seen = Story.objects.visible_to(reader).filter(series_entries__series=row.series).exists()
        return row.series.get_absolute_url() if seen else ""
    return row.pen_name.get_absolute_url()
