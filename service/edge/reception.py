"""How far a connection has come with sending a request, and how long it has taken."""

from enum import Enum, auto

from nomen.service.edge.limits import EdgeLimits

GRACE_SECONDS = 5.0
"""How long a body may be slower than the least rate. *Source:* the default of Kestrel."""
LINGER_SECONDS = 30.0
"""How long the rest of a request is read after its answer, and thrown away."""
LINGER_SILENT_SECONDS = 2.0
"""How long the client may send nothing of that rest."""
LINGER_BYTES = 2**26
"""How much of a request is read after its answer."""


class Phase(Enum):
    """What a connection is expected to send."""

    HEAD = auto()
    BODY = auto()
    STREAM = auto()
    """A body that is read as fast as it is answered, and has no deadline here."""
    REST = auto()
    """The rest of a body whose request has its answer."""
    NOTHING = auto()
    """Nothing while its request is answered; then another request, or none."""


class Reception:
    """The phase of one connection, the time in it and the bytes.

    A new connection is expected to send a head.

    Attributes:
        phase: The phase.
        waited_seconds: The time in the phase, without the time in which the connection is not read.
        num_bytes: The bytes of the phase.
    """

    __slots__ = ("_silent_seconds", "num_bytes", "phase", "waited_seconds")

    def __init__(self) -> None:
        self.enter(Phase.HEAD)

    def enter(self, phase: Phase) -> None:
        """Begin a phase."""
        self.phase = phase
        self.waited_seconds = self._silent_seconds = 0.0
        self.num_bytes = 0

    def receive(self, num_bytes: int) -> None:
        """Count bytes."""
        self.num_bytes += num_bytes
        self._silent_seconds = 0.0

    def tick(self, seconds: float) -> None:
        """Count time in which the client could send."""
        self.waited_seconds += seconds
        self._silent_seconds += seconds

    def is_late(self, limits: EdgeLimits) -> bool:
        """Tell whether the phase has taken too long, or too much."""
        match self.phase:
            case Phase.HEAD:
                return self.waited_seconds > limits.head_seconds
            case Phase.BODY:
                if self.waited_seconds > limits.body_seconds:
                    return True
                least = limits.body_bytes_per_second * self.waited_seconds
                return self.waited_seconds > GRACE_SECONDS and self.num_bytes < least
            case Phase.REST:
                is_long = self.waited_seconds > LINGER_SECONDS or self.num_bytes > LINGER_BYTES
                return is_long or self._silent_seconds > LINGER_SILENT_SECONDS
            case _:
                return False


class Unread:
    """Notices a client that does not read its answer."""

    __slots__ = ("_num_bytes", "_seconds")

    def __init__(self) -> None:
        self._num_bytes, self._seconds = 0, 0.0

    def tick(self, num_bytes: int, seconds: float) -> float:
        """Give the seconds for which nothing was read, though something waits.

        Args:
            num_bytes: What waits to be sent.
            seconds: The time since the last look.
        """
        has_read = num_bytes < self._num_bytes or num_bytes == 0
        self._seconds = 0.0 if has_read else self._seconds + seconds
        self._num_bytes = num_bytes
        return self._seconds
