"""What the pages of the desk show. Only ever to the people who work there."""

from inkstead.writing.queries.bin import bin_of
from inkstead.writing.queries.desk import desk, names_of, parts_on_desk

__all__ = ["bin_of", "desk", "names_of", "parts_on_desk", "revisions_of"]
