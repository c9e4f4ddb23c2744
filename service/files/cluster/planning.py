"""Finds the partitions of a job: which files, in which formats, with which outputs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nomen.service.files.cluster.partitions import Partition
from nomen.service.files.cluster.storage import Storage, StoredFile
from nomen.service.files.formats.choosing import choose
from nomen.service.files.jobs.inputs import Input
from nomen.service.files.options import JobOptions
from nomen.service.files.outputs.planning import Output, OutputOptions, plan_outputs
from nomen.service.files.sources import STANDARD_INPUT, SourceError


@dataclass(slots=True, kw_only=True)
class Plan:
    """The partitions of a job.

    Attributes:
        partitions: One for each file, in the order of the arguments and of the files' names.
        left_out: The number of files that are left out, by their endings, or as hidden ones.
    """

    partitions: list[Partition]
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def outputs(self) -> list[Output]:
        """The outputs as the local engine would plan them, below one folder."""
        return [each.output for each in self.partitions]


def plan_partitions(paths: Sequence[str], options: JobOptions, asked: OutputOptions) -> Plan:
    """Plan the partitions of the files that arguments name.

    Args:
        paths: Paths or URIs of files and folders.
        options: The options of the command.
        asked: What the caller says about the outputs.

    Raises:
        SourceError: When the files and the options do not go together.
    """
    target = _folder_of(options.output)
    left_out: Counter[str] = Counter()
    found = [each for path in paths for each in _find(path, options, left_out)]
    if not found:
        raise SourceError("no file to read")
    inputs = [each for each, _, _ in found]
    options.formats.refuse_meaningless({each.choice.name for each in inputs})
    outputs = plan_outputs(inputs, replace(asked, output="./", has_folder=True))
    if len({output.path for output in outputs}) < len(outputs):
        raise SourceError("expected files whose outputs have different names")
    partitions = [
        Partition(
            index=index,
            source=storage.uri,
            path=stored.path,
            num_bytes=stored.num_bytes,
            target=target,
            output=output,
        )
        for index, ((_, storage, stored), output) in enumerate(zip(found, outputs, strict=True))
    ]
    return Plan(partitions=partitions, left_out=left_out)


def _folder_of(output: str | None) -> str:
    """Give the folder of the outputs; refuse what names none."""
    if output is None or output == STANDARD_INPUT:
        raise SourceError("--engine ray: expected --output, the path or URI of a folder")
    if choose(output.rpartition("/")[2]) is not None and not Path(output).is_dir():
        raise SourceError("--output: expected the path or URI of a folder, not that of a file")
    return output


def refuse_written(
    partitions: Sequence[Partition], *, force: bool, resume: bool
) -> list[Partition]:
    """Give the partitions that are to be done: with `--resume`, those without an output.

    Raises:
        SourceError: When an output exists, and neither option was given.
    """
    if force:
        return list(partitions)
    target = Storage(partitions[0].target)
    written = [each for each in partitions if target.exists(each.output_path)]
    if written and not resume:
        place = f"{target.uri.rstrip('/')}/{written[0].output_path}"
        raise SourceError(f"{place}: exists; expected --force to write over it, or --resume")
    return [each for each in partitions if each not in written]


def _find(
    path: str, options: JobOptions, left_out: Counter[str]
) -> list[tuple[Input, Storage, StoredFile]]:
    storage = Storage(path)
    stored_files = storage.files()
    found = []
    for stored in stored_files:
        if options.include and not any(map(stored.relative.match, options.include)):
            continue
        is_file = stored.path == storage.path
        if stored.is_hidden and not is_file:
            left_out["hidden"] += 1
            continue
        choice = options.formats.choose(stored.relative.name)
        if choice is None:
            left_out[stored.relative.suffix.lower() or "without an ending"] += 1
            continue
        label = path if is_file else f"{path.rstrip('/')}/{stored.relative}"
        each = Input(label=label, path=None, relative=stored.relative, choice=choice)
        found.append((each, storage, stored))
    return found
