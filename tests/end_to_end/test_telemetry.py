"""Nothing leaves the machine, and nothing is left in the home folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
NOWHERE = Path("/proc/nowhere")
"""A home folder that not even root can make."""
KEPT = ("PATH", "LANG", "OMP_NUM_THREADS", "COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
"""Variables that the commands see; ONNX Runtime sends nothing where it finds `CI`, say."""
OBSERVED_SECONDS = 15
"""With its telemetry on, ONNX Runtime 1.32 asks for its vendor's address after 9 seconds."""

pytestmark = pytest.mark.slow


def environment(home: Path, bundle: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    chosen = {"HOME": str(home), "NOMEN_BUNDLE": str(bundle), "NOMEN_PORT": "0"}
    chosen["NOMEN_WORKERS"] = "1"  # the first "ready" is then that of all
    return kept | chosen | {"NOMEN_DRAIN_SECONDS": "0"}


@contextmanager
def serving(
    environ: dict[str, str], *, before: Sequence[str | Path] = ()
) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run `nomen serve` until it has tagged a text and the block has ended; give its log."""
    command = [*before, BIN / "nomen", "serve"]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        lines = []
        try:
            for line in process.stderr:
                lines.append(line)
                if '"ready"' in line:
                    break
            tag_over_http(next(json.loads(line)["url"] for line in lines if '"url"' in line))
            yield process, lines
        finally:
            os.kill(first_child(process.pid) if before else process.pid, signal.SIGTERM)
            lines += process.stderr
        assert process.wait(timeout=20) == 0


def first_child(process: int) -> int:
    return int(Path(f"/proc/{process}/task/{process}/children").read_text().split()[0])


def tag_over_http(url: str) -> None:
    request = urllib.request.Request(  # noqa: S310  # loopback
        f"{url}/v1/tag",
        data=b'{"text": "Harry Potter waved."}',
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310  # loopback
        assert answer.status == 200


def write_documents(folder: Path, *, number: int) -> Path:
    documents = folder / "documents.jsonl"
    documents.write_text('{"text": "Harry Potter waved."}\n' * number, encoding="utf-8")
    return documents


def tag_files(environ: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `nomen tag` in two processes."""
    documents = write_documents(folder, number=1)
    command: list[str | Path] = [BIN / "nomen", "tag", documents, "--workers", "2"]
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, check=True, timeout=60
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_the_service_writes_nothing_in_the_home_folder(home: Path, tiny_bundle: Path) -> None:
    with serving(environment(home, tiny_bundle)):
        pass

    assert list(home.rglob("*")) == []


def test_tagging_files_writes_nothing_in_the_home_folder(
    home: Path, tiny_bundle: Path, tmp_path: Path
) -> None:
    tag_files(environment(home, tiny_bundle), tmp_path)

    assert list(home.rglob("*")) == []


def test_the_export_writes_nothing_in_the_home_folder(home: Path, tiny_bundle: Path) -> None:
    imports = "import nomen.training.export.network_files, onnxruntime.quantization"
    environ = environment(home, tiny_bundle)
    subprocess.run([sys.executable, "-c", imports], env=environ, check=True, timeout=120)

    assert list(home.rglob("*")) == []


def test_without_a_home_folder_the_service_logs_json_alone(tiny_bundle: Path) -> None:
    with serving(environment(NOWHERE, tiny_bundle)) as (_, lines):
        pass

    assert [line for line in lines if not line.startswith("{")] == []


def test_without_a_home_folder_tagging_files_tells_its_counts_alone(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    done = tag_files(environment(NOWHERE, tiny_bundle), tmp_path)

    assert done.stderr == "1 document, 0 rejected\n"


def strace(trace: Path) -> list[str | Path]:
    """Give the command that notes every socket of the one behind it, or skip."""
    found = shutil.which("strace")
    if found is None:
        pytest.skip("needs strace: apt-get install strace")
    command: list[str | Path] = [
        found,
        "--follow-forks",
        "--quiet=all",
        "--trace=socket,connect",
        "-o",
        trace,
    ]
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    if tried.returncode != 0:
        pytest.skip("needs the right to trace processes (ptrace)")
    return command


def internet_calls(trace: Path) -> list[str]:
    """Give the calls that make an Internet socket, or lead one somewhere."""
    lines = trace.read_text(encoding="utf-8").splitlines()
    return [line.partition(" ")[2].lstrip() for line in lines if "AF_INET" in line]


@contextmanager
def tagging_until_read(
    environ: dict[str, str], folder: Path, *, before: Sequence[str | Path]
) -> Iterator[subprocess.Popen[str]]:
    """Run `nomen tag` on more documents than the pipe holds answers of; read them at the end."""
    documents = write_documents(folder, number=2_000)
    command = [*before, BIN / "nomen", "tag", documents, "--workers", "2"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environ, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            answers, _ = process.communicate(timeout=60)
        assert answers.count("\n") == 2_000


def test_there_is_no_internet_socket_but_the_services_listening_one(
    home: Path, tiny_bundle: Path, tmp_path: Path
) -> None:
    served, tagged = tmp_path / "served", tmp_path / "tagged"
    environ = environment(home, tiny_bundle)
    with (
        tagging_until_read(environ, tmp_path, before=strace(tagged)) as tagging,
        serving(environ, before=strace(served)) as (service, _),
    ):
        with pytest.raises(subprocess.TimeoutExpired):
            service.wait(OBSERVED_SECONDS)
        assert tagging.poll() is None

    assert internet_calls(tagged) == []
    calls = internet_calls(served)
    assert [call.partition(",")[0] for call in calls] == ["socket(AF_INET"], calls
