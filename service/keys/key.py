"""Key: what the service knows of an API key, which never includes the key itself.

A key is 256 random bits, so its plain SHA-256 cannot be turned back, and needs no salt and no slow
hash. *Source:* OWASP Password Storage Cheat Sheet, which asks for slow hashes of what people chose.
"""

import hashlib
import math
import re
import secrets
from dataclasses import dataclass

from nomen.model.errors import NomenError

SECRET_PREFIX = "nomen_"  # noqa: S105  # for scanners that look for keys in the wrong places
SECRET_BYTES = 32
NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")
DIGEST = re.compile(r"[0-9a-f]{64}")
ROUTE = re.compile(r"/[A-Za-z0-9._/-]*\*?")
ADMIN = "/admin/"
"""Routes under it are only for keys whose line names them."""
LIMITS = "tokens_per_second", "routes"
MOST_TOKENS_PER_SECOND = 1e9


class KeysError(NomenError):
    """A line of the file of keys is wrong; the message has its number, and nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key.

    Attributes:
        name: How logs and metrics call it.
        digest: The SHA-256 of the key.
        tokens_per_second: The most it may have tagged, on average; None is no limit.
        routes: Paths that it may use; one that ends with `*` stands for all that begin so. None is
            every path that is not under `/admin/`.
    """

    name: str
    digest: bytes
    tokens_per_second: float | None = None
    routes: tuple[str, ...] | None = None

    def may_use(self, path: str) -> bool:
        """Tell whether it may use a path."""
        if self.routes is None:
            return not path.startswith(ADMIN)
        named = (r for r in self.routes if not path.startswith(ADMIN) or r.startswith(ADMIN))
        return any(path.startswith(r[:-1]) if r.endswith("*") else path == r for r in named)

    def to_line(self) -> str:
        """Write it as a line of the file of keys."""
        words = [self.name, self.digest.hex()]
        if self.tokens_per_second is not None:
            words.append(f"tokens_per_second={self.tokens_per_second:g}")
        if self.routes is not None:
            words.append(f"routes={','.join(self.routes)}")
        return " ".join(words)


def new_secret() -> str:
    """Draw a key: `nomen_` and 256 random bits."""
    return SECRET_PREFIX + secrets.token_urlsafe(SECRET_BYTES)


def digest_of(secret: bytes) -> bytes:
    """Give the SHA-256 of a key."""
    return hashlib.sha256(secret).digest()


def read_key(line: str) -> Key:
    """Read a line of the file of keys: name, SHA-256, and limits.

    Raises:
        KeysError: When something else stands there; the message repeats nothing of it.
    """
    words = line.split()
    name, digest = (*words, "", "")[:2]
    if not DIGEST.fullmatch(digest):
        raise KeysError("expected a name, and the SHA-256 of the key, 64 hexadecimal digits")
    return make_key(name, bytes.fromhex(digest), _read_limits(words[2:]))


def make_key(name: str, digest: bytes, limits: dict[str, str]) -> Key:
    """Make a key from its limits as they are written.

    Raises:
        KeysError: When a limit is none.
    """
    rate, routes = limits.get("tokens_per_second"), limits.get("routes")
    if not NAME.fullmatch(name):
        raise KeysError("expected a name of up to 64 letters, digits, '.', '_' and '-'")
    return Key(
        name=name,
        digest=digest,
        tokens_per_second=None if rate is None else _read_rate(rate),
        routes=None if routes is None else _read_routes(routes),
    )


def _read_limits(words: list[str]) -> dict[str, str]:
    limits = dict(word.partition("=")[::2] for word in words)
    if len(limits) != len(words) or not limits.keys() <= set(LIMITS):
        raise KeysError("expected tokens_per_second=N and routes=/PATH,…, each at most once")
    return limits


def _read_rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not 1 <= rate <= MOST_TOKENS_PER_SECOND:
        raise KeysError("tokens_per_second: expected a number of at least 1")
    return rate


def _read_routes(text: str) -> tuple[str, ...]:
    routes = tuple(text.split(","))
    if not all(map(ROUTE.fullmatch, routes)):
        raise KeysError("routes: expected paths such as /v1/tag or /v1/*, with commas between")
    return routes
