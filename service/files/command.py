"""Carries out `nomen tag`, `nomen redact` and `nomen model`."""

from collections.abc import Sequence

from nomen.service.engine.loading import describe, open_tagger
from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.files.formats.choosing import refuse_redaction
from nomen.service.files.inputs import Found
from nomen.service.files.journal import Counts
from nomen.service.files.options import RedactOptions, TagOptions, refuse_given
from nomen.service.files.outputs import Output, OutputOptions
from nomen.service.files.redacting import RedactedFile, RedactedLines
from nomen.service.files.running import check_text, find, plan, read_one_text, run
from nomen.service.files.tagging import AnswerLines, MoreColumns
from nomen.service.files.terminal import print_tagged, print_text
from nomen.service.files.workers import open_here
from nomen.service.files.working import Task, Writer
from nomen.service.settings import Settings


def tag_paths(paths: Sequence[str], options: TagOptions) -> Counts | None:
    """Tag one text and print it, or tag files and count their documents.

    Raises:
        SettingsError: When a variable NOMEN_* cannot be used.
        SourceError: When the paths or options cannot be used.
        NomenError: When the bundle, the device or the threshold cannot be used.
        WorkerEndedError: When a worker process was killed.
    """
    found = find(paths, options)
    fields = options.chosen_fields()
    if (text := _read_text(found, options)) is not None:
        task = Task(writer=AnswerLines(), threshold=options.threshold, rules=options.rules.read())
        worker = open_here(Settings.from_env(bundle=options.bundle), task)
        print_tagged(worker.tag_text(text), text=text, fields=fields, as_json=options.as_json)
        return None
    refuse_given({"--json": options.as_json}, "one text; records are answered in JSON")
    asked = OutputOptions(
        output=options.output,
        kind=options.output_kind,
        word="names",
        default="jsonl",
        force=options.force,
    )
    outputs = plan(found, asked)
    is_lines = outputs[0].kind == "jsonl"
    writer: Writer = MoreColumns(fields=fields if options.fields else ("names",))
    if is_lines:
        writer = AnswerLines(
            fields=fields,
            with_file=_are_joined(outputs),
            with_rejects=options.errors is None,
            compression=outputs[0].compression,
        )
    task = Task(writer=writer, threshold=options.threshold, rules=options.rules.read())
    return run(found, outputs, task, options, in_output=is_lines and options.errors is None)


def redact_paths(paths: Sequence[str], options: RedactOptions) -> Counts | None:
    """Redact one text and print it, or redact files and count their documents.

    Raises:
        SettingsError: When a variable NOMEN_* cannot be used.
        SourceError: When the paths or options cannot be used.
        NomenError: When the bundle, the device, the threshold or the operator cannot be used.
        WorkerEndedError: When a worker process was killed.
    """
    found = find(paths, options)
    operator = options.operator.build()
    if options.text is not None:
        refuse_given(options.given_for_files(), "files")
        check_text(options.text, "--text")
        tagger = open_tagger(Settings.from_env(bundle=options.bundle))
        rules = options.rules.read()
        (redacted,) = tagger.redact(
            [options.text], operator=operator, threshold=options.threshold, rules=rules
        )
        print_text(redacted.text)
        return None
    for each in found.inputs:
        refuse_redaction(each.choice)
    asked = OutputOptions(
        output=options.output,
        kind=options.output_kind,
        word="redacted",
        default="same",
        force=options.force,
        in_place=options.in_place,
    )
    outputs = plan(found, asked)
    writer: Writer = RedactedFile(operator=operator)
    if outputs[0].kind == "jsonl":
        writer = RedactedLines(
            operator=operator,
            with_file=_are_joined(outputs),
            compression=outputs[0].compression,
        )
    task = Task(writer=writer, threshold=options.threshold, rules=options.rules.read())
    return run(found, outputs, task, options, in_output=False)


def _read_text(found: Found, options: TagOptions) -> str | None:
    """Read the one text that is answered on standard output; None where there are files.

    Raises:
        SourceError: When it cannot be tagged, or an option means nothing for it.
    """
    for_files = {option: value for option, value in options.given_for_files().items() if value}
    if options.text is not None:
        refuse_given(for_files, "files")
        check_text(options.text, "--text")
        return options.text
    if found.has_folder or len(found.inputs) != 1 or found.inputs[0].choice.name != "text":
        return None
    if any(option in for_files for option in ("--output", "--lines", "--output-format")):
        return None
    refuse_given(
        {
            option: value
            for option, value in for_files.items()
            if option not in ("--format", "--encoding")
        },
        "records, a folder or --output",
    )
    return read_one_text(found.inputs[0], options.formats)


def _are_joined(outputs: Sequence[Output]) -> bool:
    """Tell whether several files go to one output."""
    return any(len(output.inputs) > 1 for output in outputs)


def describe_bundle(name: str | None) -> ModelAnswer:
    """Verify a bundle and give the facts about it.

    Args:
        name: A shipped bundle or a folder; None is the one that the settings name.

    Raises:
        NomenError: When the settings, the bundle or the device cannot be used.
    """
    settings = Settings.from_env(bundle=name)
    return ModelAnswer.build(describe(open_tagger(settings)), settings)
