"""The Ray engine on a real cluster of two nodes, beside the local engine.

It covers `service/files/cluster/job.py` and
`service/files/cluster/partitions.py`.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.waiting import wait_until

pytestmark = pytest.mark.slow
ray_cluster = pytest.importorskip("ray.cluster_utils")

NODE = {"num_cpus": 1, "object_store_memory": 80 * 2**20, "include_dashboard": False}
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "RAY_USAGE_STATS_ENABLED": "0"}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Run a cluster of two nodes of one CPU each, on loopback addresses of their own."""
    cluster = ray_cluster.Cluster(
        initialize_head=True, head_node_args={**NODE, "node_ip_address": "127.0.0.2"}
    )
    cluster.add_node(num_cpus=1, object_store_memory=80 * 2**20, node_ip_address="127.0.0.3")
    yield cluster.address
    cluster.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("partitions")
    for part in range(6):
        lines = [
            json.dumps({"id": i, "text": f"Marisol Quintana met Tomasz Wilk in room {part}-{i}."})
            for i in range(400)
        ]
        if part == 1:
            lines[7] = '{"id": 7, "texts": "a fault"}'
        path = folder / f"deep{part % 2}" / f"part{part}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
    (folder / "bad.jsonl.gz").write_bytes(b"x")
    (folder / "ignored.bin").write_bytes(b"\x00")
    return folder


@pytest.fixture(scope="module")
def local(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Redact the folder with the local engine."""
    output = tmp_path_factory.mktemp("local")
    done = run("redact", str(folder), "--workers", "1", "--output", f"{output}/")
    assert done.returncode == 3, done.stderr
    return contents(output)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nomen.service.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("[!.]*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def workers() -> list[int]:
    """Find the processes of this machine that work on partitions."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            line = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if line.startswith(b"ray::MapWorker(MapBatches(PartitionWorker)"):
            found.append(int(process.name))
    return found


def test_c3_a_cluster_writes_what_one_machine_writes_though_a_worker_is_killed(
    folder: Path, local: dict[str, bytes], address: str, tmp_path: Path
) -> None:
    command = [
        *(sys.executable, "-m", "nomen.service.cli", "redact", folder.as_uri()),
        *("--engine", "ray", "--ray-address", address, "--output", tmp_path.as_uri()),
    ]
    job = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
    wait_until(lambda: any(tmp_path.rglob("*.jsonl")), seconds=60)
    victim = workers()[0]
    os.kill(victim, signal.SIGKILL)
    _, said = job.communicate(timeout=120)

    assert job.returncode == 3, said
    assert "2400 documents, 1 rejected, 1 file could not be read" in said
    assert "bad.jsonl.gz: " in said
    assert "left out: 1 .bin" in said
    assert contents(tmp_path).keys() == local.keys()
    rejected = ("bad.redacted.rejects.jsonl", "deep1/part1.redacted.rejects.jsonl")
    assert {**contents(tmp_path), **dict.fromkeys(rejected, b"")} == {
        **local,
        **dict.fromkeys(rejected, b""),
    }


def test_a_job_goes_on_with_the_files_that_have_no_output(
    folder: Path, local: dict[str, bytes], address: str, tmp_path: Path
) -> None:
    options = ("--engine", "ray", "--ray-address", address, "--output", str(tmp_path))
    first = run("redact", str(folder), *options, "--include", "deep0/*", "--include", "part[15].*")
    (tmp_path / "deep1" / ".part3.redacted.jsonl.0f.partial").write_text("cut short")

    refused = run("redact", str(folder), *options)
    others = run("redact", str(folder), *options, "--operator", "mask", "--resume")
    resumed = run("redact", str(folder), *options, "--resume")

    said = first.stderr + refused.stderr + others.stderr + resumed.stderr
    assert [each.returncode for each in (first, refused, others, resumed)] == [3, 2, 2, 3], said
    assert "exists; expected --force to write over it, or --resume" in refused.stderr
    assert "--resume: expected the options and the bundle" in others.stderr
    assert "400 documents, 0 rejected" in resumed.stderr
    assert contents(tmp_path) == local


def test_a_cluster_that_does_not_answer_is_named_in_one_line(folder: Path, tmp_path: Path) -> None:
    options = ("--engine", "ray", "--ray-address", "127.0.0.9:1", "--output", str(tmp_path))

    done = run("tag", str(folder), *options)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("nomen: --ray-address: no cluster answers there")
