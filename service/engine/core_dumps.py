"""Keeps the memory of a process, which holds texts, out of core dumps."""

import ctypes
import resource
import sys

PR_SET_DUMPABLE = 4
"""*Source:* prctl(2); Linux' include/uapi/linux/prctl.h."""


def forbid_core_dumps() -> None:
    """Have the kernel write no core dump of this process, wherever dumps would go.

    The limit of the size alone would not do: it does not hold for dumps that are piped to a
    program, as systemd-coredump is. Not to be dumpable also keeps other processes of the same user
    from reading this one's memory.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
