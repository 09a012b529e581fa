"""OpenDocument and rich text: through pandoc in a cage of its own, without what their readers cannot see."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import threading
import zipfile
from typing import IO

import pytest

from inkstead.exchange.caged import pandoc, read_in_cage
from inkstead.exchange.formats.converted.odt import tidy_odt
from inkstead.exchange.formats.converted.rtf import tidy_rtf
from inkstead.lib.refusals import Refused
from tests.exchange.formats.documents import SECRETS, changed, picture

MARKDOWN = """# One

“It was *dark*,” she said.[^a] ’Twas **late**.

* * *

The next scene.[^b]

# Two

The end.

[^a]: A note.

[^b]: Another *note*.
"""
ONE = (
    "<p>“It was <em>dark</em>,” she said.<sup>[1]</sup> ’Twas <strong>late</strong>.</p>\n<hr>\n"
    "<p>The next scene.<sup>[2]</sup></p>\n<ol><li>A note.</li><li>Another <em>note</em>.</li></ol>"
)
WANTED = [("One", ONE), ("Two", "<p>The end.</p>")]
TRIES = {
    "a file": "open('/etc/passwd')",
    "a new file": "open('/tmp/inkstead-escaped', 'w')",
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
    "memory": "x = bytearray(400 * 1024**2)",
    "another program": "import os; os.execv('/bin/true', ['true'])",
}


def made_by_pandoc(kind: str) -> bytes:
    command = [pandoc.program(), "--standalone", "--from=markdown", f"--to={kind}", "--output=-"]
    return subprocess.run(command, input=MARKDOWN.encode(), capture_output=True, check=True).stdout


@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_emphasis_headings_scenes_quotes_and_notes_are_kept(kind: str) -> None:
    book = read_in_cage(f"lamp.{kind}", made_by_pandoc(kind))

    assert [(part.title, part.html) for part in book.parts] == WANTED
    assert book.words > 0


def test_pictures_of_an_odt_keep_what_is_said_of_them() -> None:
    words = '<svg:title>Lamp</svg:title><svg:desc>A “lamp” &amp; its "glass"</svg:desc>'
    frame = f'<draw:frame draw:name="a"><draw:image xlink:href="Pictures/a.png"/>{words}</draw:frame>'
    plain = '<draw:frame draw:name="b"><draw:image xlink:href="Pictures/b.png"/></draw:frame>'
    head = '<text:h text:outline-level="1">Zero</text:h>'
    body = f"{head}<text:p>Seen {frame} here.</text:p><text:p>{plain}</text:p>".encode()
    data = changed(made_by_pandoc("odt"), {"content.xml": (b"<office:text>", b"<office:text>" + body)})
    kept = io.BytesIO(data)
    with zipfile.ZipFile(kept, "a") as package:
        package.writestr("Pictures/a.png", picture())
        package.writestr("Pictures/b.png", picture((60, 60)))

    book = read_in_cage("lamp.odt", kept.getvalue())

    told = " ".join(part.html for part in book.parts)
    alts = re.findall(r'<img src="/files/images/arriving/([0-9a-f]{64})" alt="([^"]*)"', told)
    assert [alt for _, alt in alts] == ["A “lamp” &amp; its &quot;glass&quot;", ""], told
    assert {word for word, _ in alts} == set(book.images)
    assert "Seen <img" in told
    assert "> here." in told


def test_nothing_hidden_or_deleted_in_an_odt_reaches_pandoc() -> None:
    hidden = b'<style:text-properties text:display="none"/></style:style></office:automatic-styles>'
    style = b'<style:style style:name="Ghost" style:family="text">' + hidden
    body = (
        '<text:h text:outline-level="1">Zero</text:h>'
        f"<text:tracked-changes><text:deletion><text:p>{SECRETS[0]}</text:p></text:deletion></text:tracked-changes>"
        f'<text:p>Seen<text:span text:style-name="Ghost"> {SECRETS[1]}</text:span>'
        f"<office:annotation><text:p>{SECRETS[2]}</text:p></office:annotation>"
        f"<text:author-name>{SECRETS[3]}</text:author-name>.</text:p><text:p/><text:p>After.</text:p>"
    ).encode()
    data = made_by_pandoc("odt")
    data = changed(data, {"content.xml": (b"</office:automatic-styles>", style)})
    data = changed(data, {"content.xml": (b"<office:text>", b"<office:text>" + body)})

    tidied = tidy_odt(data)
    book = read_in_cage("lamp.odt", data)

    with zipfile.ZipFile(io.BytesIO(tidied.data)) as package:
        written = b"".join(package.read(name) for name in package.namelist()).decode()
    assert not [secret for secret in SECRETS if secret in written]
    assert book.parts[0].html == "<p>Seen.</p>\n<hr>\n<p>After.</p>"
    assert book.warnings == (
        "Deleted text that the document still carried was left out (1 words).",
        "Hidden text was left out (1 words).",
        "Comments in the margin were left out (1).",
        "Fields that fill in who somebody is or what a file is called were left out (1).",
        "Headers and footers of the pages were left out (1).",
    )


def test_nothing_hidden_or_deleted_in_an_rtf_reaches_pandoc() -> None:
    deleted, hidden, comment, name = SECRETS
    parts = [
        r"{\rtf1\ansi\uc1{\info{\author ", name, r"}}{\fonttbl{\f0 Times;}}\pard Seen{\v  ", hidden,
        r"}{\deleted  ", deleted,
        r"}{\*\annotation ", comment, r"}\u8217\'92s, \u8220?quoted\u8221?\par\par After.\par\page A new page.\par}",
    ]  # fmt: skip
    data = "".join(parts).encode()

    tidied = tidy_rtf(data)
    book = read_in_cage("lamp.rtf", data)

    assert not [secret for secret in SECRETS if secret.encode() in tidied.data]
    assert [part.html for part in book.parts] == ["<p>Seen’s, “quoted”</p>\n<hr>\n<p>After.</p>", "<p>A new page.</p>"]
    assert [warning for warning in book.warnings if "left out" in warning] == [
        "Deleted text that the document still carried was left out (1 words).",
        "Hidden text was left out (1 words).",
        "Comments in the margin were left out (1).",
    ]


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "program", lambda: "")

    with pytest.raises(Refused, match=r"pip install 'inkstead\[convert\]'"):
        read_in_cage("lamp.odt", b"PK")


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
@pytest.mark.parametrize("what", TRIES)
def test_the_cage_of_pandoc_lets_it_start_and_nothing_else(what: str) -> None:
    walls = "import encodings.idna, socket\nfrom inkstead.lib.cage.walls import raise_walls_around as raised"
    walls += f"\nraised({pandoc.program()!r}, memory=160 * 1024**2, seconds=5)"
    code = f"import sys\n{walls}\ntry:\n    {TRIES[what]}\nexcept (OSError, MemoryError):\n    sys.exit(7)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 7


def test_what_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "SECONDS", 1)
    monkeypatch.setattr(pandoc, "SECONDS_PER_MB", 0)
    with pytest.raises(Refused, match="more time or memory"):
        pandoc.converted("rtf", MANY)


def test_a_document_that_takes_its_time_is_read_to_its_end() -> None:
    """Its start is slow, so that it is looked after several times before it has taken anything."""
    slow = [sys.executable, "-c", "import sys, time; time.sleep(1.2); sys.stdout.write(sys.stdin.read())"]
    with subprocess.Popen(slow, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert pandoc._answer(process, b"word " * 200_000, 20, lambda: True) == b"word " * 200_000


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's")
def test_the_kernel_holds_pandoc_where_its_own_runtime_would_not() -> None:
    """Of a document that takes 1.3 GB it gets as far as the wall; the control is held by neither."""
    behind, answered = _most_memory_of_pandoc(pandoc.MEMORY)
    assert behind < 256
    assert not answered
    without, _ = _most_memory_of_pandoc(320 * 1024**2)
    assert without > 320


MANY = b"{\\rtf1 " + b"{\\b a{\\i c}}" * 300_000 + b"}"


def _most_memory_of_pandoc(memory: int) -> tuple[int, bool]:
    """In megabytes, with a heap that its runtime does not bound."""
    program = (
        "import os, sys; from inkstead.lib.cage.walls import raise_walls_around\n"
        "path, memory = sys.argv[1:]; raise_walls_around(path, memory=int(memory), seconds=30)\n"
        "os.execv(path, [path, '+RTS', '-M8G', '-RTS', '--from=rtf', '--to=html', '--sandbox'])"
    )
    # Weighed by a small process between us: a child begins with the size of whoever it was split from.
    weighing = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], stdin=sys.stdin, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, len(done.stdout))"
    )
    command = [sys.executable, "-c", weighing, sys.executable, "-c", program, pandoc.program(), str(memory)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        writing = threading.Thread(target=_write, args=[running.stdin])
        writing.start()
        assert running.stdout
        most, answered = running.stdout.read().split()
        writing.join()
    return int(most), int(answered) > 0


def _write(pipe: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError), pipe:
        pipe.write(MANY)
