from inkstead.lib.prose.manuscript import Manuscript


def read_royal_road(source: str, name: str) -> Manuscript | None:
    return None
