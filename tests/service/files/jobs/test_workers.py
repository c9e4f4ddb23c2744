import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nomen.model.errors import DeviceError
from nomen.service.cpus import available_cpus
from nomen.service.errors import WorkerEndedError
from nomen.service.files.answers.records import Work
from nomen.service.files.jobs.workers import SMALL_BYTES, choose_workers
from tests.service.files.folders import lines_of, run
from tests.waiting import wait_for_end


@pytest.fixture
def documents(tmp_path: Path, tiny_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write documents of several chunks, one of them no document."""
    monkeypatch.setenv("NOMEN_BUNDLE", str(tiny_bundle))
    monkeypatch.setenv("NOMEN_PRECISION", "fp32")
    file = tmp_path / "documents.jsonl"
    lines = [json.dumps({"id": i, "text": f"Harry waved {i} times."}) for i in range(4000)]
    lines[700] = "{"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.slow
def test_several_workers_write_what_one_does(documents: Path, tmp_path: Path) -> None:
    for number in ("1", "2"):
        done = run("tag", documents, "--workers", number, "--output", tmp_path / number)
        assert done.stderr == "4000 documents, 1 rejected\n"

    alone, shared = (lines_of((tmp_path / number).read_bytes()) for number in ("1", "2"))
    for one, other in zip(alone, shared, strict=True):
        assert (other.get("error"), other.get("names")) == (one.get("error"), one.get("names"))
        if "error" not in one:
            expected = pytest.approx(one["name_probabilities"], abs=1e-5)
            assert (other["id"], other["name_probabilities"]) == (one["id"], expected)


def test_a_worker_that_was_killed_is_told(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nomen.service.files.jobs.workers._work", kill_self)

    done = run("tag", documents, "--workers", "2", "--output", tmp_path / "out")

    assert isinstance(done.exception, WorkerEndedError)
    assert not (tmp_path / "out").exists()


def test_what_keeps_a_worker_from_beginning_is_told(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMEN_PRECISION", "fp16")
    monkeypatch.setenv("NOMEN_DEVICE", "cpu")

    done = run("tag", documents, "--workers", "2")

    assert isinstance(done.exception, DeviceError)


@pytest.mark.slow
def test_no_worker_outlives_its_parent(documents: Path) -> None:
    command = [sys.executable, "-m", "nomen.service.cli", "tag", str(documents), "--workers", "3"]
    with subprocess.Popen([*command, "--output", "/dev/stdout"], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        workers = [os.pidfd_open(int(each)) for each in children.read_text("ascii").split()]
        parent.kill()

    assert len(workers) >= 2
    for worker in workers:
        wait_for_end(worker)
        os.close(worker)


def kill_self(_: Work) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("num_bytes", "expected"),
    [(SMALL_BYTES, 1), (SMALL_BYTES + 1, available_cpus()), (None, available_cpus())],
)
def test_small_files_need_one_worker(num_bytes: int | None, expected: int) -> None:
    assert choose_workers(num_bytes) == expected
