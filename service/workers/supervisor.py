"""Starts the workers, watches over them, and answers for all of them.

It serves nothing itself. It has one thread and no event loop: it waits for signals, for messages,
and for the end of a worker.
"""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.reduction import recv_handle
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, ProcessCollector

from nomen.model.errors import NomenError
from nomen.service.errors import EngineEndedError, RefusedError
from nomen.service.settings import Settings
from nomen.service.telemetry.snapshots import MetricsOfAll, take_snapshot
from nomen.service.workers.backoff import Backoff
from nomen.service.workers.engines import Engines
from nomen.service.workers.gathering import Gatherings
from nomen.service.workers.messages import Answer, Ask, Deliver, Failed, Join, Loaded, State
from nomen.service.workers.orphans import reap_orphans
from nomen.service.workers.worker import SIGNALS, Work, Worker, start_worker

BEAT_SECONDS = 1.0
"""How often the workers are asked how they are."""


class Supervisor:
    """The process above the workers.

    Args:
        work: What each worker does.
        settings: The settings of each worker, and how many there are.
        on_leave: Called once when all are about to end.
    """

    def __init__(self, work: Work, settings: Settings, *, on_leave: Callable[[], None]) -> None:
        self._work = work
        self._number = number = settings.workers or 1
        self._stuck_seconds = settings.stuck_seconds
        self._on_leave = on_leave
        self._engines = Engines(settings)
        self._workers: dict[int, Worker] = {}
        self._due = dict.fromkeys(range(number), 0.0)
        self._backoffs = [Backoff() for _ in range(number)]
        self._gatherings = Gatherings()
        self._next_beat = 0.0
        self._has_loaded = self._is_leaving = self._has_spoken = False
        self._failure: NomenError | None = None
        self._metrics = MetricsOfAll()
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        ProcessCollector(
            namespace="nomen_engine",
            pid=lambda: self._engines.pid or "none",
            registry=self._registry,
        )
        count = Gauge("nomen_workers", "Running service processes.", registry=self._registry)
        count.set_function(lambda: len(self._workers))
        self._restarts = Counter(
            "nomen_worker_restarts", "Service processes replaced.", registry=self._registry
        )
        self._log = structlog.get_logger("nomen.workers")

    def run(self) -> None:
        """Run until a signal has ended all workers.

        Raises:
            NomenError: When the workers cannot serve.
        """
        with caught_signals() as signals:
            while self._workers or not self._is_leaving:
                self._start_due()
                self._beat()
                for source in wait(self._sources(signals), self._patience()):
                    self._handle(source, signals)
                self._gatherings.conclude(time.monotonic())
                self._engines.reap()
                reap_orphans({each.id for each in self._workers.values()} | self._engines.pids)
        self._engines.close()
        if self._failure is not None:
            raise self._failure

    def _sources(self, signals: socket.socket) -> list[Any]:
        links = [each.link for each in self._workers.values() if not each.is_lost]
        doors = self._engines.doors
        return [
            signals,
            *links,
            *doors,
            *(each.process.sentinel for each in self._workers.values()),
        ]

    def _patience(self) -> float:
        times = [self._next_beat, *self._gatherings.deadlines(), *self._due.values()]
        return max(0.0, min(times) - time.monotonic())

    def _handle(self, source: Any, signals: socket.socket) -> None:  # noqa: ANN401  # what `wait` gives
        if source is signals:
            for number in signals.recv(64):
                self._deliver(number)
            return
        if source in self._engines.doors:
            self._engines.hear(source)
            return
        for slot, worker in list(self._workers.items()):
            if source is worker.link:
                self._receive(worker)
            elif source == worker.process.sentinel:
                self._end(slot, worker)

    def _start_due(self) -> None:
        now = time.monotonic()
        for slot in [slot for slot, due in self._due.items() if due <= now]:
            del self._due[slot]
            links = [each.link.close for each in self._workers.values()]
            doors = [each.close for each in self._engines.doors]
            others = [*links, *doors]
            worker = start_worker(self._work, is_first=not self._has_spoken, others=others)
            self._has_spoken = True
            self._workers[slot] = worker
            self._log.info("worker started", worker=slot, pid=worker.id)

    def _receive(self, worker: Worker) -> None:
        try:
            message = worker.link.recv()
        except (EOFError, OSError):
            worker.is_lost = True
            return
        worker.heard = time.monotonic()
        match message:
            case Answer(number, value):
                self._gatherings.add(number, worker.id, value)
            case Ask(number, "metrics"):
                self._ask("metrics", partial(self._answer_metrics, worker, number))
            case Ask(number, "state"):
                self._ask("state", partial(self._answer_state, worker, number))
            case Deliver(number):
                self._tell(Deliver(number), but=worker)
            case Join():
                self._connect(worker)
            case Loaded():
                self._has_loaded = True
            case Failed(text, has_ended) if not self._has_loaded and self._failure is None:
                self._failure = EngineEndedError(text) if has_ended else RefusedError(text)

    def _connect(self, worker: Worker) -> None:
        """Pass a worker's connection on to the engine."""
        try:
            connection = socket.socket(fileno=recv_handle(worker.link))
        except (EOFError, OSError, RuntimeError):  # the last where the worker has been killed
            worker.is_lost = True
            return
        with connection:
            worker.engine = self._engines.connect(connection, newer_than=worker.engine)

    def _ask(self, question: Any, conclude: Callable[[dict[int, Any]], None]) -> None:  # noqa: ANN401
        workers = {each.id for each in self._workers.values()}
        number = self._gatherings.begin(question, workers, conclude, now=time.monotonic())
        for worker in self._workers.values():
            worker.tell(Ask(number, question))

    def _answer_metrics(self, asker: Worker, number: int, answers: dict[int, Any]) -> None:
        for process, snapshot in answers.items():
            self._metrics.update(process, snapshot)
        self._metrics.update(os.getpid(), take_snapshot(self._registry))
        asker.tell(Answer(number, self._metrics.to_text()))

    def _answer_state(self, asker: Worker, number: int, answers: dict[int, State]) -> None:
        num_ready = sum(state.is_ready for state in answers.values())
        asker.tell(Answer(number, num_ready == self._number))

    def _beat(self) -> None:
        """Ask the workers how they are, and kill those that have not answered for long."""
        now = time.monotonic()
        if now < self._next_beat:
            return
        self._next_beat = now + BEAT_SECONDS
        self._ask("state", self._judge)
        for worker in self._workers.values():
            if now - worker.heard > self._stuck_seconds + 2 * BEAT_SECONDS:
                self._kill(worker, "it does not answer")

    def _judge(self, answers: dict[int, State]) -> None:
        for worker in self._workers.values():
            state = answers.get(worker.id)
            if state is not None and not state.is_alive and not self._is_leaving:
                self._kill(worker, "its engine is stuck or has ended")

    def _kill(self, worker: Worker, reason: str) -> None:
        worker.process.kill()
        self._log.error("worker killed", pid=worker.id, reason=reason)

    def _end(self, slot: int, worker: Worker) -> None:
        """Replace a worker that has ended, or end with it."""
        while not worker.is_lost and worker.link.poll():
            self._receive(worker)
        worker.process.join()
        code = worker.process.exitcode
        del self._workers[slot]
        worker.link.close()
        self._gatherings.leave_out(worker.id)
        self._metrics.retire(worker.id)
        if self._is_leaving:
            return
        if code == 0:  # it has been told to end in another way
            self._deliver(signal.SIGTERM)
        elif not self._has_loaded:
            self._failure = self._failure or EngineEndedError(f"a worker has ended with {code}")
            self._deliver(signal.SIGINT)
        else:
            self._replace(slot, worker, code)

    def _replace(self, slot: int, worker: Worker, code: int | None) -> None:
        lifetime = time.monotonic() - worker.started
        seconds = self._backoffs[slot].next_seconds(lifetime_seconds=lifetime)
        self._due[slot] = time.monotonic() + seconds
        self._restarts.inc()
        self._log.error(
            "worker ended", worker=slot, pid=worker.id, code=code, replaced_in_seconds=seconds
        )

    def _deliver(self, number: int) -> None:
        """Pass a signal on to the workers; all but SIGHUP end them."""
        if number != signal.SIGHUP and not self._is_leaving:
            self._is_leaving = True
            self._due.clear()
            self._on_leave()
        self._tell(Deliver(number))

    def _tell(self, message: Deliver, *, but: Worker | None = None) -> None:
        for worker in self._workers.values():
            if worker is not but:
                worker.tell(message)


@contextmanager
def caught_signals() -> Iterator[socket.socket]:
    """Have signals come as bytes out of a socket."""
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)  # noqa: FBT003  # as the socket has it
    before = {number: signal.signal(number, _ignore) for number in SIGNALS}
    old = signal.set_wakeup_fd(theirs.fileno())
    try:
        with ours, theirs:
            yield ours
    finally:
        signal.set_wakeup_fd(old)
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore(_number: int, _frame: object) -> None:
    """Do nothing: the number of the signal comes out of the socket."""
