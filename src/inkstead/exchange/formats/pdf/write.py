"""A story as a PDF, set by Typst (the extra `pdf`), in a process of its own with limits on time and memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from inkstead.exchange.book import Book
from inkstead.exchange.formats.pdf.markup import markup_of
from inkstead.lib.refusals import Refused

SECONDS = 120
# As Typst, Python and the loader of libraries say it.
OUT_OF_MEMORY = ("memory allocation of", "MemoryError", "failed to map segment", "Cannot allocate memory")
# No files but the one given are read: `root` is a folder that holds nothing else, and packages are not looked for.
COMPILE = """
import resource, sys
seconds, memory = int(sys.argv[5]), int(sys.argv[6])
resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
import typst
typst.compile(sys.argv[1], output=sys.argv[2], root=sys.argv[3], timestamp=int(sys.argv[4]))
"""


def write_pdf(book: Book) -> bytes:
    if find_spec("typst") is None:
        raise Refused("PDF needs an extra: install it with `pip install inkstead[pdf]`.", code="unavailable")
    memory = settings.PDF_MEMORY_BYTES
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder) / "book.typ", Path(folder) / "book.pdf"
        source.write_text(markup_of(book), encoding="utf-8")
        command = [
            sys.executable,
            "-c",
            COMPILE,
            source,
            output,
            folder,
            int(book.modified.timestamp()),
            SECONDS,
            memory,
        ]
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [str(word) for word in command],
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                env={"HOME": folder, "PATH": "", "XDG_CACHE_HOME": folder, "RAYON_NUM_THREADS": "1"},
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(_too_long(book, f"{SECONDS} s"), code="too_long") from error
        if done.returncode < 0 or any(words in done.stderr for words in OUT_OF_MEMORY):
            raise Refused(_too_long(book, f"{memory // 1024**2:,} MB"), code="too_long")
        if done.returncode or not output.exists():
            raise Refused(f"“{book.title}” could not be set as a PDF.", code="failed")
        return output.read_bytes()


def _too_long(book: Book, limit: str) -> str:
    return (
        f"“{book.title}” is too long to be set as one PDF: it takes more than {limit} here. "
        "Take a volume or a part, or an EPUB."
    )
