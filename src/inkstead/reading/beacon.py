"""`POST /api/v1/parts/<id>/reads` answered in front of Django, since nearly every page view is followed by one.

Only what is plain is answered here: a guest or a known visitor, and a part that every stranger may see. The rest goes
on to the API's own view, which asks the same action.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from inkstead.lib import stamps
from inkstead.reading import counting
from inkstead.reading.counting import SECONDS_LIMIT, today
from inkstead.reading.sources import label_of
from inkstead.stories.models import Part
from inkstead.stories.queries import WORKERS
from inkstead.web.addresses import client_address, network_of
from inkstead.web.front import SESSION_COOKIE, Environ, StartResponse, session_key_of
from inkstead.web.visitors import visitors

START, END = "/api/v1/parts/", "/reads"
BODY_LIMIT = 2048
BLOCK = re.compile(r"[A-Za-z0-9_-]{0,16}", re.ASCII)
SOURCE_LIMIT = 300  # characters
ANSWER = b'{"accepted": true}'
HEADERS = [
    ("Content-Type", "application/json"),
    ("Content-Length", str(len(ANSWER))),
    ("Cache-Control", "private, no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


class KnownPart(NamedTuple):
    story_id: int
    workers: frozenset[int]  # people who work on the story: they are no readers of it
    names: tuple[str, ...]
    stamps: tuple[int, ...]


class Told(NamedTuple):
    reached: float
    seconds: int
    block: str
    source: str


_parts: OrderedDict[int, KnownPart] = OrderedDict()
PARTS_KNOWN = 20_000


def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes] | None:
    """None hands the request on."""
    number = environ["PATH_INFO"][len(START) : -len(END)]
    cookies = environ.get("HTTP_COOKIE", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18 or "HTTP_AUTHORIZATION" in environ:
        return None
    visitor = None
    if SESSION_COOKIE in cookies:
        visitor = visitors.find(session_key_of(cookies))
        if visitor is None or environ.get("HTTP_SEC_FETCH_SITE", "same-origin") != "same-origin":
            return None
    part = known_part(int(number))
    told = read_body(environ) if part is not None else None
    if part is None or told is None:
        return None
    if counting.counts_as_read(told.reached, told.seconds):
        agent, address = environ.get("HTTP_USER_AGENT", ""), client_address(environ)
        if visitor is None:
            if not counting.is_robot(agent):
                day = today()
                reader = counting.guest_reader(address, agent, day)
                hear(int(number), part, reader, told, day, network_of(address))
        elif visitor.user_id not in part.workers and not visitor.is_moderator:
            reader = counting.account_reader(visitor.user_id)
            hear(int(number), part, reader, told, today(), network_of(address))
    start_response("202 Accepted", HEADERS)
    return [ANSWER]


def hear(part_id: int, part: KnownPart, reader: str, told: Told, day: date, network: str) -> None:
    label = label_of(told.source)
    buffer = counting.buffer
    buffer.add(part_id, part.story_id, reader, told.reached, told.seconds, day, told.block, label, network)


def known_part(part_id: int) -> KnownPart | None:
    """A part that every stranger may see, remembered until it changes."""
    known = _parts.get(part_id)
    table = stamps.current()
    if known is not None and table.unchanged(known.names, known.stamps):
        return known
    before = table.snapshot()
    row = Part.objects.visible_to(None).filter(pk=part_id).values_list("story_id", "story__author__user_id").first()
    if row is None:
        return None
    story, author = row
    workers = frozenset({author, *(person for *_, person in WORKERS.all(story))})
    names = (f"part:{part_id}", f"story:{story}")
    known = _parts[part_id] = KnownPart(story, workers, names, table.stamps_of(names, before))
    while len(_parts) > PARTS_KNOWN:
        _parts.popitem(last=False)
    return known


def read_body(environ: Environ) -> Told | None:
    """None when the API should say what is wrong with it."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    if not 0 < length <= BODY_LIMIT:
        return None
    raw = environ["wsgi.input"].read(length)
    try:
        told: Any = json.loads(raw)
        reached, seconds = told.get("reached", 0), told.get("seconds", 0)
        block, source = told.get("block", ""), told.get("source", "")
        fits = type(reached) in (int, float) and type(seconds) in (int, float) and type(source) is str
        fits = fits and type(block) is str and BLOCK.fullmatch(block) is not None and len(source) <= SOURCE_LIMIT
        if fits and 0 <= reached <= 1 and seconds >= 0:
            return Told(float(reached), int(min(seconds, SECONDS_LIMIT)), block, source)
    except (ValueError, AttributeError, RecursionError):
        pass
    environ["wsgi.input"] = BytesIO(raw)  # was read; the API needs it again
    return None
