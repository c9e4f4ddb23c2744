"""Processes: those of one training, as `torchrun` starts them, and what they tell each other.

The first process writes every file while the others wait. With one process nothing here does
anything, and torch is not imported.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from nomen.model.arrays import Int32Array
from nomen.model.errors import NomenError
from nomen.training.errors import ProcessLostError, TrainingError

if TYPE_CHECKING:
    from torch.distributed import ProcessGroup

RANK, NUMBER = "RANK", "WORLD_SIZE"
LOCAL_RANK, LOCAL_NUMBER, NODE = "LOCAL_RANK", "LOCAL_WORLD_SIZE", "GROUP_RANK"
ADDRESS = ("MASTER_ADDR", "MASTER_PORT")
"""The variables of torchrun. *Source:* PyTorch, torchrun, Environment Variables."""

_LONGEST_WAIT = timedelta(days=7)
"""The first process trains vectors, reads teachers' texts or exports while the others wait. A
process that ends is noticed at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Processes:
    """The processes of a training, from the view of one of them.

    Attributes:
        rank: This one's number among all, from 0; the first writes the files.
        number: All of them.
        local_rank: This one's number on its machine.
        local_number: Those of its machine; every machine has as many.
        group: What they exchange objects through; None for one process.
    """

    rank: int = 0
    number: int = 1
    local_rank: int = 0
    local_number: int = 1
    group: "ProcessGroup | None" = None

    @classmethod
    def from_env(cls) -> "Processes":
        """Read the variables that `torchrun` sets; without them, there is one process.

        Without those of the machine, each process has a machine of its own.

        Raises:
            TrainingError: When one is no such number.
        """
        number = _variable(NUMBER, 1, least=1)
        local_number = _variable(LOCAL_NUMBER, 1, least=1, most=number)
        if number % local_number:
            raise TrainingError(f"{LOCAL_NUMBER}: expected as many processes on every machine")
        rank = _variable(RANK, 0, most=number - 1) if number > 1 else 0
        local_rank = _variable(LOCAL_RANK, 0, most=local_number - 1) if number > 1 else 0
        return cls(rank=rank, number=number, local_rank=local_rank, local_number=local_number)

    def __deepcopy__(self, memo: object) -> "Processes":
        """Give itself: a copied learner belongs to the same processes."""
        return self

    @property
    def is_first(self) -> bool:
        """Whether this process writes the files."""
        return self.rank == 0

    def share(self, batch: Int32Array) -> Int32Array:
        """Give this process's part of a batch: every n-th of its numbers, one at least.

        Numbers of sentences that are sorted by length make parts of the same length. Where there
        are fewer numbers than processes, the last one fills in, which `has_share` tells.
        """
        own = batch[self.rank :: self.number]
        return own if len(own) else batch[-1:]

    def has_share(self, batch: Int32Array) -> bool:
        """Tell whether what `share` gives counts."""
        return self.rank < len(batch)

    def gather(self, found: T) -> list[T]:
        """Give what every process found, in order of their ranks; all wait for all."""
        if self.number == 1:
            return [found]
        import torch.distributed as dist  # noqa: PLC0415  # takes a second

        answers: list[Any] = [None] * self.number
        dist.all_gather_object(answers, found, group=self.group)
        return answers

    def wait(self) -> None:
        """Wait until all processes have come here."""
        self.gather(None)

    def by_first(self, work: Callable[[], T]) -> T | None:
        """Let the first process work while the others wait, and give them None.

        Raises:
            NomenError, OSError: What the first process raised, in every process.
        """
        if self.number == 1:
            return work()
        found: list[T] = []
        self.from_first(lambda: found.append(work()))
        return found[0] if found else None

    def from_first(self, work: Callable[[], T]) -> T:
        """Let the first process work while the others wait, and give its answer to all.

        Raises:
            NomenError, OSError: What the first process raised, in every process.
        """
        if self.number == 1:
            return work()
        if not self.is_first:
            answer: T = _answer(self._sent(None))
            return answer
        try:
            found = work()
        except (NomenError, OSError) as error:
            self._sent((None, error))
            raise
        self._sent((found, None))
        return found

    def _sent(self, told: object) -> Any:  # noqa: ANN401  # what the first process sends
        import torch.distributed as dist  # noqa: PLC0415  # takes a second

        box = [told]
        dist.broadcast_object_list(box, src=0, group=self.group)
        return box[0]


ONE_PROCESS = Processes()
"""A training of one process."""


def _answer(told: tuple[Any, Exception | None]) -> Any:  # noqa: ANN401  # as `_sent`
    found, error = told
    if error is not None:
        raise error
    return found


def _variable(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    text = os.environ.get(name) or str(default)
    if not text.isdecimal() or int(text) < least or (most is not None and int(text) > most):
        bounds = f"from {least}" if most is None else f"from {least} to {most}"
        raise TrainingError(f"{name}: expected a whole number {bounds}")
    return int(text)


@contextmanager
def joined_processes() -> Iterator[Processes]:
    """Join the processes of this training until the block ends; one process joins nothing.

    Raises:
        TrainingError: When a variable of `torchrun` is wrong, or a machine has too few GPUs.
        ProcessLostError: When another process ends or cannot be reached.
    """
    found = Processes.from_env()
    if found.number == 1:
        yield found
        return
    import torch.distributed as dist  # noqa: PLC0415  # takes a second

    _check_address()
    _tell_lightning(found)
    try:
        dist.init_process_group(_backend(found), rank=found.rank, world_size=found.number)
        yield replace(found, group=dist.new_group(backend="gloo", timeout=_LONGEST_WAIT))
    except RuntimeError as error:
        if not _is_lost(error):
            raise
        raise ProcessLostError(
            "another process of this training ended or cannot be reached; its own message says "
            "why, and --resume goes on from the last checkpoint"
        ) from error
    finally:
        if dist.is_initialized():
            dist.destroy_process_group()


def _check_address() -> None:
    """Refuse processes that do not know where the first one is.

    Raises:
        TrainingError: When a variable is missing.
    """
    for name in ADDRESS:
        if not os.environ.get(name):
            raise TrainingError(f"{name}: expected where the first process is, as torchrun sets it")


def _tell_lightning(found: Processes) -> None:
    """Set the variables that Lightning and torch read where whoever started us did not."""
    os.environ.setdefault(LOCAL_RANK, str(found.local_rank))
    os.environ.setdefault(NODE, str(found.rank // found.local_number))
    os.environ.setdefault("OMP_NUM_THREADS", "1")


def _backend(found: Processes) -> str:
    """Give the backends of what a machine has; take the process's own GPU.

    Raises:
        TrainingError: When there are fewer GPUs than processes.
    """
    import torch  # noqa: PLC0415  # takes a second

    if not torch.cuda.is_available():
        return "gloo"
    if torch.cuda.device_count() < found.local_number:
        raise TrainingError(
            f"{LOCAL_NUMBER}: expected at most {torch.cuda.device_count()}, one for each GPU; "
            "an empty CUDA_VISIBLE_DEVICES trains on CPUs"
        )
    torch.cuda.set_device(found.local_rank)
    return "cpu:gloo,cuda:nccl"


def _is_lost(error: Exception) -> bool:
    """Tell whether an error says that another process is gone.

    gloo's errors have no class of their own; each names the file of gloo that raised it.
    """
    import torch.distributed as dist  # noqa: PLC0415  # takes a second

    return isinstance(error, dist.DistError) or "gloo" in str(error)
