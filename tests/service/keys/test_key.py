import re

import pytest

from nomen.service.keys.key import Key, KeysError, digest_of, new_secret, read_key

DIGEST = digest_of(b"abc").hex()


def test_a_digest_is_sha_256() -> None:
    """The example of FIPS 180-2, B.1."""
    assert DIGEST == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_key_has_256_random_bits() -> None:
    drawn = {new_secret() for _ in range(100)}

    assert len(drawn) == 100
    assert all(re.fullmatch(r"nomen_[A-Za-z0-9_-]{43}", secret) for secret in drawn)


@pytest.mark.parametrize("limits", ["", " tokens_per_second=2500", " routes=/v1/tag,/admin/*"])
def test_a_line_is_read_as_it_is_written(limits: str) -> None:
    line = f"web {DIGEST}{limits}"

    assert read_key(line).to_line() == line


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("web", "64 hexadecimal digits"),
        (f"web {DIGEST[:-1]}", "64 hexadecimal digits"),
        (f"Canary:\x1b {DIGEST}", "expected a name"),
        (f"web {DIGEST} tokens_per_second=0", "tokens_per_second: expected a number"),
        (f"web {DIGEST} tokens_per_second=nan", "tokens_per_second: expected a number"),
        (f"web {DIGEST} tokens_per_second=Canary", "tokens_per_second: expected a number"),
        (f"web {DIGEST} routes=Canary", "routes: expected paths"),
        (f"web {DIGEST} routes=", "routes: expected paths"),
        (f"web {DIGEST} Canary=1", "each at most once"),
        (f"web {DIGEST} routes=/a routes=/b", "each at most once"),
    ],
)
def test_a_wrong_line_is_refused_and_not_repeated(line: str, message: str) -> None:
    with pytest.raises(KeysError, match=message) as caught:
        read_key(line)

    assert "Canary" not in str(caught.value)
    assert DIGEST not in str(caught.value)


@pytest.mark.parametrize(
    ("routes", "path", "may"),
    [
        (None, "/v1/tag", True),
        (None, "/metrics", True),
        (None, "/admin/reload", False),
        (("/v1/tag",), "/v1/tag", True),
        (("/v1/tag",), "/v1/tag/batch", False),
        (("/v1/tag",), "/V1/tag", False),
        (("/v1/tag*",), "/v1/tag/batch", True),
        (("/v1/tag*",), "/v1/redact", False),
        (("/*",), "/admin/reload", False),
        (("/admin/reload",), "/admin/reload", True),
        (("/admin/*",), "/admin/reload", True),
        (("/admin/*",), "/v1/tag", False),
    ],
)
def test_a_key_may_use_its_routes_and_admin_only_by_name(
    routes: tuple[str, ...] | None, path: str, *, may: bool
) -> None:
    assert Key(name="web", digest=bytes(32), routes=routes).may_use(path) is may
