"""What keeping everything that is typed costs: `python -m bench.drafts`, on SQLite, and on PostgreSQL with
`INKSTEAD_DATABASE_URL=postgresql://…/an_empty_database`.

1,000 saves of a 5,000-word part, each with a sentence changed: the growth of the database on disk, and how long its
history takes to open. A paragraph changed in a part of 150,000 words: the size of the request, and how long it takes.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

WORDS = ["a", "lamp", "of", "the", "by", "storm", "in", "it", "to", "nine", "so", "harbour", "be", "debt", "we"]
SHORT = ["a", "of", "by", "in", "it", "to", "so", "be", "we"]  # a part may have 500,000 characters
REVISIONS = 1_000


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("INKSTEAD_DATA", folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "inkstead.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        small = _many_revisions()
        long = _long_part()
    for line in (*small, *long):
        sys.stdout.write(line + "\n")
    return 0


def _many_revisions() -> list[str]:
    pick = random.Random(1)
    client, part = _part(_text(pick, WORDS, 5_000))
    before = _size()
    took = [_save(client, part, number, _sentence_changed(part, pick))[0] for number in range(1, REVISIONS + 1)]
    grown = (_size() - before) / 2**20
    opened = []
    for _ in range(5):
        began = time.perf_counter()
        assert client.get(f"/write/part/{part.pk}/history/").status_code == 200
        opened.append(time.perf_counter() - began)
    assert part.revisions.count() == REVISIONS + 1
    return [
        f"{REVISIONS:,} saves of 5,000 words: {grown:.2f} MB on disk (at most 5)",
        f"each {statistics.median(took) * 1000:.1f} ms",
        f"history opened in {statistics.median(opened) * 1000:.0f} ms (at most 200)",
    ]


def _long_part() -> list[str]:
    pick = random.Random(2)
    client, part = _part(_text(pick, SHORT, 150_000))
    took, sizes = [], []
    for number in range(1, 31):
        seconds, size = _save(client, part, number, _paragraph_changed(part, pick))
        took.append(seconds)
        sizes.append(size)
    return [
        f"a paragraph of a part of {part.revisions.latest('number').words:,} words: a request of {max(sizes):,} bytes",
        f"answered in {statistics.median(took) * 1000:.0f} ms (the slowest {max(took) * 1000:.0f})",
    ]


def _text(pick: random.Random, words: list[str], count: int) -> str:
    paragraphs = [" ".join(pick.choices(words, k=50)).capitalize() + "." for _ in range(count // 50)]
    return "\n\n".join(paragraphs)


def _part(text: str):  # type: ignore[no-untyped-def]
    from django.test import Client

    from inkstead.accounts.actions.people import create_account
    from inkstead.stories import actions

    name = uuid.uuid4().hex[:8]
    user, pen_name = create_account(pen_name=f"Writer {name}", email=f"{name}@bench.example")
    story = actions.create_story(pen_name, title="Bench", by=user)
    part = actions.create_part(story, title="Bench", text=text, format="text", by=user)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client, part


def _sentence_changed(part, pick: random.Random) -> str:  # type: ignore[no-untyped-def]
    block = pick.choice(_blocks(part))
    words = block.split(" ")
    at = pick.randrange(2, max(3, len(words) - 12))
    words[at : at + 10] = pick.choices(WORDS, k=pick.randrange(8, 13))
    return " ".join(words)


def _paragraph_changed(part, pick: random.Random) -> str:  # type: ignore[no-untyped-def]
    block = pick.choice(_blocks(part))
    return f'<p id="{block.split(chr(34))[1]}">{" ".join(pick.choices(SHORT, k=50))}</p>'


def _blocks(part) -> list[str]:  # type: ignore[no-untyped-def]
    part.refresh_from_db()
    return part.head.html.split("\n")  # type: ignore[no-any-return]


TAB = str(uuid.uuid4())


def _save(client, part, base: int, block: str) -> tuple[float, int]:  # type: ignore[no-untyped-def]
    name = block.split('"')[1]
    ids = [line.split('"')[1] for line in _blocks(part)]
    after = ids[ids.index(name) - 1] if ids.index(name) else ""
    block = block if block.endswith("</p>") else block + ".</p>"
    body = {"base": base, "tab": TAB, "turn": base, "fields": {}, "was": {}}
    body["changes"] = [{"after": after, "remove": [name], "insert": [block]}]
    sent = json.dumps(body)
    began = time.perf_counter()
    answer = client.put(f"/write/part/{part.pk}/draft/", sent, content_type="application/json")
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer.content
    return took, len(sent)


def _size() -> int:
    """Of the whole file, with what waits in its log; of PostgreSQL the tables that grow, as they are."""
    from django.db import connection

    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.stat().st_size
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('stories_revision') + pg_total_relation_size('stories_part')")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.exit(main())
