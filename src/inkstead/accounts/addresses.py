"""Where pen names are; without Django's `reverse`, as lists name very many."""

from django.utils.encoding import iri_to_uri


def pen_name_address(slug: str) -> str:
    return iri_to_uri(f"/by/{slug}/")
