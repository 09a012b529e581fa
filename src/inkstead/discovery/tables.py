"""The tables that search uses beside Django's: what migrations make, and mending makes again."""

from __future__ import annotations

# Words come folded and cut; this tokenizer only divides at spaces. Marks before a word are part of it.
TOKENIZER = "ascii tokenchars ''_.-''"
TABLES = [
    f"""CREATE VIRTUAL TABLE discovery_story_words USING fts5(
        words, content='discovery_indexedstory', content_rowid='story_id', tokenize='{TOKENIZER}', columnsize=0)""",
    """CREATE VIEW discovery_unpacked AS SELECT part_id, unpacked(packed) AS words FROM discovery_indexedpart""",
    f"""CREATE VIRTUAL TABLE discovery_part_words USING fts5(
        words, content='discovery_unpacked', content_rowid='part_id', tokenize='{TOKENIZER}', columnsize=0)""",
]
TRIGGERS = [
    """CREATE TRIGGER discovery_story_in AFTER INSERT ON discovery_indexedstory BEGIN
        INSERT INTO discovery_story_words(rowid, words) VALUES (new.story_id, new.words); END""",
    """CREATE TRIGGER discovery_story_out AFTER DELETE ON discovery_indexedstory BEGIN
        INSERT INTO discovery_story_words(discovery_story_words, rowid, words)
        VALUES ('delete', old.story_id, old.words); END""",
    """CREATE TRIGGER discovery_story_other AFTER UPDATE ON discovery_indexedstory BEGIN
        INSERT INTO discovery_story_words(discovery_story_words, rowid, words)
        VALUES ('delete', old.story_id, old.words);
        INSERT INTO discovery_story_words(rowid, words) VALUES (new.story_id, new.words); END""",
    """CREATE TRIGGER discovery_part_in AFTER INSERT ON discovery_indexedpart BEGIN
        INSERT INTO discovery_part_words(rowid, words) VALUES (new.part_id, unpacked(new.packed)); END""",
    """CREATE TRIGGER discovery_part_out AFTER DELETE ON discovery_indexedpart BEGIN
        INSERT INTO discovery_part_words(discovery_part_words, rowid, words)
        VALUES ('delete', old.part_id, unpacked(old.packed)); END""",
    """CREATE TRIGGER discovery_part_other AFTER UPDATE ON discovery_indexedpart BEGIN
        INSERT INTO discovery_part_words(discovery_part_words, rowid, words)
        VALUES ('delete', old.part_id, unpacked(old.packed));
        INSERT INTO discovery_part_words(rowid, words) VALUES (new.part_id, unpacked(new.packed)); END""",
]
SQLITE = [*TABLES, *TRIGGERS]
NO_SQLITE = [
    *[f"DROP TRIGGER discovery_{of}_{way}" for of in ("story", "part") for way in ("in", "out", "other")],
    "DROP TABLE discovery_story_words",
    "DROP TABLE discovery_part_words",
    "DROP VIEW discovery_unpacked",
]
POSTGRESQL = [
    "ALTER TABLE discovery_indexedstory ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    "ALTER TABLE discovery_indexedpart ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    # Without a list of pending words: searching must not get slower with every part that was just published.
    "CREATE INDEX discovery_story_words ON discovery_indexedstory USING gin (vector) WITH (fastupdate = off)",
    "CREATE INDEX discovery_part_words ON discovery_indexedpart USING gin (vector) WITH (fastupdate = off)",
]
NO_POSTGRESQL = [
    "ALTER TABLE discovery_indexedstory DROP COLUMN vector",
    "ALTER TABLE discovery_indexedpart DROP COLUMN vector",
]
# Since 0005 the words of parts stand once, and the index makes what it needs of them: each word, without its place, and
# two marks for the high bits of the id. A vector of its own took as much room as the texts.
PART_VECTOR = "discovery_part_vector(packed, part_id)"
# A part of 2,000 words stands in a thousand places of the index. Some twenty of them wait in a list that is so short
# that searching does not notice it, and then go in together (kB).
PENDING = "fastupdate = on, gin_pending_list_limit = 512"
POSTGRESQL_PARTS = [
    "DROP INDEX IF EXISTS discovery_part_words",
    r"""CREATE OR REPLACE FUNCTION discovery_part_vector(packed bytea, part_id bigint) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
        SELECT array_to_tsvector(
            array_remove(string_to_array(replace(convert_from(packed, 'UTF8'), E'\n', ' '), ' ', ''), NULL)
            || ARRAY['.k' || (part_id >> 12), '.m' || (part_id >> 16)]) $$""",
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
