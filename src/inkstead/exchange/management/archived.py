"""The part of `inkstead import` that takes in archives of other Inksteads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from inkstead.accounts.models import PenName
from inkstead.exchange.moving import forwarding_address
from inkstead.exchange.portable.bring_in import BroughtIn, bring_in_archive
from inkstead.exchange.portable.read import ARCHIVES_COME_ALONE, PortableArchive, is_archive
from inkstead.exchange.progress import progress_bar
from inkstead.lib.refusals import Refused


def archives_among(paths: Sequence[Path]) -> list[Path]:
    found = [path for path in paths if path.suffix.lower() == ".zip" and path.is_file() and is_archive(path)]
    if found and len(found) < len(paths):
        raise Refused(ARCHIVES_COME_ALONE, code="invalid")
    return found


def take_in(paths: Sequence[Path], *, author: PenName, publish: bool, as_json: bool) -> str:
    done = [
        bring_in_archive(
            PortableArchive(path), author=author, by=author.user, publish=publish, progress=progress_bar(None)
        )
        for path in paths
    ]
    return _json(done, author) if as_json else "\n".join(line for one in done for line in _lines(one, author))


def _json(done: Sequence[BroughtIn], author: PenName) -> str:
    told = {
        "stories": [
            {
                "id": story.pk,
                "url": settings.BASE_URL + story.get_absolute_url(),
                "title": story.title,
                "parts": [
                    {
                        "id": part.pk,
                        "url": settings.BASE_URL + part.get_absolute_url(),
                        "title": part.title,
                        "words": part.head.words if part.head else 0,
                        "scenes": part.head.scenes if part.head else 0,
                    }
                    for part in story.parts.select_related("head").in_order()
                ],
            }
            for one in done
            for story in one.stories
        ],
        "from": [
            {"site": one.host, "key": one.key, "forward_to": forwarding_address(author, one.host)} for one in done
        ],
        "added": sum(one.added for one in done),
        "warnings": [warning for one in done for warning in one.warnings],
    }
    return json.dumps(told, ensure_ascii=False)


def _lines(done: BroughtIn, author: PenName) -> list[str]:
    stories = f"{len(done.stories)} stor{'y' if len(done.stories) == 1 else 'ies'}"
    return [
        f"{done.host}: {stories}, {done.added} new",
        f"  It was signed with the key {done.key}; that site shows its own at https://{done.host}/about/signing-key/",
        f"  Its old addresses can be sent on to {forwarding_address(author, done.host)}",
        *(f"Note: {warning}" for warning in done.warnings),
    ]
