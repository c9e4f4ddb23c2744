import pytest

from nomen.service.errors import RequestError
from nomen.service.http.query import REDACT_OPTIONS, TAG_OPTIONS, read_options

CANARY = "Quillfeather"


@pytest.mark.parametrize(
    ("query", "options"),
    [
        (b"", {}),
        (b"threshold=0.5", {"threshold": 0.5}),
        (b"threshold=high_recall", {"threshold": "high_recall"}),
        (b"timeout_ms=50&offset_unit=byte", {"timeout_ms": 50, "offset_unit": "byte"}),
        (b"fields=names,tokens", {"fields": ["names", "tokens"]}),
        (b"fields=names&fields=tokens", {"fields": ["names", "tokens"]}),
        (b"consistent=true&fold_case=false", {"consistent": True, "fold_case": False}),
        (b"timeout_ms=1.5&consistent=1", {"timeout_ms": "1.5", "consistent": "1"}),
        (b"threshold=", {"threshold": ""}),
        (b"timeout_ms=" + b"9" * 5_000, {"timeout_ms": "9" * 5_000}),
    ],
)
def test_options_are_read_as_json_would_have_them(query: bytes, options: dict[str, object]) -> None:
    assert read_options(query, TAG_OPTIONS) == options


def test_an_operator_is_its_kind() -> None:
    assert read_options(b"operator=number", REDACT_OPTIONS) == {"operator": {"kind": "number"}}


@pytest.mark.parametrize(
    ("query", "slug", "detail"),
    [
        (b"treshold=0.5", "unknown-field", "did you mean threshold?"),
        (b"Quillfeather=1", "unknown-field", "query parameters: expected no other fields than"),
        (b"allow=Quillfeather", "not-in-url", "send the others in application/json"),
        (b"key=Quillfeather", "not-in-url", "send the others in application/json"),
        (b"fields=names", "unknown-field", "query parameters: expected no other fields than"),
        (b"unit=byte", "unknown-field", "did you mean offset_unit?"),
        (b"text=Quillfeather", "not-in-url", "send the others in application/json"),
        (b"operator=hash", "not-in-url", "hash and surrogate need a key, which no URL may have"),
        (b"threshold=1&threshold=0", "duplicate-field", "query parameter threshold: expected once"),
        (b"a=1&" * 40, "invalid-value", "expected at most 32 query parameters"),
    ],
)
def test_what_does_not_belong_into_a_url_is_refused(query: bytes, slug: str, detail: str) -> None:
    with pytest.raises(RequestError, match=detail.replace("?", r"\?")) as caught:
        read_options(query, REDACT_OPTIONS)

    assert caught.value.problem.slug == slug
    assert CANARY not in caught.value.detail


def test_a_route_without_options_says_where_they_are() -> None:
    with pytest.raises(RequestError, match="options are in the body"):
        read_options(b"threshold=1", ())
