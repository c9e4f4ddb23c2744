"""Counts the CPUs that this process may use."""

import math
import os
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")


def available_cpus(cgroups: Path = CGROUPS) -> int:
    """Count the CPUs of this process by its affinity and its container's quota.

    *Source:* Linux, Control Group v2, section CPU, `cpu.max`, and CFS Bandwidth Control for v1,
    `cpu.cfs_quota_us`: quota and period in microseconds; a quota of `max` or -1 means no limit.
    """
    allowed = len(os.sched_getaffinity(0))
    quota, period = _quota_v2(cgroups) or _quota_v1(cgroups) or ("max", "1")
    if quota in {"max", "-1"}:
        return allowed
    return max(1, min(allowed, math.ceil(int(quota) / int(period))))


def _quota_v2(cgroups: Path) -> tuple[str, str] | None:
    found = _read(cgroups / "cpu.max").split()
    return (found[0], found[1]) if found else None


def _quota_v1(cgroups: Path) -> tuple[str, str] | None:
    quota, period = (_read(cgroups / "cpu" / f"cpu.cfs_{name}_us") for name in ("quota", "period"))
    return (quota, period) if quota and period else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except OSError:
        return ""
