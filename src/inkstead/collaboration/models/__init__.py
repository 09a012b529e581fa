"""What people say about a text before it is public, and who else may read it."""

from inkstead.collaboration.models.links import SecretLink
from inkstead.collaboration.models.margin import MarginNote
from inkstead.collaboration.models.suggestions import Suggestion

__all__ = ["MarginNote", "SecretLink", "Suggestion"]
