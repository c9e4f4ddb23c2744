import os
from pathlib import Path

import pytest

from service.cpus import available_cpus


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("100000 100000\n", 1), ("50000 100000\n", 1), ("max 100000\n", None)],
)
def test_the_quota_of_the_container_bounds_the_cpus(
    tmp_path: Path, quota: str, expected: int | None
) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(quota)

    assert available_cpus(file) == (expected or len(os.sched_getaffinity(0)))


def test_without_a_container_the_affinity_counts(tmp_path: Path) -> None:
    assert available_cpus(tmp_path / "none") == len(os.sched_getaffinity(0))
