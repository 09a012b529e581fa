"""A Word document with a past: kept as a story, what nobody may see is in no table, no file and on no page."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection

from inkstead.stories.models import State, Story
from tests.conftest import ClientOf
from tests.exchange.formats.documents import SECRETS, unpacked, word_document
from tests.exchange.test_downloads import address
from tests.exchange.test_views import upload
from tests.world import World

KEPT = ("“It was ", "<em>dark</em>", "<strong>very</strong>", "’twas", "The second scene.", "Then rain.")


def every_row() -> str:
    """All that the database holds, as text."""
    told: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [
                bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                for row in cursor.fetchall()
                for value in row
            ]
    return "\n".join(told)


def database() -> bytes:
    """The file itself, with what is free in it, where the database is one."""
    return bytes(connection.connection.serialize()) if connection.vendor == "sqlite" else b""


def test_what_a_document_hides_is_nowhere_after_it_came_in(world: World, client_of: ClientOf) -> None:
    client, data = client_of(world.ben), word_document()
    assert all(secret.encode() in unpacked(data) for secret in SECRETS), "the control: the file holds all of it"

    place = upload(client, ("lamp.docx", data))["Location"]
    preview = client.get(place).content.decode()
    client.post(place, {"title": "The Wordy Lamp", "then": "publish"})

    story = Story.objects.get(title="The Wordy Lamp")
    parts = list(story.parts.in_order())
    assert {part.state for part in parts} == {State.PUBLISHED}
    pages = [preview, *(client.get(part.get_absolute_url()).content.decode() for part in (story, *parts))]
    books = {kind: client.get(address(story, kind)) for kind in ("epub", "html", "md", "txt")}
    exports = [unpacked(book.getvalue()) if kind == "epub" else book.getvalue() for kind, book in books.items()]
    rows, files = every_row(), [path.read_bytes() for path in Path(settings.FILES).glob("**/*") if path.is_file()]

    told = "\n".join([rows, *pages, *(file.decode("utf-8", "replace") for file in [*files, *exports, database()])])
    assert not [secret for secret in SECRETS if secret in told]
    assert [kept for kept in KEPT if kept not in rows] == [], "the control: what is kept is found in the same way"
    assert [kept for kept in KEPT if kept not in "".join(pages)] == []
    assert all(b"The second scene." in export for export in exports)
    assert connection.vendor != "sqlite" or b"The second scene." in database()
