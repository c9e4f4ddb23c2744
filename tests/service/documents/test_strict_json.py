import time

import pytest

from nomen.service.documents.strict_json import parse_json
from nomen.service.errors import RequestError

TRAPS = [
    (b"", "not-json"),
    (b"{", "not-json"),
    (b"{'text': 1}", "not-json"),
    (b'{"text": "a"} trailing', "not-json"),
    (b'\xef\xbb\xbf{"text": "a"}', "not-json"),
    ('{"text": "a"}'.encode("utf-16-le"), "not-json"),
    ('{"text": "a"}'.encode("utf-16"), "not-utf8"),
    (b'{"text": "\xff"}', "not-utf8"),
    (b'{"text": "\xed\xa0\x80"}', "not-utf8"),
    (b'{"text": NaN}', "not-finite"),
    (b'{"threshold": -Infinity}', "not-finite"),
    (b'{"threshold": 1e400}', "number-out-of-range"),
    (b'{"timeout_ms": ' + b"9" * 5000 + b"}", "number-out-of-range"),
    (b'{"text": "a", "text": "b"}', "duplicate-field"),
    (b"[" * 100_000, "too-deep"),
    (b'{"a":' * 100_000, "too-deep"),
    (b'{"text": "a\x00b"}', "not-json"),
]


@pytest.mark.parametrize(("body", "slug"), TRAPS, ids=range(len(TRAPS)))
def test_each_trap_has_its_problem_and_is_quick(body: bytes, slug: str) -> None:
    started = time.process_time()

    with pytest.raises(RequestError) as caught:
        parse_json(body)

    assert caught.value.problem.slug == slug
    assert caught.value.problem.status in {400, 422}
    assert time.process_time() - started < 0.05


def test_good_json_is_what_it_says() -> None:
    body = '{"text": "Zo\\u00eb 😀\\u0000", "n": [1, 2.5, true, null]}'.encode()

    assert parse_json(body) == {"text": "Zoë 😀\x00", "n": [1, 2.5, True, None]}
