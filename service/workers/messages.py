"""What the supervisor and its workers say to each other, over one pipe for each worker."""

from typing import Literal, NamedTuple

Question = Literal["metrics", "state"]


class Ask(NamedTuple):
    """A question. A worker asks what all workers would answer; the supervisor asks one worker."""

    number: int
    question: Question


class Answer(NamedTuple):
    """The answer to the question of the same number."""

    number: int
    value: object


class State(NamedTuple):
    """How a worker is.

    Attributes:
        is_ready: Whether requests may be sent to it.
        is_alive: Whether it needs no restart.
    """

    is_ready: bool
    is_alive: bool


class Deliver(NamedTuple):
    """A signal that the supervisor has got, or one that a worker has for all others."""

    signal: int


class Join(NamedTuple):
    """The other end of a connection follows, which the shared engine is to get.

    A worker that is connected already asks for a newer engine, because it loads the bundle again.
    """


class Loaded(NamedTuple):
    """The worker has loaded and self-tested the bundle."""


class Failed(NamedTuple):
    """The worker could not serve.

    Attributes:
        message: Why, in one line.
        has_ended: Whether its engine has ended, rather than that something was unusable.
    """

    message: str
    has_ended: bool


Message = Ask | Answer | Deliver | Join | Loaded | Failed
