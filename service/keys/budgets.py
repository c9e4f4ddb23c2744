"""Budgets: the tokens that each key has left, in memory that several processes can share.

A budget is a bucket of tokens. It fills with the key's rate and holds `BURST_SECONDS` of it. A
request may begin while something is in it, and what the request took is taken out even where that
makes a debt. So a key's rate holds on average, and a document larger than the bucket is served.
"""

import fcntl
import mmap
import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nomen.service.keys.key import Key

BURST_SECONDS = 10.0
SLOT = struct.Struct("=32sdd")
"""Digest of the key, tokens, and the time of that count."""
NUM_SLOTS = 4096
EMPTY = bytes(32)


class Budgets:
    """The budgets of all keys.

    Args:
        descriptor: Memory that another process made and whose `descriptor` this one inherited; new
            memory if None.
        clock: Gives the time in seconds, alike in all processes.

    Attributes:
        descriptor: The file descriptor of the memory.
    """

    def __init__(
        self, descriptor: int | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self.descriptor = os.memfd_create("budgets") if descriptor is None else descriptor
        if descriptor is None:
            os.ftruncate(self.descriptor, NUM_SLOTS * SLOT.size)
        self._memory = mmap.mmap(self.descriptor, NUM_SLOTS * SLOT.size)

    def close(self) -> None:
        """Give the memory back."""
        self._memory.close()
        os.close(self.descriptor)

    def wait_seconds(self, key: Key) -> float:
        """Give the time until a request of a key may begin; 0 if it may now."""
        if key.tokens_per_second is None:
            return 0.0
        return max(0.0, -self.take(key, 0)) / key.tokens_per_second

    def take(self, key: Key, num_tokens: float) -> float:
        """Take tokens out of a key's budget, or put them back if negative; give what is left."""
        rate = key.tokens_per_second
        if rate is None:
            return 0.0
        with self._locked():
            offset, tokens, then = self._find(key)
            now = self._clock()
            full = rate * BURST_SECONDS
            tokens = full if offset is None else min(full, tokens + (now - then) * rate)
            left = min(full, tokens - num_tokens)
            place = self._free(key) if offset is None else offset
            SLOT.pack_into(self._memory, place, key.digest, left, now)
            return left

    @contextmanager
    def _locked(self) -> Iterator[None]:
        fcntl.lockf(self.descriptor, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self.descriptor, fcntl.LOCK_UN)

    def _find(self, key: Key) -> tuple[int | None, float, float]:
        """Give the place of a key's budget, its tokens and their time."""
        for place in _places(key):
            digest, tokens, then = SLOT.unpack_from(self._memory, place)
            if digest == key.digest:
                return place, tokens, then
            if digest == EMPTY:
                break
        return None, 0.0, 0.0

    def _free(self, key: Key) -> int:
        """Give a free place for a key; if none is left, that of another key."""
        places = list(_places(key))
        for place in places:
            if self._memory[place : place + len(EMPTY)] == EMPTY:
                return place
        return places[0]


def _places(key: Key) -> Iterator[int]:
    first = int.from_bytes(key.digest[:4], "little")
    return ((first + step) % NUM_SLOTS * SLOT.size for step in range(NUM_SLOTS))
