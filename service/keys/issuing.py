"""Makes a key, and puts its line into the file of keys."""

import os
from pathlib import Path

from nomen.service.keys.key import Key, digest_of, make_key, new_secret
from nomen.service.keys.key_ring import check_is_new, read_keys

OWNER_ONLY = 0o600


def issue_key(name: str, *, tokens_per_second: float | None, routes: str | None) -> tuple[str, Key]:
    """Draw a key.

    Args:
        name: How logs and metrics are to call it.
        tokens_per_second: The most it may have tagged, on average.
        routes: The paths that it may use, with commas between.

    Returns:
        The key itself, which nobody stores, and what the service is to know of it.

    Raises:
        KeysError: When the name or a limit cannot be.
    """
    rate = None if tokens_per_second is None else str(tokens_per_second)
    given = {"tokens_per_second": rate, "routes": routes}
    secret = new_secret()
    limits = {name: value for name, value in given.items() if value is not None}
    return secret, make_key(name, digest_of(secret.encode()), limits)


def append_key(path: Path, key: Key) -> None:
    """Add a key to the file of keys, which is made if there is none.

    Raises:
        KeysError: When the file is wrong or has a key of this name.
        OSError: When it cannot be written.
    """
    content = b""
    if path.exists():
        check_is_new(key, known=read_keys(path, may_be_empty=True), place=str(path))
        content = path.read_bytes()
    separator = b"" if not content or content.endswith(b"\n") else b"\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OWNER_ONLY)
    with os.fdopen(descriptor, "ab") as file:
        file.write(separator + key.to_line().encode() + b"\n")
