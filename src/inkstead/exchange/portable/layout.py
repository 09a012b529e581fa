"""What is called how in an archive, and how much may be in it."""

from __future__ import annotations

from collections.abc import Iterable

FORMAT = "inkstead-archive"
ACCOUNT_FORMAT = "inkstead-account"
VERSION = 1
MANIFEST = "inkstead.json"
SIGNATURE = "inkstead.json.sig"
ABOUT = "about.json"
ACCOUNT = "account.json"
README = "README.txt"

# Of an archive on its way in.
FILES = 200_000
WHOLE = 4 * 1024**3
ONE = 64 * 1024**2
RATIO = 30  # of what it unpacks to and its own size; a text is packed to a third

TEXT = """This is what {site} keeps of the pen name "{name}": what was written and said under it.

stories/NUMBER/story.json        what is said about a story, and its parts in their order
stories/NUMBER/book.epub         what readers can read of it, as a book
stories/NUMBER/parts/NUMBER/     every state of a part's text, as HTML, and the list of them
stories/NUMBER/comments.json     what readers said, with the names under which they said it
stories/NUMBER/margin-notes.json, suggestions.json
                                 what those who work on it said beside its texts
stories/NUMBER/figures/          how it was read, as tables
stories/NUMBER/cover.jpg         its cover; images/ holds the pictures of its texts
about.json                       the pen name itself and its series
{more}

{signed}
Another Inkstead takes this file in: bring it in at /write/import/archive/ there, or with `inkstead import FILE.zip`.

What its person keeps as a reader – follows, places, history, votes, all shelves, what they hide and whom they keep
apart – belongs to no name and is not in here: it would tell which names are one person's. They take it away as
another file, from the same page.
"""

ACCOUNT_TEXT = """This is what {site} keeps for you as a reader, whichever of your pen names you use.

account.json                     how you like to read, and what you chose
{more}

{signed}
What you wrote and said under a pen name is in the file of that name. Keep this one to yourself: it tells what you read,
and shelves.json and blocks.json can tell which names are yours. No other site takes it in.

A title is left out where you cannot open the story now; its number stands.
"""

SIGNED = (
    "inkstead.json lists every file with its SHA-256; inkstead.json.sig is the site's Ed25519 signature of that list."
)


def listed(files: Iterable[tuple[str, str]]) -> str:
    """Lines of README, as those above."""
    return "\n".join(f"{name:<32} {says}" for name, says in files)


def story_folder(story_id: int) -> str:
    return f"stories/{story_id}"


def part_folder(story_id: int, part_id: int) -> str:
    return f"{story_folder(story_id)}/parts/{part_id}"
