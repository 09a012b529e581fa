"""What readers keep for themselves: where they are, and what they have read."""

from inkstead.library.models.places import FINISHED, Place, ReadMark

__all__ = ["FINISHED", "Place", "ReadMark"]
