"""What a command does with files, whichever engine runs it."""

from collections.abc import Sequence
from dataclasses import dataclass

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
