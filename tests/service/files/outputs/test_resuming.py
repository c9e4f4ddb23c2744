"""Runs that end early and go on.

Covers `service/files/outputs/writing.py` and `service/files/outputs/output_files.py`.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomen.service.files.answers.records import Failure, Result, Work
from nomen.service.files.outputs import writing
from nomen.service.files.outputs.writing import Writing
from nomen.service.files.sources import SourceError
from tests.service.files.folders import run, write_files
from tests.waiting import wait_until

NAMES = ("Harry Potter", "Angela Merkel", "Ron Weasley", "Amina Yusuf", "Lars Holm")
KILLS = int(os.environ.get("KILLS", "2"))
"""How often a job of each kind is killed."""

TAG = ["tag", "a.jsonl", "--output", "out.jsonl"]
REJECTS = ["tag", "a.jsonl", "--output", "out.jsonl", "--errors", "bad.jsonl"]
REDACT = ["redact", "a.jsonl", "--output", "out.jsonl"]
NUMBER = [*REDACT, "--operator", "number", "--scope", "file", "--map", "out.map"]
BESIDE = ["redact", ".", "--operator", "number", "--scope", "file", "--errors", "bad.jsonl"]
IN_PLACE = ["redact", ".", "--operator", "mask", "--keep-first", "2", "--in-place"]
JOINED = ["tag", "a.jsonl", "b.jsonl", "latin.txt", "c.txt", "-o", "out.jsonl", "--names-only"]
COMMANDS = {
    "tag": TAG,
    "rejects": REJECTS,
    "redact": REDACT,
    "number": NUMBER,
    "beside": BESIDE,
    "in place": IN_PLACE,
    "joined": JOINED,
}


def make_folder(path: Path, *, number: int) -> Path:
    """Write files of some chunks, with records and a file that are rejected."""
    draw = random.Random(5)
    lines = [
        json.dumps(
            {"id": i, "text": f"{draw.choice(NAMES)} met {draw.choice(NAMES)}.", "x": "y" * 900}
        )
        for i in range(number)
    ]
    lines[5] = lines[-2] = "{"
    path.mkdir()
    return write_files(
        path,
        {
            "a.jsonl": "\n".join(lines),
            "b.jsonl": "\n".join(lines[: number // 2]),
            "c.txt": "Harry Potter waved.",
            "latin.txt": b"\xff",
        },
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def stop_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Interrupt a run after as many chunks as the list says; every chunk is a point."""
    left: list[int] = []
    take = Writing.take

    def stopping(self: Writing, item: Work | Failure, outcome: Result | SourceError) -> None:
        if left:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
        take(self, item, outcome)

    monkeypatch.setattr(Writing, "take", stopping)
    monkeypatch.setattr(writing, "SYNC_SECONDS", 0)
    yield left
    left.clear()


@pytest.mark.parametrize("arguments", list(COMMANDS.values()), ids=COMMANDS)
def test_a_run_that_goes_on_gives_what_an_uninterrupted_one_does(
    tmp_path: Path, stop_after: list[int], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    whole = make_folder(tmp_path / "whole", number=200)
    monkeypatch.chdir(whole)
    assert run(*arguments, "--workers", "1").exit_code == 3
    for stop in (1, 3):
        folder = make_folder(tmp_path / str(stop), number=200)
        monkeypatch.chdir(folder)
        for chunks in (stop, 1):
            stop_after[:] = [chunks]
            run(*arguments, "--workers", "1", *(["--resume"] if chunks != stop else []))
        stop_after.clear()

        run(*arguments, "--workers", "1", "--resume")

        assert contents(folder) == contents(whole)


def test_what_a_run_left_is_removed_by_one_that_begins_anew(
    tmp_path: Path, stop_after: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_folder(tmp_path / "a", number=200)
    monkeypatch.chdir(folder)
    before = set(contents(folder))
    stop_after[:] = [2]
    run(*NUMBER)
    left = set(contents(folder)) - before
    assert left == {
        ".out.jsonl.journal",
        ".out.jsonl.partial",
        ".out.jsonl.notes.partial",
        ".out.rejects.jsonl.partial",
        ".out.map.partial",
    }
    assert {(folder / name).stat().st_mode & 0o777 for name in left} == {0o600}
    stop_after.clear()

    run(*NUMBER)

    assert set(contents(folder)) - before == {"out.jsonl", "out.rejects.jsonl", "out.map"}


@pytest.mark.parametrize(("first", "stop"), [(NUMBER, 2), (REJECTS, 2), (BESIDE, 5)])
def test_another_run_that_begins_anew_removes_what_one_left(
    tmp_path: Path,
    stop_after: list[int],
    monkeypatch: pytest.MonkeyPatch,
    first: list[str],
    stop: int,
) -> None:
    folder = make_folder(tmp_path / "a", number=200)
    monkeypatch.chdir(folder)
    stop_after[:] = [stop]
    run(*first, "--workers", "1")
    stop_after.clear()
    assert len(list(folder.glob(".*.partial"))) > 1

    if first == BESIDE:
        refused = str(run(*BESIDE).exception)
        assert refused.endswith("or --resume to go on with the run that ended early")
    run(*(["redact", ".", "--include", "a.jsonl", "--force"] if first == BESIDE else TAG))

    assert not list(folder.glob(".*"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*REDACT, "--threshold", "0.1"], "--resume: expected the options and the bundle of the"),
        (REDACT, "--resume: expected the same files, unchanged since the run that ended"),
    ],
)
def test_another_run_does_not_go_on(
    tmp_path: Path,
    stop_after: list[int],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(make_folder(tmp_path / "a", number=200))
    stop_after[:] = [2]
    run(*REDACT)
    stop_after.clear()
    if arguments == REDACT:
        Path("a.jsonl").write_text("", encoding="utf-8")

    done = run(*arguments, "--resume")

    assert str(done.exception).startswith(message)


def test_two_runs_do_not_write_one_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_folder(tmp_path / "a", number=200))
    found: list[str] = []

    def second(*_: object) -> None:
        found.append(str(run(*REDACT).exception))
        raise KeyboardInterrupt

    monkeypatch.setattr(Writing, "take", second)
    run(*REDACT)

    assert found == [".out.jsonl.journal: another run writes this output"]


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [TAG, NUMBER], ids=["tag", "number"])
def test_a_killed_run_goes_on_to_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    whole = make_folder(tmp_path / "whole", number=1500)
    monkeypatch.chdir(whole)
    start(*arguments).wait()
    expected = contents(whole)
    draw = random.Random(7)
    for number in range(KILLS):
        folder = make_folder(tmp_path / str(number), number=1500)
        monkeypatch.chdir(folder)
        partial = folder / ".out.jsonl.partial"
        size = draw.randrange(len(expected["out.jsonl"]) * 9 // 10)
        with start(*arguments) as process:
            wait_until(lambda: process.poll() is not None or is_written(partial, size))  # noqa: B023  # of this turn
            process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL

        start(*arguments, "--resume").wait()

        assert contents(folder) == expected


def is_written(partial: Path, size: int) -> bool:
    return partial.exists() and partial.stat().st_size >= size


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """Start `nomen` in two processes; each chunk is a point of its journal."""
    program = (
        "import sys; from nomen.service.files.outputs import writing; writing.SYNC_SECONDS = 0; "
        "from nomen.service.cli import main; sys.exit(main())"
    )
    command = [sys.executable, "-c", program, *arguments, "--workers", "2"]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def test_a_full_disk_is_told_and_the_run_can_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`/dev/full` is no file that goes on, so the limit of a file's size stands for the disk's."""
    folder = make_folder(tmp_path / "a", number=200)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(writing, "SYNC_SECONDS", 0)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, before[1]))
    try:
        stopped = run(*REDACT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert isinstance(stopped.exception, OSError)
    assert stopped.exception.filename == "out.jsonl"
    assert not Path("out.jsonl").exists()

    assert run(*REDACT, "--resume").exit_code == 3
    resumed = Path("out.jsonl").read_bytes()
    run(*REDACT, "--force")

    assert Path("out.jsonl").read_bytes() == resumed
