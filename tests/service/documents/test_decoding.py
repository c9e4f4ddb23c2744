import pytest

from nomen.service.documents.decoding import decode_text
from nomen.service.errors import RequestError


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        ("Zoë".encode(), "Zoë"),
        ("\ufeffZoë".encode(), "Zoë"),
        ("\ufeff\ufeffZoë".encode(), "\ufeffZoë"),
        (b"a\x00b\x00", "a\x00b\x00"),
    ],
)
def test_utf8_is_decoded_without_its_mark(content: bytes, text: str) -> None:
    assert decode_text(content) == text


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b"ab\xff", "expected UTF-8; byte 2 is not"),
        (b"\xef\xbb\xbfab\xff", "expected UTF-8; byte 5 is not"),
        ("Harry".encode("utf-16"), "expected UTF-8, found UTF-16"),
        ("Harry".encode("utf-16-le"), "expected UTF-8, found UTF-16"),
        ("Harry".encode("utf-16-be"), "expected UTF-8, found UTF-16"),
    ],
)
def test_what_is_no_utf8_is_refused_with_its_place(content: bytes, detail: str) -> None:
    with pytest.raises(RequestError) as caught:
        decode_text(content)

    assert (caught.value.problem.slug, caught.value.detail) == ("not-utf8", detail)
