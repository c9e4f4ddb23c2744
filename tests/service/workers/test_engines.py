"""Tests of workers that share an engine, as `nomen serve` runs them."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import pytest

from tests.service.http.test_reloading import Asking, deploy, point
from tests.service.http.test_server import Served, fail_to_serve, ready, serve, stopped
from tests.service.workers.test_supervisor import children, is_ready, metric, new_connection
from tests.waiting import wait_for_end, wait_until

pytestmark = pytest.mark.slow

SHARED = {"NOMEN_WORKERS": "2", "NOMEN_SHARE_ENGINE": "1"}
TEXTS = [f"Harry Potter met Ron {'very ' * n}late. Hermione waved." for n in range(8)]

Pair = tuple[Served, httpx2.Client]
"""A service of two workers with one engine, and a client of it."""


@pytest.fixture(scope="module")
def pair(tiny_bundle: Path) -> Iterator[Pair]:
    with ready(tiny_bundle, **SHARED) as (served, client):
        wait_until(lambda: is_ready(client))
        yield served, client
        assert served.end(signal.SIGTERM) == 0


@pytest.fixture
def ready_pair(pair: Pair) -> Pair:
    wait_until(lambda: is_ready(pair[1]))
    return pair


def engine_of(served: Served) -> int:
    """The process that serves: the one that was started last."""
    pid: int = served.events("shared engine started")[-1]["pid"]
    return pid


def workers_of(served: Served) -> list[int]:
    engines = {line["pid"] for line in served.events("shared engine started")}
    return [pid for pid in children(served.process.pid) if pid not in engines]


def answers(client: httpx2.Client) -> list[object]:
    found = [new_connection(client, "POST", "/v1/tag", json={"text": text}) for text in TEXTS]
    return [(each.status_code, each.json()) for each in found]


def test_answers_are_those_of_one_worker_and_there_is_one_engine(
    ready_pair: Pair, tiny_bundle: Path
) -> None:
    served, client = ready_pair
    with ready(tiny_bundle) as (_, alone):
        expected = answers(alone)

    assert answers(client) == expected
    assert [children(worker) for worker in workers_of(served)] == [[], []]
    assert engine_of(served) in children(served.process.pid)
    assert metric(client, "nomen_engine_process_open_fds") > 0


def test_d4_a_worker_that_dies_leaves_the_engine_to_the_others(ready_pair: Pair) -> None:
    served, client = ready_pair
    engine = engine_of(served)
    lost, other = workers_of(served)

    os.kill(lost, signal.SIGKILL)

    assert served.wait_for("worker ended")["pid"] == lost
    with httpx2.Client(base_url=client.base_url, timeout=20) as again:
        wait_until(lambda: is_ready(again))
        assert again.post("/v1/tag", json={"text": TEXTS[0]}).status_code == 200
    assert engine_of(served) == engine
    assert other in workers_of(served)


def test_a_stopped_worker_does_not_hold_up_the_others(ready_pair: Pair) -> None:
    served, client = ready_pair
    first, second = workers_of(served)

    for each in (first, second):
        with stopped(each):
            found = new_connection(client, "POST", "/v1/tag", json={"text": TEXTS[0]})
            assert found.status_code == 200


def test_m2_all_reload_into_one_new_engine_and_no_request_is_lost(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    link, new, broken = deploy(tiny_bundle, tmp_path)

    with ready(link, **SHARED) as (served, client):
        wait_until(lambda: is_ready(client))
        old = engine_of(served)
        asking = [Asking(client.base_url) for _ in range(3)]
        for each in asking:
            each.start()
        point(link, broken)
        served.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(served.events("reload refused")) == 2)
        point(link, new)
        served.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(served.events("ready")) == 4)
        wait_until(lambda: all(each.answers[-1][1] == "nomen-tiny 2.0.0" for each in asking))
        for each in asking:
            each.stopping.set()
            each.join(timeout=20)
        wait_until(lambda: old in [line["pid"] for line in served.events("shared engine ended")])

        assert {status for each in asking for status, _, _ in each.answers} == {200}
        assert engine_of(served) in children(served.process.pid)
        assert len(children(served.process.pid)) == 3
        assert served.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
def test_d6_an_engine_that_ends_or_freezes_is_replaced_for_all(
    tiny_bundle: Path, number: signal.Signals
) -> None:
    with ready(tiny_bundle, **SHARED, NOMEN_STUCK_SECONDS="1") as (served, client):
        wait_until(lambda: is_ready(client))
        engine, workers = engine_of(served), workers_of(served)

        os.kill(engine, number)

        wait_until(lambda: len(served.events("ready")) == 4)
        assert served.wait_for("shared engine ended")["code"] == -signal.SIGKILL
        with httpx2.Client(base_url=client.base_url, timeout=20) as again:
            wait_until(lambda: is_ready(again))
            assert again.post("/v1/tag", json={"text": TEXTS[0]}).status_code == 200
        assert engine_of(served) != engine
        assert not set(workers) & set(workers_of(served))
        assert len(served.events("shared engine started")) == 2


def test_the_engine_ends_with_a_killed_supervisor(tiny_bundle: Path) -> None:
    with serve(tiny_bundle, **SHARED) as served:
        wait_until(lambda: len(served.events("ready")) == 2)
        with os.fdopen(os.pidfd_open(engine_of(served))) as descriptor:
            served.process.kill()
            wait_for_end(descriptor.fileno())


def test_sigterm_lets_requests_finish_and_ends_the_engine(tiny_bundle: Path) -> None:
    text = {"text": "Quillfeather waved . " * 5_000}
    with ready(tiny_bundle, **SHARED) as (served, client), ThreadPoolExecutor() as pool:
        wait_until(lambda: is_ready(client))
        engine = engine_of(served)
        requests = [pool.submit(new_connection, client, "POST", "/v1/tag", json=text) for _ in "ab"]
        while metric(client, "nomen_queue_requests") < 2:
            assert not all(each.done() for each in requests)

        assert served.end(signal.SIGTERM) == 0
        assert [each.result().status_code for each in requests] == [200, 200]
        assert not Path(f"/proc/{engine}").exists()


def test_a_bundle_that_is_refused_ends_with_2_and_one_line() -> None:
    code, line = fail_to_serve(NOMEN_BUNDLE="/nowhere", **SHARED)

    assert code == 2
    names = "en, en-open, xx, xx-open, zh"
    assert line == f"nomen: /nowhere: expected the folder of a bundle, or one of: {names}"
