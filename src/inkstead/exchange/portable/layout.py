"""What is called how in an archive, and how much may be in it."""

from __future__ import annotations

FORMAT = "inkstead-archive"
VERSION = 1
MANIFEST = "inkstead.json"
SIGNATURE = "inkstead.json.sig"
ABOUT = "about.json"
README = "README.txt"

# Of an archive on its way in.
FILES = 200_000
WHOLE = 4 * 1024**3
ONE = 64 * 1024**2
RATIO = 30  # of what it unpacks to and its own size; a text is packed to a third

TEXT = """This is everything that {site} keeps of the pen name "{name}".

stories/NUMBER/story.json        what is said about a story, and its parts in their order
stories/NUMBER/book.epub         what readers can read of it, as a book
stories/NUMBER/parts/NUMBER/     every state of a part's text, as HTML, and the list of them
stories/NUMBER/comments.json     what readers said, with the names under which they said it
stories/NUMBER/margin-notes.json, suggestions.json
                                 what those who work on it said beside its texts
stories/NUMBER/figures/          how it was read, as tables
stories/NUMBER/cover.jpg         its cover; images/ holds the pictures of its texts
about.json                       the pen name itself and its series

inkstead.json lists every file with its SHA-256; inkstead.json.sig is the site's Ed25519 signature of that list.
Another Inkstead takes this file in: bring it in at /write/import/archive/ there, or with `inkstead import FILE.zip`.
"""


def story_folder(story_id: int) -> str:
    return f"stories/{story_id}"


def part_folder(story_id: int, part_id: int) -> str:
    return f"{story_folder(story_id)}/parts/{part_id}"
