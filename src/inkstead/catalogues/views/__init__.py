from inkstead.catalogues.views import addresses, feeds, outside

__all__ = ["addresses", "feeds", "outside"]
