"""Which SQL statements write. When in doubt, yes: a lock taken for nothing costs microseconds."""

from __future__ import annotations

import re
from functools import lru_cache

_START = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*([A-Za-z]+)", re.DOTALL)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|\[[^\]]*\]")
_CHANGING = re.compile(r"\b(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
_CHANGING_PRAGMA = re.compile(
    r"PRAGMA\s+(?:\w+\s*\.\s*)?(?:wal_checkpoint|optimize|incremental_vacuum|journal_mode\s*[=(]|user_version\s*[=(]"
    r"|application_id\s*[=(])",
    re.IGNORECASE,
)
_VACUUM_INTO = re.compile(r"VACUUM\s+(?:\w+\s+)?INTO\b", re.IGNORECASE)
_BEGIN_DEFERRED = re.compile(r"BEGIN(?:\s+DEFERRED)?(?:\s+TRANSACTION)?\s*;?\s*$", re.IGNORECASE)
# They read, or only end or mark what a lock was already taken for.
_READING = {"SELECT", "EXPLAIN", "VALUES", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "END", "ATTACH", "DETACH"}


def writes(sql: str) -> bool:
    return _known(sql) if len(sql) < 2000 else _writes(sql)  # thousands of rows in one statement are not kept


def _writes(sql: str) -> bool:
    start = _START.match(sql)
    if start is None:
        return False
    word = start[1].upper()
    statement = sql[start.start(1) :]
    match word:
        case _ if word in _READING:
            return False
        case "WITH":
            return _CHANGING.search(_QUOTED.sub("", statement)) is not None
        case "PRAGMA":
            return _CHANGING_PRAGMA.match(statement) is not None
        case "VACUUM":
            return _VACUUM_INTO.match(statement) is None
        case "BEGIN":
            return _BEGIN_DEFERRED.match(statement) is None
        case _:
            return True


_known = lru_cache(maxsize=2048)(_writes)
