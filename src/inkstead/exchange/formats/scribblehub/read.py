from inkstead.lib.prose.manuscript import Manuscript


def read_scribble_hub(source: str, name: str) -> Manuscript | None:
    return None
