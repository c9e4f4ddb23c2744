"""KeyRing: the keys of a file, compared in constant time and read again when the file changes."""

import hmac
from collections.abc import Sequence
from pathlib import Path

from nomen.service.keys.key import Key, KeysError, digest_of, read_key
from nomen.service.keys.watched_files import check_not_writable_by_all

MOST_BYTES = 1_048_576


class KeyRing:
    """All keys of a file.

    Args:
        path: The file: a line for each key, as `Key.to_line` writes it; `#` begins a comment.

    Raises:
        KeysError: When a line of it is wrong.
        OSError: When it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys = read_keys(path)

    def reload(self) -> None:
        """Read the file again; the keys stay when it is wrong.

        Raises:
            KeysError: When a line of it is wrong.
            OSError: When it cannot be read.
        """
        self.keys = read_keys(self.path)

    def find(self, secret: bytes) -> Key | None:
        """Give the key that a caller sent.

        Every key is compared, each in constant time, so the time tells nothing about any of them.
        """
        digest = digest_of(secret)
        found = None
        for key in self.keys:
            if hmac.compare_digest(key.digest, digest):
                found = key
        return found


def read_keys(path: Path, *, may_be_empty: bool = False) -> tuple[Key, ...]:
    """Read a file of keys.

    Raises:
        KeysError: When a line of it is wrong, when everybody may write to it, and when there is no
            key in it unless it may be empty.
        OSError: When it cannot be read.
    """
    check_not_writable_by_all(path)
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise KeysError(f"{path}: expected at most {MOST_BYTES} bytes")
    keys: list[Key] = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        text = line.partition("#")[0]
        if text.strip():
            place = f"{path}: line {number}"
            key = _read_line(text, place=place)
            check_is_new(key, known=keys, place=place)
            keys.append(key)
    if not (keys or may_be_empty):
        raise KeysError(f"{path}: expected a key; `nomen keys new` makes one")
    return tuple(keys)


def check_is_new(key: Key, *, known: Sequence[Key], place: str) -> None:
    """Check that no other key has the name of a key, or is the same.

    Raises:
        KeysError: When one has; the message begins with the place.
    """
    if any(key.name == each.name for each in known):
        raise KeysError(f"{place}: expected a name that no other key has")
    if any(key.digest == each.digest for each in known):
        raise KeysError(f"{place}: expected a key that is not there already")


def _read_line(text: str, *, place: str) -> Key:
    try:
        return read_key(text)
    except KeysError as error:
        raise KeysError(f"{place}: {error}") from error
