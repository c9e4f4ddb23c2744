import hmac
from pathlib import Path

import pytest

from nomen.service.keys import key_ring
from nomen.service.keys.key import KeysError, digest_of
from nomen.service.keys.key_ring import KeyRing, read_keys


def line(name: str, secret: str, limits: str = "") -> str:
    return f"{name} {digest_of(secret.encode()).hex()} {limits}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "keys.txt"
    made.write_text("# of two teams\n\n" + line("web", "one") + line("batch", "two", "# old"))
    return made


def test_a_key_is_found_among_several(file: Path) -> None:
    ring = KeyRing(file)

    assert [key.name for key in ring.keys] == ["web", "batch"]
    found = ring.find(b"two")
    assert found is not None
    assert found.name == "batch"
    assert ring.find(b"three") is None
    assert ring.find(ring.keys[0].digest.hex().encode()) is None


def test_s3_every_key_is_compared_in_constant_time(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(ours: bytes, theirs: bytes) -> bool:
        compared.append((ours, theirs))
        return hmac.compare_digest(ours, theirs)

    monkeypatch.setattr(key_ring, "hmac", type("Fake", (), {"compare_digest": compare}))
    KeyRing(file).find(b"one")

    assert len(compared) == 2


def test_a_wrong_file_leaves_the_keys_that_were_read(file: Path) -> None:
    ring = KeyRing(file)
    file.write_text(line("web", "one") + "Canary\n")

    with pytest.raises(KeysError, match=r"keys\.txt: line 2: expected a name, and") as caught:
        ring.reload()

    assert "Canary" not in str(caught.value)
    assert len(ring.keys) == 2


def test_a_new_file_replaces_the_keys(file: Path) -> None:
    ring = KeyRing(file)
    file.write_text(line("new", "three"))
    ring.reload()

    assert ring.find(b"one") is None
    assert ring.find(b"three") is not None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("# none\n", "expected a key; `nomen keys new` makes one"),
        (line("web", "one") + line("web", "two"), "line 2: expected a name that no other key"),
        (line("web", "one") + line("app", "one"), "line 2: expected a key that is not there"),
        ("#" * 1_048_577, "expected at most 1048576 bytes"),
        ("\x00\xff", "line 1: expected a name, and"),
    ],
)
def test_a_file_of_no_use_is_refused(file: Path, content: str, message: str) -> None:
    file.write_text(content, encoding="latin-1")

    with pytest.raises(KeysError, match=message):
        read_keys(file)


def test_a_file_that_everybody_may_write_to_is_refused(file: Path) -> None:
    file.chmod(0o666)

    with pytest.raises(KeysError, match="others may not write to"):
        read_keys(file)
