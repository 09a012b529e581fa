"""Subjects without models: nothing here knows of Django or of the other apps."""
