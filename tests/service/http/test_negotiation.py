import pytest

from nomen.service.http.negotiation import prefers_text


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", False),
        ("*/*", False),
        ("application/json", False),
        ("text/plain", True),
        ("TEXT/Plain; charset=utf-8", True),
        ("text/plain, */*", False),
        ("text/plain, */*;q=0.5", True),
        ("text/*", True),
        ("text/plain;q=0.4, application/json;q=0.5", False),
        ("text/plain; q=0.6, application/*; q=0.5", True),
        ("text/plain;q=0, text/*", False),
        ("text/plain;q=high", False),
        ("text/html, application/xhtml+xml, */*;q=0.8", False),
    ],
)
def test_the_higher_weight_counts(accept: str, *, expected: bool) -> None:
    assert prefers_text(accept) is expected
