import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from nomen.service.keys import budgets as module
from nomen.service.keys.budgets import NUM_SLOTS, Budgets
from nomen.service.keys.key import Key
from tests.service.keys.test_refusals import Clock

LIMITED = Key(name="web", digest=b"w" * 32, tokens_per_second=100)
OTHER = """
import sys
from nomen.service.keys.budgets import Budgets
from nomen.service.keys.key import Key
Budgets(int(sys.argv[1])).take(Key(name="web", digest=b"w" * 32, tokens_per_second=100), 5000)
"""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budgets(clock: Clock) -> Iterator[Budgets]:
    made = Budgets(clock=clock)
    yield made
    made.close()


def test_a_key_without_a_limit_never_waits(budgets: Budgets) -> None:
    free = Key(name="free", digest=b"f" * 32)

    assert budgets.take(free, 10**9) == 0
    assert budgets.wait_seconds(free) == 0


def test_a_budget_holds_ten_seconds_and_fills_with_the_rate(budgets: Budgets, clock: Clock) -> None:
    assert budgets.take(LIMITED, 1000) == 0
    clock.seconds = 3
    assert budgets.take(LIMITED, 0) == 300
    clock.seconds = 60
    assert budgets.take(LIMITED, 0) == 1000
    assert budgets.take(LIMITED, -50) == 1000


def test_a_large_request_is_served_and_paid_off(budgets: Budgets, clock: Clock) -> None:
    assert budgets.wait_seconds(LIMITED) == 0
    budgets.take(LIMITED, 3000)

    assert budgets.wait_seconds(LIMITED) == 20
    clock.seconds = 20
    assert budgets.wait_seconds(LIMITED) == 0


def test_keys_with_the_same_place_have_their_own_budgets(budgets: Budgets) -> None:
    near = Key(name="near", digest=b"w" * 31 + b"x", tokens_per_second=100)
    budgets.take(LIMITED, 400)

    assert budgets.take(near, 100) == 900
    assert budgets.take(LIMITED, 0) == 600


def test_more_keys_than_places_are_served(
    budgets: Budgets, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NUM_SLOTS", 3)
    for number in range(5):
        key = Key(name=str(number), digest=bytes([number + 1] * 32), tokens_per_second=1)
        assert budgets.take(key, 1) == 9

    assert NUM_SLOTS >= 4096


def test_processes_share_budgets() -> None:
    shared = Budgets()
    os.set_inheritable(shared.descriptor, True)  # noqa: FBT003  # positional in os
    command = [sys.executable, "-c", OTHER, str(shared.descriptor)]
    subprocess.run(command, check=True, pass_fds=[shared.descriptor], timeout=20)

    assert shared.wait_seconds(LIMITED) > 30
    shared.close()
