from pathlib import Path

import pytest

from nomen.service.errors import RequestError
from nomen.service.keys.budgets import Budgets
from nomen.service.keys.guard import Guard
from nomen.service.keys.key import Key
from nomen.service.keys.key_ring import KeyRing
from tests.service.keys.test_key_ring import line


@pytest.fixture
def guard(tmp_path: Path) -> Guard:
    (tmp_path / "keys").write_text(
        line("web", "good", "routes=/v1/*") + line("slow", "slow", "tokens_per_second=1")
    )
    return Guard(KeyRing(tmp_path / "keys"), Budgets())


def admit(guard: Guard, *values: str, path: str = "/v1/tag") -> Key:
    headers = [(b"authorization", value.encode("latin-1")) for value in values]
    return guard.admit([(b"host", b"x"), *headers], path=path, address="192.0.2.1")


@pytest.mark.parametrize("value", ["Bearer good", "bearer good", "BEARER  good "])
def test_a_known_key_is_admitted(guard: Guard, value: str) -> None:
    assert admit(guard, value).name == "web"


@pytest.mark.parametrize(
    ("values", "status", "challenge"),
    [
        ([], 401, 'Bearer realm="nomen"'),
        (["Bearer bad"], 401, 'Bearer realm="nomen", error="invalid_token"'),
        (["Bearer good", "Bearer good"], 401, 'Bearer realm="nomen", error="invalid_token"'),
        (["Bearer "], 401, 'Bearer realm="nomen", error="invalid_token"'),
        (["good"], 401, 'Bearer realm="nomen", error="invalid_token"'),
        (["Basic good"], 401, 'Bearer realm="nomen", error="invalid_token"'),
        (["Bearer " + "x" * 10_000], 401, 'Bearer realm="nomen", error="invalid_token"'),
        (["Bearer g\xf6\xf6d"], 401, 'Bearer realm="nomen", error="invalid_token"'),
    ],
)
def test_all_else_is_refused(guard: Guard, values: list[str], status: int, challenge: str) -> None:
    with pytest.raises(RequestError) as caught:
        admit(guard, *values)

    assert caught.value.problem.status == status
    assert caught.value.headers["WWW-Authenticate"] == challenge


def test_a_route_beyond_the_key_is_403(guard: Guard) -> None:
    with pytest.raises(RequestError) as caught:
        admit(guard, "Bearer good", path="/metrics")

    assert caught.value.problem.status == 403
    assert "insufficient_scope" in caught.value.headers["WWW-Authenticate"]


def test_s3_the_eleventh_bad_key_is_429_but_a_good_one_passes(guard: Guard) -> None:
    codes = []
    for _ in range(11):
        with pytest.raises(RequestError) as caught:
            admit(guard, "Bearer bad")
        codes.append(caught.value.problem.status)

    assert codes == [401] * 10 + [429]
    assert caught.value.headers["Retry-After"] == "6"
    assert admit(guard, "Bearer good").name == "web"


def test_a_key_whose_tokens_are_used_waits(guard: Guard) -> None:
    guard.budgets.take(admit(guard, "Bearer slow"), 30)

    with pytest.raises(RequestError) as caught:
        admit(guard, "Bearer slow")

    assert caught.value.problem.slug == "key-limit"
    assert caught.value.headers["Retry-After"] == "20"
