import json
import os
import signal
from pathlib import Path

import pytest

from nomen.model.errors import DeviceError
from nomen.service.errors import WorkerEndedError
from nomen.service.files.cpus import available_cpus
from nomen.service.files.jsonl import Lines
from nomen.service.files.tagging import tag_files
from nomen.service.files.workers import SMALL_BYTES, choose_workers, open_workers
from nomen.service.settings import Settings


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Write documents of several groups, one of them no document."""
    file = tmp_path / "documents.jsonl"
    lines = [json.dumps({"id": i, "text": f"Harry waved {i} times."}) for i in range(4000)]
    lines[700] = "{"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.slow
def test_several_workers_write_what_one_does(
    documents: Path, tiny_bundle: Path, tmp_path: Path
) -> None:
    settings = Settings(bundle=str(tiny_bundle), precision="fp32")
    written = {}
    for number in (1, 2):
        output = tmp_path / str(number)
        with open_workers(settings, threshold="0.5", number=number) as tag_groups:
            counts = tag_files(tag_groups, [documents], output=output, errors=None)
        assert (counts.num_documents, counts.num_rejected) == (4000, 1)
        written[number] = [json.loads(line) for line in output.read_bytes().splitlines()]
    for alone, shared in zip(written[1], written[2], strict=True):
        assert shared.get("error") == alone.get("error")
        assert shared.get("names") == alone.get("names")
        if "error" not in alone:
            expected = pytest.approx(alone["name_probabilities"], abs=1e-5)
            assert (shared["id"], shared["name_probabilities"]) == (alone["id"], expected)


def test_a_worker_that_was_killed_is_told(
    documents: Path, tiny_bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nomen.service.files.workers._tag", kill_self)
    settings = Settings(bundle=str(tiny_bundle))
    output = tmp_path / "out"
    with (
        pytest.raises(WorkerEndedError, match="a worker process has ended"),
        open_workers(settings, threshold=None, number=2) as tag_groups,
    ):
        tag_files(tag_groups, [documents], output=output, errors=None)
    assert not output.exists()


def test_what_keeps_a_worker_from_beginning_is_told(documents: Path, tiny_bundle: Path) -> None:
    settings = Settings(bundle=str(tiny_bundle), precision="fp16", device="cpu")
    with (
        pytest.raises(DeviceError, match="expected device cuda"),
        open_workers(settings, threshold=None, number=2) as tag_groups,
    ):
        tag_files(tag_groups, [documents], output=documents.with_suffix(".out"), errors=None)


def kill_self(_: Lines, _threshold: float) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("num_bytes", "expected"), [(SMALL_BYTES, 1), (SMALL_BYTES + 1, available_cpus())]
)
def test_small_files_need_one_worker(tmp_path: Path, num_bytes: int, expected: int) -> None:
    (tmp_path / "a").write_bytes(b" " * num_bytes)
    assert choose_workers([tmp_path / "a"]) == expected
