"""Waits for processes that nobody else waits for.

A container's first process is the parent of all whose own parent has ended, such as the engine of a
worker that was killed. Until it waits for them, they stay in the table of processes.
"""

import os
from contextlib import suppress


def reap_orphans(workers: set[int]) -> None:
    """Wait for children that have ended, but for the workers.

    Args:
        workers: The ids of the workers, for which others wait.
    """
    with suppress(ChildProcessError):
        while True:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if found is None or found.si_pid in workers:
                return
            os.waitpid(found.si_pid, 0)
