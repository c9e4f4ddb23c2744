"""Guard: says whether a request may be answered, by its key, its path and its address."""

import math
from collections.abc import Iterable

from nomen.service.errors import (
    KEY_LIMIT,
    KEY_MISSING,
    KEY_NOT_ALLOWED,
    KEY_REFUSED,
    TOO_MANY_KEYS,
    RequestError,
)
from nomen.service.keys.budgets import Budgets
from nomen.service.keys.key import Key
from nomen.service.keys.key_ring import KeyRing
from nomen.service.keys.refusals import Refusals

AUTHORIZATION = b"authorization"
SCHEME = b"bearer"
MOST_SECRET_BYTES = 512
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="nomen"'}
INVALID = {"WWW-Authenticate": 'Bearer realm="nomen", error="invalid_token"'}
INSUFFICIENT = {"WWW-Authenticate": 'Bearer realm="nomen", error="insufficient_scope"'}
"""*Source:* RFC 6750, section 3."""


class Guard:
    """Checks keys.

    A known key is never refused because of others at its address: behind a proxy all callers have
    the proxy's.

    Args:
        ring: The keys.
        budgets: What they have left.
        refusals: Counts what is refused by address.
    """

    def __init__(
        self, ring: KeyRing, budgets: Budgets, *, refusals: Refusals | None = None
    ) -> None:
        self.ring = ring
        self.budgets = budgets
        self._refusals = refusals or Refusals()

    def admit(self, headers: Iterable[tuple[bytes, bytes]], *, path: str, address: str) -> Key:
        """Give the key of a request that may be answered.

        Args:
            headers: The headers of the request, in lower case.
            path: The path of its URL, decoded.
            address: The address of the other end of its connection.

        Raises:
            RequestError: When it has no key, two, or an unknown one (401), when the key may not use
                the path (403), and when the key or the address has to wait (429).
        """
        found = [value for name, value in headers if name == AUTHORIZATION]
        secret = _secret(found[0]) if len(found) == 1 else None
        key = None if secret is None else self.ring.find(secret)
        if key is None:
            raise self._refusal(address, has_key=bool(found))
        if not key.may_use(path):
            detail = "expected a key with this route among its routes"
            raise RequestError(KEY_NOT_ALLOWED, detail, headers=INSUFFICIENT)
        seconds = self.budgets.wait_seconds(key)
        if seconds > 0:
            raise RequestError(
                KEY_LIMIT, "try again after Retry-After seconds", headers=_after(seconds)
            )
        return key

    def _refusal(self, address: str, *, has_key: bool) -> RequestError:
        seconds = self._refusals.take(address)
        if seconds > 0:
            detail = "try again after Retry-After seconds"
            return RequestError(TOO_MANY_KEYS, detail, headers=_after(seconds))
        expected = "expected one header Authorization: Bearer KEY"
        if not has_key:
            return RequestError(KEY_MISSING, expected, headers=CHALLENGE)
        return RequestError(KEY_REFUSED, f"{expected}, with a key of this service", headers=INVALID)


def _secret(value: bytes) -> bytes | None:
    """Give the key in a header Authorization; None when none can be there."""
    scheme, _, secret = value.strip().partition(b" ")
    secret = secret.strip()
    is_one = scheme.lower() == SCHEME and 0 < len(secret) <= MOST_SECRET_BYTES
    return secret if is_one else None


def _after(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(seconds))}
