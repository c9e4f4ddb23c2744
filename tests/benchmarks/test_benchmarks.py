import asyncio
import re
import shutil
import subprocess
import sys

import pytest

from nomen.model.tagger import load_tagger
from tests.benchmarks import servers
from tests.benchmarks.soak import TOLERANCE, count_crossings
from tests.benchmarks.timing import compare
from tests.service.demo.browser import CHROMEDRIVER

HTTP = pytest.mark.skipif(
    shutil.which("wrk") is None or shutil.which("hey") is None, reason="needs wrk and hey"
)

PAGE = pytest.mark.skipif(not CHROMEDRIVER.exists(), reason="needs chromium-driver")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "num_rows"),
    [
        ("texts", 5),
        ("bundles", 6),
        ("engines", 5),
        ("files", 5),
        ("cluster", 2),
        ("marks", 5),
        pytest.param("http", 5, marks=HTTP),
        pytest.param("storm", 3, marks=HTTP),
        pytest.param("page", 2, marks=PAGE),
    ],
)
def test_each_part_runs(kind: str, num_rows: int) -> None:
    command = [sys.executable, "-m", "tests.benchmarks", "--quick", "--only", kind]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = re.findall(
        r"^\| .* (?:tokens/s|ms|requests/s|documents/s|MB|MB/s) \|", done.stdout, re.MULTILINE
    )
    assert len(rows) >= num_rows


@HTTP
@pytest.mark.slow
def test_capacity_is_read_from_the_services_own_metrics() -> None:
    options = ["--only", "500 tokens", "--seconds", "2", "--tracing"]
    command = [sys.executable, "-m", "tests.benchmarks.capacity", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\| 500 tokens \| 5\d\d \| [1-9]", done.stdout, re.MULTILINE)


@pytest.mark.slow
def test_no_answer_crosses_or_is_lost() -> None:
    tagger = load_tagger(precision="fp32")
    with servers.nomen(NOMEN_PRECISION="fp32") as server:
        found = asyncio.run(count_crossings(server.port, num_requests=3000, tagger=tagger))
    assert (found.num_crossed, found.num_lost) == (0, 0)
    assert found.num_answered + found.num_cancelled == 3000
    assert found.largest_difference <= TOLERANCE


def test_ratios_are_of_the_same_round() -> None:
    base, other = compare("work", {"a": [1, 2, 10], "b": [2, 8, 30]}, unit="tokens/s")
    assert base.ratio is None
    assert (other.value, other.ratio, other.low, other.high) == (8, 3, 2, 4)
