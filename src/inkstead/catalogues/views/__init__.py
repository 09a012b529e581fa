from inkstead.catalogues.views import addresses, feeds, opds, outside

__all__ = ["addresses", "feeds", "opds", "outside"]
