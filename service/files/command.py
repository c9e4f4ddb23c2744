"""Carries out `nomen tag`, `nomen redact`, `nomen columns` and `nomen model`."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from nomen.model.redaction.operators import Operator
from nomen.model.redaction.placeholders import placeholders_of
from nomen.model.redaction.restoring import check_restorable
from nomen.service.documents.schemas import AnswerField
from nomen.service.documents.thresholds import parse_threshold
from nomen.service.engine.loading import describe, open_tagger
from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.files.answers.answer_tables import AnswerTable
from nomen.service.files.answers.left_out import describe_languages, describe_scripts
from nomen.service.files.answers.numbering import Numbering
from nomen.service.files.answers.redacting import MapLines, NamesAlone, RedactedFile, RedactedLines
from nomen.service.files.answers.redaction_map import map_line, open_map
from nomen.service.files.answers.tagging import AnswerLines, MoreColumns
from nomen.service.files.cluster.running import run_partitions
from nomen.service.files.columns import Judgement, judge_columns
from nomen.service.files.formats.choosing import refuse_redaction
from nomen.service.files.jobs.inputs import Found
from nomen.service.files.jobs.workers import open_here
from nomen.service.files.jobs.working import Task
from nomen.service.files.options import RedactOptions, TagOptions, refuse_given
from nomen.service.files.outputs.journal import Counts
from nomen.service.files.outputs.planning import Output, OutputOptions
from nomen.service.files.outputs.writing import Run
from nomen.service.files.planned_work import PlannedWork
from nomen.service.files.running import check_text, find, plan, read_one_text, run_files
from nomen.service.files.sampling import Drawing, draw_rows
from nomen.service.files.sources import SourceError
from nomen.service.files.terminal import print_tagged, print_text, tell
from nomen.service.settings import Settings


def tag_paths(paths: Sequence[str], options: TagOptions) -> Counts | None:
    """Tag one text and print it, or tag files and count their documents.

    Raises:
        SettingsError: When a variable NOMEN_* cannot be used.
        SourceError: When the paths or options cannot be used.
        NomenError: When the bundle, the device or the threshold cannot be used.
        WorkerEndedError: When a worker process was killed.
    """
    asked = OutputOptions(
        output=options.output,
        kind=options.output_kind,
        word="names",
        default="jsonl",
        force=options.force,
    )
    expected = "one text; records are answered in JSON"
    if options.is_on_cluster:
        refuse_given({"--json": options.as_json}, expected)
        return run_partitions(paths, options, asked, _answering)
    found = find(paths, options)
    fields = options.chosen_fields()
    if (text := _read_text(found, options)) is not None:
        task = _task(AnswerLines(), options)
        worker = open_here(Settings.from_env(bundle=options.bundle), task)
        print_tagged(worker.tag_text(text), text=text, fields=fields, as_json=options.as_json)
        return None
    refuse_given({"--json": options.as_json}, expected)
    work = _answering(plan(found, asked, options), options)
    return run_files(found, Run(outputs=work.outputs, errors=options.errors), work.task, options)


def redact_paths(paths: Sequence[str], options: RedactOptions) -> Counts | None:
    """Redact one text and print it, or redact files and count their documents.

    Raises:
        SettingsError: When a variable NOMEN_* cannot be used.
        SourceError: When the paths or options cannot be used.
        NomenError: When the bundle, the device, the threshold or the operator cannot be used.
        WorkerEndedError: When a worker process was killed.
    """
    asked = OutputOptions(
        output=options.output,
        kind=options.output_kind,
        word="redacted",
        default="same",
        force=options.force,
        in_place=options.in_place,
    )
    if options.is_on_cluster:
        refuse_given({"--map": options.map, "--in-place": options.in_place}, "--engine local")
        return run_partitions(paths, options, asked, _redacting)
    found = find(paths, options)
    operator = options.operator.build()
    if options.map is not None:
        check_restorable(operator)
    if options.text is not None:
        _redact_text(options.text, operator, options)
        return None
    if len(found.inputs) == 1:  # among several files, such a one fails alone
        refuse_redaction(found.inputs[0].choice)
    work = _redacting(plan(found, asked, options), options)
    run = Run(
        outputs=work.outputs, errors=options.errors, map=options.map, numbering=work.numbering
    )
    return run_files(found, run, work.task, options)


def _answering(outputs: Sequence[Output], options: TagOptions) -> PlannedWork:
    """Plan the work that writes the answers for tagged documents."""
    writer = _tag_writer(outputs, options.chosen_fields(), options)
    if isinstance(writer, AnswerTable):
        outputs = [replace(output, head=writer.head()) for output in outputs]
    return PlannedWork(outputs=outputs, task=_task(writer, options))


def _task(writer: AnswerLines | AnswerTable | MoreColumns, options: TagOptions) -> Task:
    return Task(
        writer=writer,
        threshold=options.threshold,
        rules=options.rules.read(),
        language=options.language,
    )


def _tag_writer(
    outputs: Sequence[Output], fields: tuple[AnswerField, ...], options: TagOptions
) -> AnswerLines | AnswerTable | MoreColumns:
    """Choose what writes the answers.

    Raises:
        SourceError: When the files cannot be written as they are asked for.
    """
    kind, compression = outputs[0].kind, outputs[0].compression
    if kind == "same":
        raise SourceError("--output-format: expected jsonl, csv or parquet")
    if kind == "jsonl":
        return AnswerLines(
            fields=fields,
            with_file=_are_joined(outputs),
            with_rejects=options.errors is None,
            compression=compression,
        )
    if all(output.adds_columns for output in outputs):
        return MoreColumns(fields=("names",) if options.fields is None else fields)
    return AnswerTable(
        kind=kind, fields=fields, with_file=_are_joined(outputs), compression=compression
    )


def _redacting(outputs: Sequence[Output], options: RedactOptions) -> PlannedWork:
    """Plan the work that writes files without their names."""
    operator = options.operator.build()
    num_inputs = sum(len(output.inputs) for output in outputs)
    lines = None if options.map is None else MapLines(with_file=num_inputs > 1)
    writer: RedactedFile | RedactedLines = RedactedFile(operator=operator, map=lines)
    if outputs[0].kind == "jsonl":
        writer = RedactedLines(
            operator=operator,
            with_file=_are_joined(outputs),
            compression=outputs[0].compression,
            map=lines,
        )
    rules = options.rules.read()
    placeholders = (*rules.placeholders, *placeholders_of(operator))
    is_by_file = options.operator.is_by_file
    task = Task(
        writer=NamesAlone() if is_by_file else writer,
        threshold=options.threshold,
        rules=replace(rules, placeholders=placeholders),
        language=options.language,
    )
    numbering = Numbering(writer) if is_by_file else None
    return PlannedWork(outputs=outputs, task=task, numbering=numbering)


def _redact_text(text: str, operator: Operator, options: RedactOptions) -> None:
    """Redact one text and print it.

    Raises:
        NomenError: When it cannot be redacted.
    """
    refuse_given(options.given_for_files(), "files")
    check_text(text, "--text")
    tagger = open_tagger(Settings.from_env(bundle=options.bundle))
    rules = options.rules.read()
    (redacted,) = tagger.redact(
        [text],
        operator=operator,
        threshold=options.threshold,
        rules=rules,
        language=options.language,
    )
    if options.map is not None:
        if options.map.exists() and not options.force:
            raise SourceError(f"{options.map}: exists; expected --force to write over it")
        with open_map(options.map, operator, force=options.force) as file:
            file.write(map_line(redacted, place={}))
    print_text(redacted.text)
    for remark in (
        describe_scripts(redacted.unsupported_scripts),
        describe_languages(redacted.unsupported),
    ):
        if remark is not None:
            tell(remark)


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


def judge_table(
    path: Path,
    drawing: Drawing,
    *,
    threshold: str | None,
    language: str,
    with_examples: bool,
    bundle: str | None,
) -> Judgement:
    """Judge the columns of a table by a sample of its rows.

    Raises:
        SourceError: When the file is no table, or cannot be read.
        NomenError: When the settings, the bundle, the device, the threshold or the language cannot
            be used.
    """
    sample = draw_rows(path, drawing)
    tagger = open_tagger(Settings.from_env(bundle=bundle))
    return judge_columns(
        tagger,
        sample,
        thresholds=[parse_threshold(threshold, each.bundle.manifest) for each in tagger.bundles],
        language=language,
        with_examples=with_examples,
    )


def describe_bundle(name: str | None) -> ModelAnswer:
    """Verify a bundle and give the facts about it.

    Args:
        name: A shipped bundle or a folder; None is the one that the settings name.

    Raises:
        NomenError: When the settings, the bundle or the device cannot be used.
    """
    settings = Settings.from_env(bundle=name)
    return ModelAnswer.build(describe(open_tagger(settings)), settings)
