"""The listening socket: opens it, and closes it without losing a connection.

A client's connection stands once the kernel has it, which is before the service accepts it. Closing
the listener resets those that were not accepted. So before the end, new connections are no longer
begun, those that have begun are accepted, and each gets time for its request.
"""

import asyncio
import ctypes
import socket
import struct
from collections.abc import Callable, Sequence

from nomen.service.settings import SettingsError

BACKLOG = 2048
SETTLE_SECONDS = 0.3
"""Longer than the way to a client and back, after which handshakes that had begun are done."""
MOST_SECONDS = 5.0
"""How long to wait at most for connections without a request."""
NUM_QUIET_LOOKS = 3
"""Looks in a row that must find nothing: uvloop tells of a connection a turn after accepting it."""
_LOOK_SECONDS = 0.02

_SO_ATTACH_FILTER = 26
_TCP_INFO_BYTES = 104
_UNACKED_OFFSET = 24
"""Of a listening socket it is the number of connections that wait to be accepted."""
_DROP_SYN = (
    (0x30, 0, 0, 13),  # load byte 13 of the TCP header, its flags
    (0x45, 0, 1, 0x02),  # SYN?
    (0x06, 0, 0, 0),  # then drop the packet
    (0x06, 0, 0, 0xFFFFFFFF),  # else keep all of it
)
"""A classic BPF program. The kernel drops SYNs alone; a handshake's last packet still comes in."""


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket here: uvicorn's own exit code for a taken port means another thing.

    Raises:
        SettingsError: When the host is neither an address nor a known name.
        OSError: When the address is taken or does not belong to this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    is_dual = family == socket.AF_INET6 and socket.has_dualstack_ipv6()
    try:
        found = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise SettingsError("NOMEN_HOST: expected an address or a host name") from error
    return socket.create_server(found[0][4], family=family, backlog=BACKLOG, dualstack_ipv6=is_dual)


async def settle(sockets: Sequence[socket.socket], has_fresh: Callable[[], bool]) -> None:
    """Begin no new connections; wait until those that have begun have been accepted and used.

    A client that comes now is refused a second later, when the socket has been closed.

    Args:
        sockets: Listening sockets that the event loop accepts connections from.
        has_fresh: Tells whether a connection has been accepted that sent no request yet.
    """
    loop = asyncio.get_running_loop()
    started = loop.time()
    is_deaf = sum(map(_drop_new, sockets)) == len(sockets)
    least = SETTLE_SECONDS if is_deaf else 0.0  # where they cannot be dropped, waiting brings more
    num_quiet_looks = 0
    while (passed := loop.time() - started) < MOST_SECONDS and num_quiet_looks < NUM_QUIET_LOOKS:
        await asyncio.sleep(_LOOK_SECONDS)  # noqa: TID251  # the kernel tells nobody
        is_quiet = not has_fresh() and not any(map(num_waiting, sockets))
        num_quiet_looks = num_quiet_looks + 1 if is_quiet and passed >= least else 0


def num_waiting(listener: socket.socket) -> int:
    """Give the number of connections that wait to be accepted; 0 where it is not known."""
    try:
        info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
    except (AttributeError, OSError):  # not Linux
        return 0
    (waiting,) = struct.unpack_from("I", info, _UNACKED_OFFSET)
    return int(waiting)


def _drop_new(listener: socket.socket) -> bool:
    """Have the kernel drop the first packet of new connections; tell whether it does."""
    program = ctypes.create_string_buffer(
        b"".join(struct.pack("HBBI", *each) for each in _DROP_SYN)
    )
    described = struct.pack("HL", len(_DROP_SYN), ctypes.addressof(program))
    try:
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, described)
    except OSError:
        return False
    return True
