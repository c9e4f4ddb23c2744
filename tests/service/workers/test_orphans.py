import os
import subprocess
import sys
from pathlib import Path

from nomen.service.workers.orphans import reap_orphans
from tests.waiting import wait_for_end


def ended_child() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    with os.fdopen(os.pidfd_open(process.pid)) as descriptor:
        wait_for_end(descriptor.fileno())
    process.returncode = 0  # nobody but the test waits for it
    return process.pid


def test_a_child_that_nobody_waits_for_leaves_the_table_of_processes() -> None:
    child = ended_child()

    reap_orphans(set())

    assert not Path(f"/proc/{child}").exists()


def test_a_worker_is_left_to_its_supervisor() -> None:
    child = ended_child()

    reap_orphans({child})

    assert os.waitpid(child, 0) == (child, 0)
