"""What a catalogue has to be, from the specifications: OPDS Catalog 1.2 (on top of Atom's grammar, RFC 4287), OPDS 2.0
and Authentication for OPDS 1.0 as JSON Schema. Only what we write is described, so anything else is a complaint too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator
from lxml import etree

from tests.catalogues.checking import GRAMMAR

ATOM, OPDS = "{http://www.w3.org/2005/Atom}", "{http://opds-spec.org/2010/catalog}"
KINDS = {"navigation", "acquisition"}
PICTURES = ("image/jpeg", "image/png", "image/gif")
PROFILE = "application/atom+xml;profile=opds-catalog"
ENTRY = "application/atom+xml;type=entry;profile=opds-catalog"
ACQUISITION, IMAGE, FACET = (
    "http://opds-spec.org/acquisition",
    "http://opds-spec.org/image",
    "http://opds-spec.org/facet",
)

LINK: dict[str, Any] = {
    "type": "object",
    "properties": {
        "href": {"type": "string", "pattern": "^https?://"},
        "type": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+$"},
        "rel": {"type": "string", "minLength": 1},
        "title": {"type": "string", "minLength": 1},
        "templated": {"const": True},
        "width": {"type": "integer", "exclusiveMinimum": 0},
        "height": {"type": "integer", "exclusiveMinimum": 0},
        "properties": {"type": "object", "properties": {"numberOfItems": {"type": "integer", "minimum": 0}}},
    },
    "required": ["href", "type"],
    "additionalProperties": False,
}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string", "minLength": 1}, "links": {"type": "array", "items": LINK}},
    "required": ["name"],
    "additionalProperties": False,
}


def _with(rel: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"contains": {"properties": {"rel": rel, **more}, "required": ["rel", *more]}}


PUBLICATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "metadata": {
            "type": "object",
            "properties": {
                "@type": {"type": "string", "pattern": "^https?://"},
                "identifier": {"type": "string", "pattern": "^https?://"},
                "title": {"type": "string", "minLength": 1},
                "author": {"type": "array", "items": PERSON, "minItems": 1},
                "language": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
                "published": MOMENT,
                "modified": MOMENT,
                "description": {"type": "string"},
                "subject": {"type": "array", "items": {"type": "string", "minLength": 1}},
            },
            "required": ["title", "identifier"],
            "additionalProperties": False,
        },
        "links": {
            "type": "array",
            "items": LINK,
            "allOf": [
                _with({"const": "self"}, type={"const": "application/opds-publication+json"}),
                _with({"pattern": f"^{ACQUISITION}(/(buy|open-access|borrow|sample|subscribe))?$"}),
            ],
        },
        # Of each kind of picture that every e-reader can show there is one.
        "images": {
            "type": "array",
            "items": LINK,
            "contains": {"properties": {"type": {"enum": list(PICTURES)}}},
        },
    },
    "required": ["metadata", "links", "images"],
    "additionalProperties": False,
}
FEED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "metadata": {
            "type": "object",
            "properties": {"title": {"type": "string", "minLength": 1}, "modified": MOMENT},
            "required": ["title"],
            "additionalProperties": False,
        },
        "links": {
            "type": "array",
            "items": LINK,
            "allOf": [_with({"const": "self"}), _with({"const": "start"}), _with({"const": "search"}, templated={})],
        },
        "publications": {"type": "array", "items": PUBLICATION},
        "navigation": {"type": "array", "minItems": 1, "items": {**LINK, "required": ["href", "title", "rel", "type"]}},
        "facets": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "metadata": {"type": "object", "required": ["title"]},
                    "links": {"type": "array", "minItems": 2, "items": {**LINK, "required": ["href", "type", "title"]}},
                },
                "required": ["metadata", "links"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["metadata", "links"],
    "oneOf": [{"required": ["publications"]}, {"required": ["navigation"]}],
    "additionalProperties": False,
}
AUTHENTICATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "pattern": "^https?://"},
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string"},
        "authentication": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "type": {"type": "string", "pattern": "^https?://"},
                    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                },
                "required": ["type"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["authentication", "title", "id"],
    "additionalProperties": False,
}


def complaints_of_2(told: Any, schema: dict[str, Any] = FEED) -> list[str]:
    errors = Draft202012Validator(schema).iter_errors(told)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


def complaints_of_1(body: bytes, content_type: str) -> list[str]:
    """Section numbers are those of OPDS Catalog 1.2."""
    tree = etree.fromstring(body)
    GRAMMAR.validate(tree)
    found = [str(error) for error in GRAMMAR.error_log]
    if tree.tag == f"{ATOM}entry":
        found += (
            []
            if content_type == "application/atom+xml;type=entry;profile=opds-catalog"
            else ["2: not an entry's type."]
        )
        return found + list(_of_entry(tree))
    kind = content_type.rpartition("kind=")[2]
    found += (
        [] if content_type == f"application/atom+xml;profile=opds-catalog;kind={kind}" else ["2: not a feed's type."]
    )
    found += [] if kind in KINDS else ["2: neither navigation nor acquisition."]
    links = tree.findall(f"{ATOM}link")
    for rel, type_ in (("self", content_type), ("start", f"{PROFILE};kind=navigation")):
        named = [link.get("type") for link in links if link.get("rel") == rel]
        found += [] if named == [type_] else [f"2.1: {rel} is {named}."]
    found += (
        [] if any(link.get("type") == "application/opensearchdescription+xml" for link in links) else ["3: no search."]
    )
    found += list(_of_facets(links))
    for entry in tree.findall(f"{ATOM}entry"):
        books = _acquired(entry)
        if kind == "acquisition":
            found += list(_of_entry(entry))
        elif books or not any("profile=opds-catalog" in link.get("type", "") for link in entry.findall(f"{ATOM}link")):
            found.append("2.2: an entry that leads to no catalogue.")
    return found


def _acquired(entry: etree._Element) -> list[etree._Element]:
    return [link for link in entry.findall(f"{ATOM}link") if (link.get("rel") or "").startswith(ACQUISITION)]


def _of_entry(entry: etree._Element) -> Iterator[str]:
    if not _acquired(entry):
        yield "5.2: a book that cannot be had."
    yield from ("5.2.1: a link without a type." for link in entry.findall(f"{ATOM}link") if not link.get("type"))
    for link in entry.findall(f"{ATOM}link"):
        if (link.get("rel") or "").startswith(IMAGE) and link.get("type") not in (
            "image/jpeg",
            "image/png",
            "image/gif",
        ):
            yield "5.3: a picture that not every e-reader shows."
    if not any(
        link.get("type", "").startswith("application/atom+xml;type=entry") for link in entry.iter(f"{ATOM}link")
    ):
        yield "2.4: no address of its own."


def _of_facets(links: list[etree._Element]) -> Iterator[str]:
    active: list[str] = []
    for link in links:
        group, is_active = link.get(f"{OPDS}facetGroup"), link.get(f"{OPDS}activeFacet")
        if (link.get("rel") == FACET) != (group is not None):
            yield "4: a facet without its group, or a group of no facet."
        if link.get("rel") == FACET and not link.get("title"):
            yield "4: a facet without a title."
        if is_active is not None:
            active.append(group or "")
            yield from [] if is_active == "true" else ["4: active is only ever true."]
    yield from ["4: two of a group are active."] if len(active) != len(set(active)) else []
