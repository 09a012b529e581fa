"""The tables that search uses beside Django's: what migrations make, and mending makes again."""

from __future__ import annotations

# Words come folded and cut; this tokenizer only divides at spaces. Marks before a word are part of it.
TOKENIZER = "ascii tokenchars ''_.-''"
TABLES = [
    "CREATE VIEW discovery_story_text AS SELECT story_id, with_prefixes(words) AS words FROM discovery_indexedstory",
    """CREATE VIEW discovery_part_text AS
        SELECT part_id, with_prefixes(unpacked(packed)) AS words FROM discovery_indexedpart""",
    *[
        f"""CREATE VIRTUAL TABLE discovery_{of}_words USING fts5(words, content='discovery_{of}_text',
            content_rowid='{of}_id', tokenize='{TOKENIZER}', columnsize=0)"""
        for of in ("story", "part")
    ],
    # Left to itself it merges segments whenever 64 pages were written: every eleventh part of 2,000 words took four
    # times as long as the others. Each part takes its share of that instead.
    "INSERT INTO discovery_part_words(discovery_part_words, rank) VALUES ('automerge', 0)",
]
SHARE = 32  # pages; with half of them segments pile up, with twice as many every part takes longer


def _triggers(of: str, words: str, after: str = "") -> list[str]:
    """What keeps a search table beside its rows. `words`: of a row, whose name is put in. `after`: what follows each
    time that words come in."""
    table, rows = f"discovery_{of}_words", f"discovery_indexed{of}"
    enter = f"INSERT INTO {table}(rowid, words) VALUES (new.{of}_id, {words.format('new')});{after}"  # noqa: S608
    leave = f"INSERT INTO {table}({table}, rowid, words) VALUES ('delete', old.{of}_id, {words.format('old')});"  # noqa: S608
    return [
        f"CREATE TRIGGER discovery_{of}_in AFTER INSERT ON {rows} BEGIN {enter} END",
        f"CREATE TRIGGER discovery_{of}_out AFTER DELETE ON {rows} BEGIN {leave} END",
        f"CREATE TRIGGER discovery_{of}_other AFTER UPDATE ON {rows} BEGIN {leave} {enter} END",
    ]


TRIGGERS = [
    *_triggers("story", "with_prefixes({}.words)"),
    *_triggers(
        "part",
        "with_prefixes(unpacked({}.packed))",
        f" INSERT INTO discovery_part_words(discovery_part_words, rank) VALUES ('merge', {SHARE});",  # noqa: S608
    ),
]
SQLITE = [*TABLES, *TRIGGERS]
NO_SQLITE = [
    *[f"DROP TRIGGER IF EXISTS discovery_{of}_{way}" for of in ("story", "part") for way in ("in", "out", "other")],
    "DROP TABLE IF EXISTS discovery_story_words",
    "DROP TABLE IF EXISTS discovery_part_words",
    *[f"DROP VIEW IF EXISTS discovery_{name}" for name in ("unpacked", "story_text", "part_text")],
]


def _function(name: str, parameters: str, words: str, marks: str) -> str:
    """PostgreSQL: each word of a text once, without its place, and each different prefix as `lib.words.prefix_mark` has
    it. Signs from U+0E00 on may be of a script without spaces; a prefix that nobody asks for does no harm. Made of one
    piece, since a function that calls another is not restored from a dump."""
    return rf"""CREATE OR REPLACE FUNCTION {name}({parameters}) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
        SELECT array_to_tsvector(array_remove(said || {marks} || ARRAY(
            SELECT DISTINCT '.p' || CASE
                WHEN left(word, 1) = '_' THEN CASE
                    WHEN char_length(word) > 3 THEN left(word, 4)
                    WHEN substr(word, 2) COLLATE "C" >= U&'\0E00' THEN left(word, 2) END
                WHEN char_length(word) > 2 THEN left(word, 3)
                WHEN word COLLATE "C" >= U&'\0E00' THEN left(word, 1) END
            FROM unnest(said) word WHERE word COLLATE "C" >= '0'
        ), NULL)) FROM (SELECT string_to_array(replace({words}, E'\n', ' '), ' ', '')) split(said) $$"""  # noqa: S608 - nothing of it was typed


# Without a list of pending words: searching must not get slower with every story that was just published.
POSTGRESQL = [
    "ALTER TABLE discovery_indexedstory DROP COLUMN IF EXISTS vector",
    _function("discovery_story_vector", "words text", "words", "ARRAY[]::text[]"),
    """ALTER TABLE discovery_indexedstory ADD COLUMN vector tsvector NOT NULL
        GENERATED ALWAYS AS (discovery_story_vector(words)) STORED""",
    "CREATE INDEX discovery_story_words ON discovery_indexedstory USING gin (vector) WITH (fastupdate = off)",
]
NO_POSTGRESQL = ["ALTER TABLE discovery_indexedstory DROP COLUMN vector"]
# The words of parts stand once, and the index makes what it needs of them, with two marks for the high bits of the id.
# A vector of its own took as much room as the texts.
PART_VECTOR = "discovery_part_vector(packed, part_id)"
# A part of 2,000 words stands in 1,500 places of the index. New ones wait in a list, which searching hardly notices up
# to this length (kB, some sixty parts), until a job takes them in together: `take_in_waiting`.
PENDING = "fastupdate = on, gin_pending_list_limit = 2048"
POSTGRESQL_PARTS = [
    "DROP INDEX IF EXISTS discovery_part_words",
    _function(
        "discovery_part_vector",
        "packed bytea, part_id bigint",
        "convert_from(packed, 'UTF8')",
        "ARRAY['.k' || (part_id >> 12), '.m' || (part_id >> 16)]",
    ),
    f"CREATE INDEX discovery_part_words ON discovery_indexedpart USING gin (({PART_VECTOR})) WITH ({PENDING})",
    # Statistics of it would be made by taking the words out of thirty thousand texts, and nothing is planned by them.
    "ALTER INDEX discovery_part_words ALTER COLUMN 1 SET STATISTICS 0",
    # The index is always the way. Left to itself PostgreSQL would, for a common word, take the words out of every part;
    # told to order and to stop, it would do so along the ids.
    f"""CREATE OR REPLACE FUNCTION discovery_newest_parts(sought tsquery, most integer) RETURNS SETOF bigint
        LANGUAGE sql STABLE SET enable_seqscan = off SET jit = off AS $$
        WITH found AS MATERIALIZED (SELECT part_id FROM discovery_indexedpart WHERE {PART_VECTOR} @@ sought)
        SELECT part_id FROM found ORDER BY part_id DESC LIMIT most $$""",  # noqa: S608 - no value goes in
]


def anew(vendor: str) -> list[str]:
    """Statements that make all of it from the rows beside it, whatever stands."""
    if vendor == "postgresql":
        return [*POSTGRESQL, *POSTGRESQL_PARTS]
    tables = [f"discovery_{of}_words" for of in ("story", "part")]
    return [*NO_SQLITE, *SQLITE, *[f"INSERT INTO {table}({table}) VALUES ('rebuild')" for table in tables]]  # noqa: S608
