from inkstead.lib.prose.manuscript import Manuscript


def read_wattpad(source: str, name: str) -> Manuscript | None:
    return None
