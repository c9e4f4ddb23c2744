"""Carries out `nomen tag` and `nomen model`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.service.engine.loading import describe, open_tagger
from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.files.sources import OneText, find_source, refuse_options
from nomen.service.files.tagging import Counts, tag_files
from nomen.service.files.terminal import print_tagged
from nomen.service.files.workers import choose_workers, open_here, open_workers
from nomen.service.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class TagOptions:
    """The options of `nomen tag`; None or False where one was not given.

    Attributes:
        text: The text itself, instead of a path.
        threshold: 0 to 1, or the name of a preset.
        output: The file for the answers.
        errors: The file for rejected records.
        workers: The number of processes.
        bundle: The name of a shipped bundle, or the folder of a bundle.
        as_json: Whether one text is answered in JSON on a terminal, too.
    """

    text: str | None
    threshold: str | None
    output: Path | None
    errors: Path | None
    workers: int | None
    bundle: str | None
    as_json: bool


def tag_paths(paths: Sequence[str], options: TagOptions) -> Counts | None:
    """Tag one text and print it, or tag files of records and count these.

    Raises:
        SettingsError: When a variable NOMEN_* cannot be used.
        SourceError: When the paths or options cannot be used.
        NomenError: When the bundle, the device or the threshold cannot be used.
        WorkerEndedError: When a worker process was killed.
    """
    source = find_source(paths, text=options.text)
    for_records = {
        "--output": options.output,
        "--errors": options.errors,
        "--workers": options.workers,
    }
    refuse_options(source, for_records, {"--json": options.as_json})
    settings = Settings.from_env(bundle=options.bundle)
    if isinstance(source, OneText):
        text = source.read()
        tagged = open_here(settings, options.threshold).tag_text(text)
        print_tagged(tagged, text=text, as_json=options.as_json)
        return None
    number = choose_workers(source) if options.workers is None else options.workers
    with open_workers(settings, threshold=options.threshold, number=number) as tag_groups:
        return tag_files(tag_groups, source, output=options.output, errors=options.errors)


def describe_bundle(name: str | None) -> ModelAnswer:
    """Verify a bundle and give the facts about it.

    Args:
        name: A shipped bundle or a folder; None is the one that the settings name.

    Raises:
        NomenError: When the settings, the bundle or the device cannot be used.
    """
    settings = Settings.from_env(bundle=name)
    return ModelAnswer.build(describe(open_tagger(settings)), settings)
