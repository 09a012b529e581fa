"""SQLite as Inkstead uses it: durable, and one writer at a time (docs/developers/stores.md)."""
