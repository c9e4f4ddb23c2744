"""Prepares and runs the job of a command on a cluster."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from nomen.model.bundle.bundle import read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.service.files.answers.left_out import (
    describe_languages,
    describe_left_out,
    describe_scripts,
)
from nomen.service.files.cluster.job import ClusterJob, run_on_cluster
from nomen.service.files.cluster.planning import plan_partitions, refuse_written
from nomen.service.files.cluster.storage import Storage
from nomen.service.files.options import JobOptions, refuse_given
from nomen.service.files.outputs.journal import Counts, hash_options
from nomen.service.files.outputs.planning import Output, OutputOptions
from nomen.service.files.planned_work import PlannedWork
from nomen.service.files.sources import SourceError
from nomen.service.files.terminal import tell
from nomen.service.settings import Settings

Options = TypeVar("Options", bound=JobOptions)


def run_partitions(
    paths: Sequence[str],
    options: Options,
    asked: OutputOptions,
    prepare: Callable[[Sequence[Output], Options], PlannedWork],
) -> Counts:
    """Run a job on a cluster.

    With `--resume`, a file that has its output already is done. Each file's rejected records go
    beside its output, or into it where the local engine puts them there.

    Args:
        paths: Paths or URIs of files and folders.
        options: The options of the command.
        asked: What the caller says about the outputs.
        prepare: Plans what is done with every chunk.

    Raises:
        NomenError: When the job cannot run.
        OSError: When an output cannot be written.
    """
    refuse_given({"--text": options.text, "--errors": options.errors}, "--engine local")
    settings = Settings.from_env(bundle=options.bundle)
    plan = plan_partitions(paths, options, asked)
    work = prepare(plan.outputs, options)
    partitions = refuse_written(
        [
            replace(each, output=output)
            for each, output in zip(plan.partitions, work.outputs, strict=True)
        ],
        force=options.force,
        resume=options.resume,
    )
    target = Storage(plan.partitions[0].target)
    _check_mark(target, work, options, bundle=_sha256(settings))
    if not partitions:
        return Counts()
    target.remove_partials()
    job = ClusterJob(
        settings=settings,
        task=work.task,
        formats=options.formats,
        partitions=partitions,
        numbering=work.numbering,
    )
    try:
        counts = run_on_cluster(job, address=options.ray_address, workers=options.workers)
    finally:
        target.remove_partials()
    for remark in (
        describe_left_out(counts.left_out),
        describe_scripts(counts.unsupported_scripts),
        describe_languages(counts.unsupported),
    ):
        if remark is not None:
            tell(remark)
    if plan.left_out:
        parts = (f"{number} {kind}" for kind, number in sorted(plan.left_out.items()))
        tell(f"left out: {', '.join(parts)}")
    return counts


def _sha256(settings: Settings) -> str:
    return ",".join(read_bundle(find_bundle(each)).sha256 for each in settings.bundle_names)


def _check_mark(target: Storage, work: PlannedWork, options: JobOptions, *, bundle: str) -> None:
    """Mark the folder of the outputs with what is done.

    Raises:
        SourceError: When a run that is to go on did something else.
    """
    output = work.outputs[0]
    said = (options.formats, output.kind, work.numbering is not None, bundle)
    mark = hash_options(work.task, repr(said))
    found = target.read_mark()
    if options.resume and found not in (None, mark):
        raise SourceError(
            "--resume: expected the options and the bundle of the run that wrote this folder"
        )
    if found != mark:
        target.write_mark(mark)
