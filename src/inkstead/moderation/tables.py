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
# What is emptied as a whole passes by the guard of its rows. An empty log may be emptied again.
TRUNCATE = [
    f"""CREATE FUNCTION {TABLE}_is_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF EXISTS (SELECT 1 FROM {TABLE}) THEN
    RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NULL; END $$""",  # noqa: S608 - our own words
    f"""CREATE TRIGGER {TABLE}_is_not_emptied BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_is_not_emptied()""",
]
NO_TRUNCATE = [f"DROP TRIGGER {TABLE}_is_not_emptied ON {TABLE}", f"DROP FUNCTION {TABLE}_is_not_emptied()"]
NO_POSTGRESQL = [f"DROP TRIGGER {TABLE}_stays ON {TABLE}", f"DROP FUNCTION {TABLE}_stays()"]
