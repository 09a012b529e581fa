"""The tables that search uses beside Django's: what migration 0002 makes, and mending makes again."""

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
