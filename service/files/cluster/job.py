"""Runs a job on a Ray cluster: Ray Data gives partitions to workers, and does again what one lost.

*Source:* Ray Data's `Dataset.map_batches` with a class: one actor for each of its instances; actors
that die are started again, and their rows go to others.
"""

import json
import logging
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from nomen.model.errors import NomenError
from nomen.service.errors import WorkerEndedError
from nomen.service.files.answers.numbering import Numbering
from nomen.service.files.answers.records import Result, Work
from nomen.service.files.cluster.partitions import Partition, work_on
from nomen.service.files.formats.opening import FormatOptions
from nomen.service.files.jobs.progress import Progress
from nomen.service.files.jobs.workers import open_here
from nomen.service.files.jobs.working import Task
from nomen.service.files.outputs.journal import Counts
from nomen.service.files.sources import SourceError
from nomen.service.files.terminal import tell
from nomen.service.settings import Settings

CONNECT_SECONDS = 10.0
MISSING = "--engine ray: expected Ray: pip install 'nomen[ray,corpora]'"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterJob:
    """What the workers of a cluster do. It goes to each of them once.

    Attributes:
        settings: Name the bundle and the device.
        task: What is done with every chunk.
        formats: What the caller says about formats.
        partitions: All partitions.
        numbering: Numbers the persons through each file, if asked.
    """

    settings: Settings
    task: Task
    formats: FormatOptions
    partitions: Sequence[Partition]
    numbering: Numbering | None = None


class PartitionWorker:
    """An actor that holds a tagger.

    Args:
        job: What it does.
    """

    def __init__(self, job: ClusterJob) -> None:
        self._job = job
        self._worker = open_here(job.settings, job.task)

    def _work(self, work: Work) -> Result:
        result = self._worker.work(work)
        if self._job.numbering is None:
            return result
        numbered, _ = self._job.numbering.write(work, result)
        return numbered

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """Work on the partitions that a batch names by their indices; give what was done."""
        rows = []
        for index in batch["id"].tolist():
            counts, failure = work_on(self._job.partitions[index], self._work, self._job.formats)
            done = {"failure": failure, "counts": json.dumps(asdict(counts))}
            rows.append({"id": index, **done})
        return {name: [row[name] for row in rows] for name in rows[0]}


def run_on_cluster(job: ClusterJob, *, address: str | None, workers: int | None) -> Counts:
    """Run a job on a cluster.

    Args:
        job: The job.
        address: The cluster's address; None is the one that `RAY_ADDRESS` names, or this machine.
        workers: The number of workers; None is one for each CPU, or for each GPU.

    Raises:
        SourceError: When Ray is not installed, or its cluster cannot be reached.
        NomenError: When the bundle or the device cannot be used.
        OSError: When an output cannot be written.
        WorkerEndedError: When workers ended too often.
    """
    counts = Counts()
    with _connected(address) as resources, _own_errors():
        unit = "GPU" if job.settings.device == "cuda" else "CPU"
        most = int(resources.get(unit, 0))
        if most == 0:
            raise SourceError(f"--engine ray: the cluster has no {unit}")
        number = min(most if workers is None else workers, len(job.partitions))
        with Progress(sum(each.num_bytes for each in job.partitions), counts) as progress:
            position = 0
            for row in _rows(job, number=number, unit=unit):
                partition, done = job.partitions[row["id"]], Counts(**json.loads(row["counts"]))
                position += partition.num_bytes
                counts.add(done)
                if done.num_failed:
                    counts.num_failed += 1
                    tell(f"{partition.input.label}: {row['failure']}")
                progress.show(counts, position=position)
    return counts


def _rows(job: ClusterJob, *, number: int, unit: str) -> Iterator[dict[str, Any]]:
    """Give what was done for each partition, as it is done."""
    import ray.data  # noqa: PLC0415

    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    # Items lie in the store already. To read them would take a CPU, which the workers hold.
    indices = [{"id": index} for index in range(len(job.partitions))]
    done = ray.data.from_items(indices, override_num_blocks=len(indices)).map_batches(
        PartitionWorker,
        batch_size=1,
        fn_constructor_kwargs={"job": job},
        compute=ray.data.ActorPoolStrategy(size=number),
        num_cpus=int(unit == "CPU"),
        num_gpus=int(unit == "GPU"),
    )
    yield from done.iter_rows()


@contextmanager
def _connected(address: str | None) -> Iterator[dict[str, float]]:
    """Connect to a cluster, or start one here; give its resources."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machine
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray  # noqa: PLC0415
    except ImportError as error:
        raise SourceError(MISSING) from error
    logging.getLogger("ray").setLevel(logging.ERROR)
    _check_address(address or os.environ.get("RAY_ADDRESS"))
    try:
        ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
    except ConnectionError as error:
        raise SourceError("--ray-address: no cluster answers there") from error
    try:
        yield ray.cluster_resources()  # type: ignore[no-untyped-call]  # Ray has no type for it
    finally:
        ray.shutdown()


def _check_address(address: str | None) -> None:
    """Refuse a cluster where nobody listens; Ray itself would wait for minutes.

    Raises:
        SourceError: When there is none.
    """
    host, _, port = (address or "").rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host.removeprefix("ray://"), int(port)), CONNECT_SECONDS).close()
    except OSError as error:
        raise SourceError("--ray-address: no cluster answers there") from error


@contextmanager
def _own_errors() -> Iterator[None]:
    """Raise what a worker raised as this process would have."""
    from ray.exceptions import RayError, RayTaskError  # noqa: PLC0415

    try:
        yield
    except RayTaskError as error:
        cause = error.cause
        if isinstance(cause, NomenError | OSError):
            raise cause from error
        raise WorkerEndedError from error
    except RayError as error:
        raise WorkerEndedError from error
