from inkstead.lib.prose.blocks import split_blocks
from inkstead.lib.prose.identity import assign_ids
from inkstead.lib.prose.scenes import split_scenes


def shapes(html: str) -> list[tuple[int, int, int, int]]:
    return [(scene.index, scene.first, scene.last, scene.paragraphs) for scene in split_scenes(split_blocks(html))]


def test_scene_breaks_divide_and_belong_to_no_scene() -> None:
    assert shapes("<p>a</p>\n<p>b</p>\n<hr>\n<p>c</p>") == [(1, 1, 2, 2), (2, 4, 4, 1)]


def test_breaks_at_the_ends_and_in_a_row_make_no_empty_scenes() -> None:
    assert shapes("<hr>\n<hr>\n<p>a</p>\n<hr>\n<hr>\n<p>b</p>\n<hr>") == [(1, 3, 3, 1), (2, 6, 6, 1)]


def test_headings_do_not_divide() -> None:
    assert shapes("<h2>One</h2>\n<p>a</p>\n<h2>Two</h2>\n<p>b</p>") == [(1, 1, 4, 2)]


def test_no_text_has_no_scenes() -> None:
    assert shapes("") == shapes("<hr>") == []


def test_a_scene_names_its_ends_and_counts_its_words() -> None:
    blocks = assign_ids(split_blocks("<p>One two.</p>\n<p>Three.</p>"))
    (scene,) = split_scenes(blocks)
    assert (scene.words, scene.first_id, scene.last_id) == (3, blocks[0].id, blocks[1].id)
