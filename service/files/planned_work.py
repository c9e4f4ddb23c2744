"""What a command does with files, whichever engine runs it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from nomen.service.files.answers.numbering import Numbering
from nomen.service.files.jobs.working import Task
from nomen.service.files.outputs.planning import Output


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedWork:
    """The outputs of a command, and what is done with every chunk.

    Attributes:
        outputs: The outputs.
        task: What is done with every chunk.
        numbering: Numbers the persons through each file, if asked.
    """

    outputs: Sequence[Output]
    task: Task
    numbering: Numbering | None = None


def hash_options(task: Task, *others: object) -> str:
    """Tell the options of a run from all others, without its texts and its key.

    Args:
        task: What is done with every chunk.
        others: What else decides the outputs; each has a repr that says it.
    """
    said = [repr(task), json.dumps(asdict(task), default=_digest)]  # the repr hides the key
    said += map(repr, others)
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _digest(value: object) -> str:
    content = value if isinstance(value, bytes) else repr(value).encode()
    return hashlib.sha256(content).hexdigest()
