"""Prepares and runs the job of a command: inputs, outputs, journal, workers."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nomen.service.documents.reading import Refusal, read_document
from nomen.service.files.answers.left_out import (
    describe_languages,
    describe_left_out,
    describe_scripts,
)
from nomen.service.files.formats.envelope import open_content
from nomen.service.files.formats.opening import FormatOptions
from nomen.service.files.jobs.inputs import Found, Input, find_inputs
from nomen.service.files.jobs.job import run_job
from nomen.service.files.jobs.progress import Progress
from nomen.service.files.jobs.workers import choose_workers, open_workers
from nomen.service.files.jobs.working import Task
from nomen.service.files.options import JobOptions
from nomen.service.files.outputs.journal import (
    Counts,
    Identity,
    Journal,
    hash_options,
    journal_path,
)
from nomen.service.files.outputs.planning import (
    Output,
    OutputOptions,
    plan_outputs,
    refuse_existing,
)
from nomen.service.files.outputs.writing import Run, Writing
from nomen.service.files.sources import STANDARD_INPUT, SourceError
from nomen.service.files.terminal import tell
from nomen.service.settings import Settings


def find(paths: Sequence[str], options: JobOptions) -> Found:
    """Find the files that the arguments name, or nothing where `--text` has the text.

    Raises:
        SourceError: When the arguments and the options do not go together.
    """
    if options.text is not None:
        if paths:
            raise SourceError("--text: expected no other argument")
        return Found()
    if not paths and sys.stdin.isatty():
        raise SourceError("expected a file, a folder, --text, or a text piped in")
    found = find_inputs(paths or [STANDARD_INPUT], options.formats, options.include)
    options.formats.refuse_meaningless({each.choice.name for each in found.inputs})
    return found


def plan(found: Found, asked: OutputOptions, options: JobOptions) -> list[Output]:
    """Plan the outputs; what an earlier run wrote into a folder is no input.

    Args:
        found: The files.
        asked: What the caller says about the outputs.
        options: The options of the command.

    Raises:
        SourceError: When the files and the options do not go together.
    """
    asked = replace(asked, has_folder=found.has_folder)
    if found.has_folder:
        others = {_resolved(path) for path in options.other_outputs()}
        for output in plan_outputs(found.inputs, asked):
            others.add(_resolved(output.rejects))
            if not asked.in_place:
                others.add(_resolved(output.path))
        others.discard(None)
        found.inputs = [each for each in found.inputs if _resolved(each.path) not in others]
    if not found.inputs:
        left_out = found.describe_left_out()
        raise SourceError(f"no file to read{'' if left_out is None else f' ({left_out})'}")
    return plan_outputs(found.inputs, asked)


def run_files(found: Found, run: Run, task: Task, options: JobOptions) -> Counts:
    """Run a job.

    Args:
        found: The files.
        run: What is written.
        task: What is done with every chunk.
        options: The options of the command.

    Raises:
        NomenError: When the job cannot run.
        OSError: When an output cannot be written.
    """
    settings = Settings.from_env(bundle=options.bundle)
    is_durable = not any(output.is_stream for output in run.outputs)
    if options.resume and not (is_durable and all(each.path for each in found.inputs)):
        raise SourceError("--resume: expected files as inputs, and files as outputs")
    _refuse_shared_files(found.inputs, run)
    sizes = [each.num_bytes for each in found.inputs]
    num_bytes = None if None in sizes else sum(size or 0 for size in sizes)
    number = choose_workers(num_bytes) if options.workers is None else options.workers
    _prepare(run, options)
    with open_workers(settings, task, number=number) as workers:
        journal = None
        if is_durable:
            identity = _identity(run, task, options, bundle=workers.sha256)
            journal = Journal(_journal_path(run), identity, resume=options.resume)
        if journal is None or not journal.is_resumed:
            run.remove_partials()
        with Writing(run, journal) as writing:
            progress = Progress(num_bytes, writing.counts)
            counts = run_job(writing, workers.work, options.formats, progress)
    first, *_ = workers.manifests
    remarks = (
        found.describe_left_out(),
        describe_left_out(counts.left_out),
        describe_scripts(counts.unsupported_scripts),
        describe_languages(counts.unsupported),
        options.remark([workers.manifests[each] for each in counts.models or (first,)]),
    )
    for remark in remarks:
        if remark is not None:
            tell(remark)
    return counts


def read_one_text(each: Input, options: FormatOptions) -> str:
    """Read the whole text of a file.

    Raises:
        SourceError: When it cannot be read, or is not in its encoding.
    """
    try:
        with each.open() as stream:
            content, _ = open_content(stream, each.choice, encoding=options.encoding)
            text = content.read().decode()
    except OSError as error:
        raise SourceError(f"{each.label}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{each.label}: byte {error.start} is not UTF-8") from error
    except SourceError as error:
        raise SourceError(f"{each.label}: {error}") from error
    return text


def check_text(text: str, place: str) -> None:
    """Refuse a text that cannot be tagged.

    Raises:
        SourceError: When it cannot.
    """
    document = read_document({"text": text})
    if isinstance(document, Refusal):
        raise SourceError(f"{place}: {document.error}")


def _prepare(run: Run, options: JobOptions) -> None:
    """Refuse to write over what exists, and make the folders of the outputs."""
    is_durable = not any(output.is_stream for output in run.outputs)
    is_going_on = options.resume and is_durable and _journal_path(run).exists()
    if not is_going_on:
        is_left = is_durable and _journal_path(run).exists()
        refuse_existing(run.outputs, [run.map], force=options.force, is_left=is_left)
    for output in run.outputs:
        if output.path is not None and not output.is_stream and len(run.outputs) > 1:
            output.path.parent.mkdir(parents=True, exist_ok=True)


def _journal_path(run: Run) -> Path:
    first = run.outputs[0].path
    if first is None:
        raise TypeError("expected an output with a file")
    return journal_path(first)


def _identity(run: Run, task: Task, options: JobOptions, *, bundle: str) -> Identity:
    """Tell a run from all others, without its texts and its key."""
    options_hash = hash_options(
        task,
        repr(options.formats),
        repr([(output.path, output.kind, output.compression) for output in run.outputs]),
        repr((run.errors, run.map, run.numbering is not None)),
        bundle,
    )
    return Identity(
        options=options_hash,
        inputs=[[_stat(each) for each in output.inputs] for output in run.outputs],
        written=_written(run),
    )


def _written(run: Run) -> list[str]:
    """Give the absolute paths of all files that a run writes."""
    paths = [run.errors, run.map]
    for output in run.outputs:
        paths += [output.path, output.rejects]
    return [str(path.absolute()) for path in paths if path is not None]


def _stat(each: Input) -> tuple[str, int, int]:
    if each.path is None:
        return each.label, 0, 0
    found = each.path.stat()
    return each.label, found.st_size, found.st_mtime_ns


def _resolved(path: Path | None) -> Path | None:
    return None if path is None else path.resolve()


def _refuse_shared_files(inputs: Sequence[Input], run: Run) -> None:
    """Refuse to write a file that is also read or written under another option."""
    read = {each.path.resolve() for each in inputs if each.path is not None}
    written = [path for path in (run.errors, run.map) if path is not None]
    for output in run.outputs:
        if output.path is not None and not output.is_stream:
            written.append(output.path)
            if output.mode is not None:  # in place
                read.discard(output.path.resolve())
    resolved = [path.resolve() for path in written]
    if len(set(resolved)) < len(resolved) or read.intersection(resolved):
        raise SourceError("expected input, --output, --errors and --map to be different files")
