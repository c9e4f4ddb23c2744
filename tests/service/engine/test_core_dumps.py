import resource
import subprocess
import sys

SCRIPT = """
import ctypes, resource
from nomen.service.engine.core_dumps import forbid_core_dumps
forbid_core_dumps()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), *resource.getrlimit(resource.RLIMIT_CORE))
"""
"""3 is PR_GET_DUMPABLE."""


def test_s4_a_process_can_be_kept_from_dumping() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=True, capture_output=True, text=True, timeout=20
    )

    assert told.stdout.split() == ["0", "0", "0"]
