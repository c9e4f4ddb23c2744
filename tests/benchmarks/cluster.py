"""Measures the Ray engine on a cluster of two nodes on this machine, beside two local workers."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from ray.cluster_utils import Cluster

from tests.benchmarks.samples import Samples
from tests.benchmarks.timing import Row, rates

NODE: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 80 * 2**20}
NUM_FILES, FILE_MB = 25, 20
CARRIED_BYTES = 6_000
"""Size of the member of a record that is only carried through."""


def measure(samples: Samples, *, is_quick: bool) -> Iterator[Row]:
    """Give the rows of the cluster: 500 MB of JSON Lines in files of 20 MB."""
    with tempfile.TemporaryDirectory() as name, _two_nodes() as address:
        folder = Path(name)
        (folder / "in").mkdir()
        num_files, num_bytes = (4, 200_000) if is_quick else (NUM_FILES, FILE_MB * 1_000_000)
        for number in range(num_files):
            _write(folder / "in" / f"part{number}.jsonl", samples, num_bytes)
        ray = ("--engine", "ray", "--ray-address", address)
        yield from rates(
            f"redact {num_files} files of {num_bytes / 1e6:g} MB, start included",
            {
                "two local workers": partial(_run, folder, "--workers", "2"),
                "two nodes of one CPU": partial(_run, folder, *ray),
            },
            num_units=num_files * num_bytes / 1e6,
            unit="MB/s",
            rounds=1,
        )


@contextmanager
def _two_nodes() -> Iterator[str]:
    head = {**NODE, "include_dashboard": False, "node_ip_address": "127.0.0.2"}
    cluster: Any = Cluster(initialize_head=True, head_node_args=head)
    try:
        cluster.add_node(**NODE, node_ip_address="127.0.0.3")
        yield str(cluster.address)
    finally:
        cluster.shutdown()


def _write(file: Path, samples: Samples, num_bytes: int) -> None:
    carried = "0123456789" * (CARRIED_BYTES // 10)
    records = ({"text": text, "carried": carried} for text in cycle(samples.sentences))
    lines = (json.dumps(record) + "\n" for record in records)
    number = num_bytes // (CARRIED_BYTES + 160)
    file.write_text("".join(islice(lines, number)), encoding="utf-8")


def _run(folder: Path, *options: str) -> None:
    command = [sys.executable, "-m", "nomen.service.cli", "redact", f"{folder}/in", *options]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "RAY_USAGE_STATS_ENABLED": "0"}
    subprocess.run(
        [*command, "--output", f"{folder}/out/", "--force"],
        check=True,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
