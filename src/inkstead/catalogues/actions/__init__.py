from inkstead.catalogues.actions.addresses import renew_address, take_back_address
from inkstead.catalogues.actions.sitemaps import mend_sitemaps, note_change

__all__ = ["mend_sitemaps", "note_change", "renew_address", "take_back_address"]
