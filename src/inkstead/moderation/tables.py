"""The guard of the log: the database refuses to change or delete a line, whoever asks."""

TABLE = "moderation_logentry"
SAYS = "the log of moderation is only ever added to"

SQLITE = [
    f"CREATE TRIGGER {TABLE}_no_{act} BEFORE {act.upper()} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for act in ("update", "delete")
]
NO_SQLITE = [f"DROP TRIGGER {TABLE}_no_{act}" for act in ("update", "delete")]
POSTGRESQL = [
    f"""CREATE FUNCTION {TABLE}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_stays()",
]
NO_POSTGRESQL = [f"DROP TRIGGER {TABLE}_stays ON {TABLE}", f"DROP FUNCTION {TABLE}_stays()"]
