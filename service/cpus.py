"""The CPUs that this process may use; knows no thread pool and no engine."""

import math
import os
from pathlib import Path

CGROUP_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def available_cpus(quota_file: Path = CGROUP_QUOTA) -> int:
    """Count the CPUs of this process: its affinity, and no more than its container's quota.

    *Source:* Linux, Control Group v2, section CPU, `cpu.max`: quota and period in microseconds.
    """
    allowed = len(os.sched_getaffinity(0))
    try:
        quota, period = quota_file.read_text(encoding="ascii").split()
    except OSError:
        return allowed
    return allowed if quota == "max" else max(1, min(allowed, math.ceil(int(quota) / int(period))))
