"""Tests of the workers as `nomen serve` runs them; with `service/workers/worker.py` and
`service/workers/messages.py`."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from tests.service.http.test_server import Served, fail_to_serve, ready, serve, stopped
from tests.waiting import wait_for_end, wait_until

pytestmark = pytest.mark.slow


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in found.split()]


def workers_of(served: Served) -> list[int]:
    return children(served.process.pid)


def is_ready(client: httpx2.Client) -> bool:
    return client.get("/readyz").status_code == 200


def new_connection(
    client: httpx2.Client, method: str, path: str, **more: object
) -> httpx2.Response:
    url = client.base_url.join(path)
    return httpx2.request(method, url, timeout=20, **more)  # type: ignore[arg-type]  # as given


def metric(client: httpx2.Client, name: str) -> float:
    for line in client.get("/metrics").text.splitlines():
        if line.startswith(f"{name} "):
            return float(line.split()[1])
    pytest.fail(f"no {name}")


Pair = tuple[Served, httpx2.Client]
"""A service of two workers, and a client of it."""


@pytest.fixture(scope="module")
def pair(tiny_bundle: Path) -> Iterator[Pair]:
    with ready(tiny_bundle, NOMEN_WORKERS="2") as (served, client):
        yield served, client
        assert served.end(signal.SIGTERM) == 0


@pytest.fixture
def ready_pair(pair: Pair) -> Pair:
    wait_until(lambda: is_ready(pair[1]))
    return pair


def test_both_serve_and_the_metrics_of_both_are_one(ready_pair: Pair) -> None:
    served, client = ready_pair
    before = metric(client, "nomen_tokens_total")
    for _ in range(30):
        tag = {"text": "Harry Potter waved."}
        assert new_connection(client, "POST", "/v1/tag", json=tag).status_code == 200

    assert [metric(client, "nomen_tokens_total") for _ in range(3)] == [before + 120] * 3
    assert metric(client, "nomen_workers") == 2
    assert metric(client, "nomen_queue_limit_tokens") == 400_000
    assert Counter(line["event"] for line in served.lines)["listening"] == 1


def test_not_ready_until_all_are(ready_pair: Pair) -> None:
    served, client = ready_pair
    first, second = workers_of(served)

    with stopped(first):
        assert new_connection(client, "GET", "/readyz").status_code == 503
    wait_until(lambda: is_ready(client))
    assert workers_of(served) == [first, second]


def test_the_lines_of_all_logs_stay_whole(ready_pair: Pair) -> None:
    served, client = ready_pair
    known = len(served.lines)

    def ask(_: int) -> None:
        with httpx2.Client(base_url=client.base_url, timeout=20) as mine:
            for _ in range(20):
                mine.post("/v1/tag", json={"tokens": ["Harry"]}).raise_for_status()

    def num_logged() -> int:
        return sum(line.get("route") == "/v1/tag" for line in served.lines[known:])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))

    wait_until(lambda: num_logged() == 160)


def test_sighup_has_all_load_the_bundle_again(ready_pair: Pair) -> None:
    served, client = ready_pair
    workers = workers_of(served)

    served.process.send_signal(signal.SIGHUP)

    done = 'nomen_reloads_total{result="succeeded"} 2.0'
    wait_until(lambda: done in client.get("/metrics").text)
    assert is_ready(client)
    assert workers_of(served) == workers


def test_one_that_dies_is_replaced_and_no_counter_falls(ready_pair: Pair) -> None:
    served, client = ready_pair
    new_connection(client, "POST", "/v1/tag", json={"tokens": ["Harry"]})
    before = metric(client, "nomen_tokens_total")
    lost, other = workers_of(served)
    wait_until(lambda: len(children(lost)) == 1)  # the engine from before the reload has ended
    (engine,) = children(lost)
    with os.fdopen(os.pidfd_open(engine)) as descriptor:
        os.kill(lost, signal.SIGKILL)
        wait_for_end(descriptor.fileno())

    assert served.wait_for("worker ended")["code"] == -9
    with httpx2.Client(base_url=client.base_url, timeout=20) as again:
        wait_until(lambda: is_ready(again))
        assert metric(again, "nomen_tokens_total") == before
        assert metric(again, "nomen_worker_restarts_total") == 1
    assert lost not in workers_of(served)
    assert other in workers_of(served)


def test_a_worker_is_replaced_with_its_engine(tiny_bundle: Path) -> None:
    with ready(tiny_bundle, NOMEN_WORKERS="2") as (served, _):
        wait_until(lambda: len(served.events("ready")) == 2)
        lost, _ = workers_of(served)
        (engine,) = children(lost)
        os.kill(engine, signal.SIGKILL)

        assert served.wait_for("worker ended")["pid"] == lost
        wait_until(lambda: len(served.events("ready")) == 3)
        workers = [os.fdopen(os.pidfd_open(pid)) for pid in workers_of(served)]
        served.process.kill()
        for descriptor in workers:  # they end with their supervisor
            with descriptor:
                wait_for_end(descriptor.fileno())


def test_one_that_answers_nothing_is_killed(tiny_bundle: Path) -> None:
    with ready(tiny_bundle, NOMEN_WORKERS="2", NOMEN_STUCK_SECONDS="2") as (served, _):
        frozen = workers_of(served)[0]
        os.kill(frozen, signal.SIGSTOP)

        assert served.wait_for("worker killed")["pid"] == frozen


def test_sigterm_lets_the_requests_of_all_finish(tiny_bundle: Path) -> None:
    text = {"text": "Quillfeather waved . " * 5_000}
    with (
        ready(tiny_bundle, NOMEN_WORKERS="2") as (served, client),
        ThreadPoolExecutor() as pool,
    ):
        wait_until(lambda: is_ready(client))
        requests = [pool.submit(new_connection, client, "POST", "/v1/tag", json=text) for _ in "ab"]
        while metric(client, "nomen_queue_requests") < 2:
            assert not all(each.done() for each in requests)

        assert served.end(signal.SIGTERM) == 0
        assert [each.result().status_code for each in requests] == [200, 200]


def test_sigterm_while_loading_ends_with_0(tiny_bundle: Path) -> None:
    with serve(tiny_bundle, NOMEN_WORKERS="2") as served:
        served.wait_for("listening")

        assert served.end(signal.SIGTERM) == 0


def test_a_bundle_that_is_refused_ends_with_2_and_one_line() -> None:
    code, line = fail_to_serve(NOMEN_BUNDLE="/nowhere", NOMEN_WORKERS="2")

    assert code == 2
    names = "en, en-open, xx, xx-open, zh"
    assert line == f"nomen: /nowhere: expected the folder of a bundle, or one of: {names}"
