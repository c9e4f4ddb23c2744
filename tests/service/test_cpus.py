import os
from pathlib import Path

import pytest

from nomen.service.cpus import available_cpus

ALL = len(os.sched_getaffinity(0))


@pytest.mark.parametrize(
    ("quota", "expected"),
    [("100000 100000\n", 1), ("50000 100000\n", 1), ("max 100000\n", ALL), ("9900000 100000", ALL)],
)
def test_the_quota_of_the_container_bounds_the_cpus(
    tmp_path: Path, quota: str, expected: int
) -> None:
    (tmp_path / "cpu.max").write_text(quota)

    assert available_cpus(tmp_path) == expected


@pytest.mark.parametrize(("quota", "expected"), [("100000\n", 1), ("20000\n", 1), ("-1\n", ALL)])
def test_older_kernels_have_files_of_their_own(tmp_path: Path, quota: str, expected: int) -> None:
    (tmp_path / "cpu").mkdir()
    (tmp_path / "cpu" / "cpu.cfs_quota_us").write_text(quota)
    (tmp_path / "cpu" / "cpu.cfs_period_us").write_text("100000\n")

    assert available_cpus(tmp_path) == expected


def test_without_a_container_the_affinity_counts(tmp_path: Path) -> None:
    assert available_cpus(tmp_path / "none") == ALL
