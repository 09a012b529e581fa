"""A dying archive is rescued: the database dump of eFiction 3 with its folder of stories becomes stories here."""
