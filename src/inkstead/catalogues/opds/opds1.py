"""OPDS 1.2: Atom with rels of its own."""

from __future__ import annotations

from inkstead.catalogues.feeds.atom import NAMESPACE, people, stamp
from inkstead.catalogues.opds.model import Catalogue, Leaf, Publication
from inkstead.catalogues.xml import HEAD, element, text

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ENTRY = "application/atom+xml;type=entry;profile=opds-catalog"
SEARCH = "application/opensearchdescription+xml"
NAMESPACES = {
    "xmlns": NAMESPACE,
    "xmlns__dc": "http://purl.org/dc/terms/",
    "xmlns__opds": "http://opds-spec.org/2010/catalog",
}


def content_type(catalogue: Catalogue) -> str:
    if catalogue.alone:
        return ENTRY
    return ACQUISITION if catalogue.holds_books else NAVIGATION


def written(catalogue: Catalogue) -> str:
    if catalogue.alone:
        return HEAD + _book(catalogue.books[0], **NAMESPACES)
    kind = content_type(catalogue)
    return HEAD + element(
        "feed",
        element("id", text(catalogue.url)),
        element("title", text(catalogue.title)),
        element("updated", stamp(catalogue.updated)),
        element("link", rel="self", type=kind, href=catalogue.url),
        element("link", rel="start", type=NAVIGATION, href=catalogue.start),
        element("link", rel="search", type=SEARCH, href=catalogue.description),
        element("link", rel="search", type="application/atom+xml", href=catalogue.search + "?q={searchTerms}"),
        *([element("link", rel="next", type=ACQUISITION, href=catalogue.next)] if catalogue.next else []),
        *(
            element(
                "link",
                rel="http://opds-spec.org/facet",
                type=ACQUISITION,
                href=facet.url,
                title=facet.title,
                opds__facetGroup=facet.group,
                opds__activeFacet="true" if facet.is_active else "",
            )
            for facet in catalogue.facets
        ),
        *(_leaf(leaf, catalogue) for leaf in catalogue.leaves),
        *(_book(book) for book in catalogue.books),
        **NAMESPACES,
    )


def search_description(catalogue: Catalogue) -> str:
    return HEAD + element(
        "OpenSearchDescription",
        element("ShortName", text(catalogue.title[:16])),
        element("Description", "Stories to take with you"),
        element("InputEncoding", "UTF-8"),
        element("OutputEncoding", "UTF-8"),
        element("Url", type=ACQUISITION, template=catalogue.search + "?q={searchTerms}"),
        xmlns="http://a9.com/-/spec/opensearch/1.1/",
    )


def _leaf(leaf: Leaf, catalogue: Catalogue) -> str:
    return element(
        "entry",
        element("id", text(leaf.url)),
        element("title", text(leaf.title)),
        element("updated", stamp(catalogue.updated)),
        element("author", element("name", "Inkstead")),
        element("content", text(leaf.about), type="text"),
        element("link", rel=leaf.rel, type=ACQUISITION if leaf.holds_books else NAVIGATION, href=leaf.url),
    )


def _book(book: Publication, **namespaces: str) -> str:
    return element(
        "entry",
        element("id", text(book.id)),
        element("title", text(book.title)),
        element("updated", stamp(book.updated)),
        element("published", stamp(book.published)),
        people(book.authors),
        element("dc:language", text(book.language)),
        *(element("category", term=tag, label=tag) for tag in book.tags),
        element("summary", text(book.summary)),
        element(
            "link", rel="http://opds-spec.org/acquisition/open-access", type="application/epub+zip", href=book.epub
        ),
        element("link", rel="http://opds-spec.org/image", type="image/jpeg", href=book.cover),
        element("link", rel="http://opds-spec.org/image/thumbnail", type="image/jpeg", href=book.thumbnail),
        element("link", rel="alternate", type=ENTRY, href=book.entry),
        element("link", rel="alternate", type="text/html", href=book.page),
        **namespaces,
    )
