"""Bodies are read in `test_json_route.py`, over a connection."""

import pytest

from nomen.service.errors import RequestError
from nomen.service.http.bodies import JSON, PLAIN_TEXT, media_type


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        (b"application/json", JSON),
        (b"Application/JSON; charset=utf-8; profile=a", JSON),
        (b"text/plain", PLAIN_TEXT),
        (b"text/plain; charset=utf8", PLAIN_TEXT),
    ],
)
def test_a_media_type_is_told_in_any_spelling(content_type: bytes, expected: bytes) -> None:
    assert media_type({b"content-type": content_type}, (JSON, PLAIN_TEXT)) == expected


@pytest.mark.parametrize(
    ("headers", "detail"),
    [
        ({}, "expected Content-Type: application/json, in UTF-8"),
        ({b"content-type": b"text/plain"}, "expected Content-Type: application/json, in UTF-8"),
        (
            {b"content-type": b"application/json;charset=latin-1"},
            "expected application/json in UTF-8",
        ),
        (
            {b"content-type": b"application/json", b"content-encoding": b"gzip"},
            "expected no Content-Encoding",
        ),
    ],
)
def test_another_type_is_refused_with_those_that_are_taken(
    headers: dict[bytes, bytes], detail: str
) -> None:
    with pytest.raises(RequestError) as caught:
        media_type(headers, (JSON,))

    assert (caught.value.problem.status, caught.value.detail) == (415, detail)
