"""How a manuscript falls into parts, changed before it is kept: joined, divided, named, put in order, left out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from inkstead.accounts.models import User
from inkstead.exchange.arrivals import beginning_of
from inkstead.exchange.models import Arrival, ArrivedPart, ArrivedStep, Reading
from inkstead.lib.lines import one_line
from inkstead.lib.prose import Block, split_blocks
from inkstead.lib.prose.formats import Prose, read_clean
from inkstead.lib.prose.headings import title_of
from inkstead.lib.prose.limits import check_length
from inkstead.lib.prose.markup import escape
from inkstead.lib.refusals import Refused

TITLE_LIMIT = 200
KEPT = (
    *("id", "position", "title", "volume", "html", "words", "scenes", "beginning"),
    *("notes_before", "notes_after", "elsewhere"),
)
PART_GONE = "This part is not here any more: it was joined, divided or left out in another window. Nothing was changed."
CHANGED_SINCE = "What came of it was changed again since, so it can no longer be undone."
STEPS = 20  # that can be undone
GONE = "This is not waiting here any more. Look at your stories: it may have been kept already."
# Titles that only number the parts: they are no words of the manuscript.
NUMBERED = re.compile(r"Part \d+(?: \(\d+\))?")


@transaction.atomic
def name_and_order(arrival: Arrival, titles: Mapping[int, str], places: Mapping[int, int], *, by: User) -> None:
    """`places` are numbers as typed: a part goes before the one that stands at its number, as far as it came from."""
    _hold(arrival, by)
    parts = list(arrival.parts.all())
    for part in parts:
        if part.pk in titles:
            part.title = one_line(titles[part.pk], "title of a part", limit=TITLE_LIMIT)
    ordered = sorted(parts, key=lambda part: _wish(part, places))
    for position, part in enumerate(ordered, start=1):
        part.position = position
    ArrivedPart.objects.bulk_update(parts, ["title", "position"], batch_size=200)


def _wish(part: ArrivedPart, places: Mapping[int, int]) -> tuple[int, int]:
    """Whoever moved up stands before whoever stood there, whoever moved down behind."""
    wanted = places.get(part.pk, part.position)
    return wanted, (wanted > part.position) - (wanted < part.position)


@transaction.atomic
def choose(arrival: Arrival, *, by: User, title: str, then: str, cover: bool) -> None:
    """What was typed and chosen for the whole; a title that was taken away stays as it was."""
    _hold(arrival, by)
    arrival.title = one_line(title, "title", limit=TITLE_LIMIT) if title.strip() else arrival.title
    arrival.then, arrival.takes_cover = then, cover
    arrival.save(update_fields=["title", "then", "takes_cover"])


@transaction.atomic
def join(arrival: Arrival, part_id: int, *, by: User) -> ArrivedStep:
    """With the part above it. A title that was a heading of the text becomes one again."""
    part, above = _found(arrival, part_id, by)
    if above is None:
        raise Refused("The first part has none above it.", code="invalid")
    step = _begun(arrival, [above, part])
    heading = "" if NUMBERED.fullmatch(part.title) else f"<h3>{escape(part.title)}</h3>"
    prose = read_clean("\n".join([above.html, heading, part.html]), keep_spaces=True)
    check_length(prose.text)
    _write(above, prose)
    above.notes_before = _both(above.notes_before, part.notes_before)
    above.notes_after = _both(above.notes_after, part.notes_after)
    above.elsewhere = above.elsewhere or part.elsewhere
    above.save()
    part.delete()
    return _done(step, [above])


@transaction.atomic
def divide(arrival: Arrival, part_id: int, block: int, *, by: User) -> ArrivedStep:
    """Before its block of this number, counted from 0. A heading that stands there becomes the title."""
    part, _ = _found(arrival, part_id, by)
    blocks = split_blocks(part.html)
    if not 0 < block < len(blocks):
        raise Refused("There is nothing before that place to divide from.", code="invalid")
    first, second = _trimmed(blocks[:block]), _trimmed(blocks[block:])
    title = f"{part.title[: TITLE_LIMIT - 4]} (2)"
    if second and second[0].kind == "heading" and len(second) > 1:
        title, second = title_of(second[0].text)[:TITLE_LIMIT] or title, second[1:]
    if not first or not second:
        raise Refused("One of the two parts would be empty.", code="invalid")
    step = _begun(arrival, [part])
    arrival.parts.filter(position__gt=part.position).update(position=F("position") + 1)
    new = ArrivedPart(arrival=arrival, position=part.position + 1, title=title, volume=part.volume)
    new.notes_after, part.notes_after = part.notes_after, ""
    for row, piece in ((part, first), (new, second)):
        _write(row, read_clean("\n".join(one.html for one in piece), keep_spaces=True))
        row.save()
    return _done(step, [part, new])


@transaction.atomic
def leave_out(arrival: Arrival, part_id: int, *, by: User) -> ArrivedStep:
    part, _ = _found(arrival, part_id, by)
    if arrival.parts.count() == 1:
        raise Refused("This is the only part. Throw the whole manuscript away instead.", code="invalid")
    step = _begun(arrival, [part])
    part.delete()
    return _done(step, [])


@transaction.atomic
def undo(arrival: Arrival, step_id: int, *, by: User) -> int:
    """Parts as they were before this step, under the titles that they have by now; answers where the first stands.
    Not when what came of it was changed since."""
    _hold(arrival, by)
    step = arrival.steps.filter(pk=step_id).first()
    if step is None:
        raise Refused("This can no longer be undone: it was undone already, or much was changed since.", code="gone")
    made = {str(part.pk): part for part in arrival.parts.filter(pk__in=step.made)}
    if {pk: _digest(part.html) for pk, part in made.items()} != step.made:
        raise Refused(CHANGED_SINCE, code="conflict")
    place = min((part.position for part in made.values()), default=step.before[0]["position"])
    arrival.parts.filter(pk__in=made).delete()
    parts = list(arrival.parts.all())
    back = [ArrivedPart(arrival=arrival, **told) for told in step.before]
    for part in back:
        part.title = made[str(part.pk)].title if str(part.pk) in made else part.title
    ArrivedPart.objects.bulk_create(back, batch_size=200)
    index = sum(part.position < place for part in parts)
    _number([*parts[:index], *back, *parts[index:]])
    step.delete()
    return index + 1


def _begun(arrival: Arrival, parts: Sequence[ArrivedPart]) -> ArrivedStep:
    """Before any of them is changed."""
    return ArrivedStep(arrival=arrival, before=[{name: getattr(part, name) for name in KEPT} for part in parts])


def _done(step: ArrivedStep, made: Sequence[ArrivedPart]) -> ArrivedStep:
    step.made = {str(part.pk): _digest(part.html) for part in made}
    step.save()
    old = step.arrival.steps.order_by("-pk").values_list("pk", flat=True)[STEPS:]
    step.arrival.steps.filter(pk__in=list(old)).delete()
    _number(step.arrival.parts.only("position"))
    return step


def _number(parts: Iterable[ArrivedPart]) -> None:
    """From 1, without a gap."""
    wrong = []
    for position, part in enumerate(parts, start=1):
        if part.position != position:
            part.position = position
            wrong.append(part)
    ArrivedPart.objects.bulk_update(wrong, ["position"], batch_size=200)


def _digest(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()


def _hold(arrival: Arrival, by: User) -> None:
    held = Arrival.objects.select_for_update().filter(pk=arrival.pk, user=by, reading=Reading.READY).first()
    if held is None:
        raise Refused(GONE, code="gone")
    Arrival.objects.filter(pk=arrival.pk).update(changes=F("changes") + 1)


def _found(arrival: Arrival, part_id: int, by: User) -> tuple[ArrivedPart, ArrivedPart | None]:
    """The part and the one above it."""
    _hold(arrival, by)
    part = arrival.parts.filter(pk=part_id).first()
    if part is None:
        raise Refused(PART_GONE, code="gone")
    return part, arrival.parts.filter(position__lt=part.position).last()


def _write(part: ArrivedPart, prose: Prose) -> None:
    part.html, part.words, part.scenes = prose.html, prose.words, len(prose.scenes)
    part.beginning = beginning_of(prose.blocks)


def _trimmed(blocks: list[Block]) -> list[Block]:
    while blocks and blocks[0].kind == "scene-break":
        blocks = blocks[1:]
    while blocks and blocks[-1].kind == "scene-break":
        blocks = blocks[:-1]
    return blocks


def _both(first: str, second: str) -> str:
    return "\n\n".join(filter(None, [first, second]))
