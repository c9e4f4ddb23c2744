import stat
from pathlib import Path

import pytest

from nomen.service.keys.issuing import append_key, issue_key
from nomen.service.keys.key import KeysError, digest_of
from nomen.service.keys.key_ring import KeyRing


def test_an_issued_key_is_known_and_not_stored(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# ours")
    for name in ("web", "batch"):
        secret, key = issue_key(name, tokens_per_second=500, routes="/v1/*")
        append_key(file, key)

        assert KeyRing(file).find(secret.encode()) == key
        assert secret not in file.read_text()
        assert key.digest == digest_of(secret.encode())
    assert len(file.read_text().splitlines()) == 3


def test_a_new_file_is_for_its_owner(tmp_path: Path) -> None:
    append_key(tmp_path / "keys", issue_key("web", tokens_per_second=None, routes=None)[1])

    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600


def test_a_name_is_given_once(tmp_path: Path) -> None:
    append_key(tmp_path / "keys", issue_key("web", tokens_per_second=None, routes=None)[1])

    with pytest.raises(KeysError, match="expected a name that no other key has"):
        append_key(tmp_path / "keys", issue_key("web", tokens_per_second=1, routes=None)[1])


@pytest.mark.parametrize(
    ("name", "rate", "routes"), [("a b", None, None), ("a", 0.0, None), ("a", None, "v1")]
)
def test_a_wrong_limit_is_refused(name: str, rate: float | None, routes: str | None) -> None:
    with pytest.raises(KeysError, match="expected"):
        issue_key(name, tokens_per_second=rate, routes=routes)
