import time

import pytest

from nomen.model.names.markup import find_tags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>Ada</b>", ["<b>", "</b>"]),
        ('<a href="x">', ['<a href="x">']),
        ("a < b > c", []),
        ("2 <3 >", []),
        ("<!-- <b> Ada --> <i>", ["<!-- <b> Ada -->", "<i>"]),
        ("<i><!-- Ada <b>", ["<i>", "<b>"]),
        ("<b <i>", ["<i>"]),
        ("no tag", []),
    ],
)
def test_tags_and_comments_are_found(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_tags(text)] == expected


@pytest.mark.parametrize("text", ["<!--", "<a", "<", "<!-- -->", "</"])
def test_time_grows_with_the_length_alone(text: str) -> None:
    start = time.thread_time()
    for _ in find_tags(text * 50_000):
        pass
    assert time.thread_time() - start < 2
