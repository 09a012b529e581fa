from inkstead.lib.prose.manuscript import Manuscript


def read_ao3(source: str, name: str) -> Manuscript | None:
    return None
