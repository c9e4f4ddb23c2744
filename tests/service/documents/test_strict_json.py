import time

import pytest

from nomen.service.documents.strict_json import parse_json
from nomen.service.errors import RequestError

TRAPS = [
    (b"", "not-json"),
    (b"{", "not-json"),
    (b"{'text': 1}", "not-json"),
    (b'{"text": "a"} trailing', "not-json"),
    ('{"text": "a"}'.encode("utf-16-le"), "not-utf8"),
    ('{"text": "a"}'.encode("utf-16"), "not-utf8"),
    (b'{"text": "\xff"}', "not-utf8"),
    (b'{"text": "\xed\xa0\x80"}', "not-utf8"),
    (b'{"text": NaN}', "not-finite"),
    (b'{"threshold": -Infinity}', "not-finite"),
    (b'{"threshold": 1e400}', "number-out-of-range"),
    (b'{"timeout_ms": ' + b"9" * 5000 + b"}", "number-out-of-range"),
    (b'{"text": "' + b"\\n" * 100_000 + b'", "a": NaN}', "not-finite"),
    (b"[" + b'"", ' * 20_000 + b"NaN]", "not-finite"),
    (b"[" + b"1e40, " * 10_000 + b"1e400]", "number-out-of-range"),
    (b"[" + b"99, " * 20_000 + b"9" * 41 + b"]", "number-out-of-range"),
    (b'{"text": "a", "text": "b"}', "duplicate-field"),
    (b"[" * 100_000, "too-deep"),
    (b'{"a":' * 100_000, "too-deep"),
    (b'{"text": "a\x00b"}', "not-json"),
]


@pytest.mark.parametrize(("body", "slug"), TRAPS, ids=range(len(TRAPS)))
def test_r4_each_trap_has_its_problem_and_is_quick(body: bytes, slug: str) -> None:
    started = time.process_time()

    with pytest.raises(RequestError) as caught:
        parse_json(body)

    assert caught.value.problem.slug == slug
    assert caught.value.problem.status in {400, 422}
    assert time.process_time() - started < 0.05


def test_good_json_is_what_it_says() -> None:
    body = '{"text": "Zo\\u00eb 😀\\u0000", "n": [1, 2.5, true, null]}'.encode()

    assert parse_json(body) == {"text": "Zoë 😀\x00", "n": [1, 2.5, True, None]}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_is_skipped_at_the_start_alone(mark: str) -> None:
    body = mark + '{"text": "\ufeffa"}'

    assert parse_json(body.encode()) == {"text": "\ufeffa"}


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ("", "the body is empty"),
        (" \n", "the body is empty"),
        ("\ufeff", "the body is empty"),
        ('{\n "text": "a', "a string does not end (line 2, column 10)"),
        ('{"text": ', "expected a value (line 1, column 10); the body ends here"),
        ('{"text": Zoë}', "expected a value (line 1, column 10)"),
        ("{'text': 1}", "expected the name of a field in double quotes (line 1, column 2)"),
        ('{"text" "a"}', "expected a colon after the name of a field (line 1, column 9)"),
        ('{"a": 1 "b": 2}', "expected a comma or the end of the list or object (line 1, column 9)"),
        ('{"text": "a"}\n}', "expected nothing after the value (line 2, column 1)"),
        ('["a\nb"]', "a string has a bare line break or control character (line 1, column 4)"),
        ('["\\q"]', "a string has an unknown escape after a backslash (line 1, column 3)"),
        ('["\\u12"]', "expected four hexadecimal digits after \\u (line 1, column 4)"),
        ("[1,", "expected a value (line 1, column 4); the body ends here"),
        ('["NaN \\" NaN",\n NaN]', "JSON has no NaN and no Infinity (line 2, column 2)"),
        ("[-Infinity]", "JSON has no NaN and no Infinity (line 1, column 2)"),
        ('["1e400", 1e400]', "a number is larger than a double (line 1, column 11)"),
        (f"[{'9' * 41}]", "an integer has more than 40 digits (line 1, column 2)"),
    ],
)
def test_a_fault_of_syntax_is_told_with_its_place(body: str, detail: str) -> None:
    with pytest.raises(RequestError) as caught:
        parse_json(body.encode())

    assert caught.value.detail == detail
