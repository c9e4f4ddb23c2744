"""Loads that last: more than the service can do, and half of it."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvloop

from tests.benchmarks.client import Client
from tests.benchmarks.servers import Server, nomen
from tests.end_to_end.test_overload import call, metric
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

SMALL = json.dumps({"tokens": ["Harry"] * 10}).encode()


@pytest.fixture(scope="module")
def server(tiny_bundle: Path) -> Iterator[Server]:
    limits = {"NOMEN_QUEUE_TOKENS": "20000", "NOMEN_MAX_TOKENS": "20000"}
    with nomen(NOMEN_BUNDLE=str(tiny_bundle), **limits) as served:
        yield served


@pytest.mark.parametrize("seconds", [3, pytest.param(60, marks=pytest.mark.long)])
def test_l1_an_overload_gets_answers_and_refusals_and_nothing_else(
    server: Server, seconds: int
) -> None:
    bodies = {
        "/v1/tag": json.dumps({"tokens": ["x"] * 4_000}).encode(),
        "/v1/tag/batch": json.dumps({"documents": [{"tokens": ["x"] * 1_000}] * 4}).encode(),
        "/v1/redact": json.dumps({"text": "x " * 4_000}).encode(),
    }
    end = time.monotonic() + seconds

    def send(seed: int) -> Counter[tuple[int, bool]]:
        draw, found = random.Random(seed), Counter[tuple[int, bool]]()
        while time.monotonic() < end:
            path = draw.choice(sorted(bodies))
            code, retry_after, _ = call(server.port, "POST", path, bodies[path])
            found[code, retry_after.isdigit() and 1 <= int(retry_after) <= 60] += 1
        return found

    def look(_: int) -> Counter[int]:
        found = Counter[int]()
        while time.monotonic() < end:
            for path in ("/livez", "/readyz"):
                found[call(server.port, "GET", path)[0]] += 1
        return found

    with ThreadPoolExecutor(25) as pool:
        looks = pool.submit(look, 0)
        counts = sum(pool.map(send, range(24)), Counter[tuple[int, bool]]())

    assert counts.keys() == {(200, False), (429, True)}
    assert looks.result().keys() == {200}
    wait_until(lambda: metric(server.port, "nomen_queue_requests") == 0)
    assert call(server.port, "POST", "/v1/tag", SMALL)[0] == 200


async def at_a_constant_rate(port: int, *, per_second: float, seconds: float) -> Counter[int]:
    """Send small requests at their time, whether or not earlier ones are answered."""
    idle: list[Client] = []
    started = time.monotonic()

    async def send(number: int) -> int:
        await asyncio.sleep(started + number / per_second - time.monotonic())  # noqa: TID251  # the rate
        client = idle.pop() if idle else Client(port)
        code, _ = await client.post(SMALL)
        idle.append(client)
        return code

    codes = Counter(await asyncio.gather(*map(send, range(int(per_second * seconds)))))
    for client in idle:
        client.close()
    return codes


async def most_per_second(port: int) -> float:
    """Give what eight clients get that wait for each answer."""
    num_requests = 100

    async def work() -> None:
        client = Client(port)
        for _ in range(num_requests):
            await client.post(SMALL)
        client.close()

    started = time.monotonic()
    await asyncio.gather(*(work() for _ in range(8)))
    return 8 * num_requests / (time.monotonic() - started)


@pytest.mark.parametrize("seconds", [2, pytest.param(30, marks=pytest.mark.long)])
def test_l5_at_half_of_what_it_can_do_no_request_fails(server: Server, seconds: int) -> None:
    half = uvloop.run(most_per_second(server.port)) / 2

    codes = uvloop.run(at_a_constant_rate(server.port, per_second=half, seconds=seconds))

    assert codes == {200: int(half * seconds)}
