"""A story as a PDF, set by Typst (the extra `pdf`), in a process of its own with limits on time and memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from inkstead.exchange.book import Book
from inkstead.exchange.formats.pdf.markup import markup_of
from inkstead.lib.refusals import Refused

SECONDS = 120
MEMORY = 2 * 1024**3
# No files but the one given are read: `root` is a folder that holds nothing else, and packages are not looked for.
COMPILE = """
import resource, sys
seconds, memory = int(sys.argv[5]), int(sys.argv[6])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
import typst
typst.compile(sys.argv[1], output=sys.argv[2], root=sys.argv[3], timestamp=int(sys.argv[4]))
"""


def write_pdf(book: Book) -> bytes:
    if find_spec("typst") is None:
        raise Refused("PDF needs an extra: install it with `pip install inkstead[pdf]`.", code="unavailable")
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
            MEMORY,
        ]
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [str(word) for word in command],
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
                env={"HOME": folder, "PATH": "", "XDG_CACHE_HOME": folder},
            )
        except subprocess.TimeoutExpired as error:
            raise Refused(f"“{book.title}” could not be set as a PDF within {SECONDS} s.", code="too_long") from error
        if done.returncode or not output.exists():
            raise Refused(f"“{book.title}” could not be set as a PDF.", code="failed")
        return output.read_bytes()
