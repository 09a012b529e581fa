"""The part of `inkstead import` that rescues eFiction archives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inkstead.exchange.efiction.bring_in import Rescued, rescue
from inkstead.exchange.progress import progress_bar
from inkstead.exchange.sources import shown
from inkstead.lib.refusals import Refused


def rescue_archive(options: dict[str, Any]) -> str:
    if len(options["paths"]) != 1:
        raise Refused("Name one SQL dump.", code="invalid")
    path, stories = options["paths"][0], options["stories"]
    if stories is not None and not stories.is_dir():
        raise Refused(f"There is no folder “{shown(str(stories))}”.", code="missing")
    try:
        size = path.stat().st_size
        file = path.open("rb")
    except OSError as error:
        raise Refused(f"“{shown(str(path))}” cannot be read: {error.strerror}.", code="unreadable") from error
    with file:
        done = rescue(
            file,
            stories=stories,
            site=options["site"],
            dry_run=options["dry_run"],
            reading=progress_bar(None),
            size=size,
            progress=progress_bar(None),
        )
    return (
        _json(done, dry_run=options["dry_run"]) if options["json"] else _lines(done, path, dry_run=options["dry_run"])
    )


def _json(done: Rescued, *, dry_run: bool) -> str:
    told = {"site": done.site, "dry_run": dry_run, **done.counts, "ratings": done.ratings, "warnings": done.warnings}
    return json.dumps(told, ensure_ascii=False)


def _lines(done: Rescued, path: Path, *, dry_run: bool) -> str:
    counts = done.counts
    would = "would come" if dry_run else "came"
    came = f"{counts['stories']:,} stories with {counts['parts']:,} parts {would}"
    grow = "would get more" if dry_run else "got what was missing"
    lines = [
        f"{path.name}, {done.site}: {came} ({counts['words']:,} words, {counts['comments']:,} comments)",
        f"  {counts['authors']:,} new authors, {counts['series']:,} series",
        f"  {counts['stories_known']:,} stories were here already; {counts['stories_added_to']:,} of them {grow}",
        *(f"  rated “{said}” there: {here} here" for said, here in sorted(done.ratings.items())),
        *(f"Note: {warning}" for warning in done.warnings),
    ]
    return "\n".join(lines)
