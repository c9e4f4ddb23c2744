"""The options of `nomen tag` and `nomen redact`, checked."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nomen.model.bundle.bundle import Manifest
from nomen.model.names.rules import NameRules
from nomen.model.redaction.expectation import expected_missed
from nomen.model.routing.choosing import AUTO
from nomen.service.documents.schemas import AnswerField
from nomen.service.files.answers.tagging import FIELDS
from nomen.service.files.formats.opening import FormatOptions
from nomen.service.files.operator_options import OperatorOptions
from nomen.service.files.outputs.endings import KINDS, Kind
from nomen.service.files.sources import SourceError

ENGINES = ("local", "ray")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOptions:
    """The caller's rules; None or False where one was not given.

    Attributes:
        consistent: Whether the sure names of a document raise the others.
        allow: A file of phrases that are never a name, one a line.
        deny: A file of phrases that always are one, one a line.
        fold_case: Whether both match in any casing.
    """

    consistent: bool
    allow: Path | None = None
    deny: Path | None = None
    fold_case: bool = False

    def read(self) -> NameRules:
        """Read the lists.

        Raises:
            SourceError: When a file cannot be read.
        """
        if self.fold_case and self.allow is None and self.deny is None:
            raise SourceError("--fold-case: expected only with --allow or --deny")
        return NameRules(
            consistent=self.consistent,
            allow=_phrases(self.allow),
            deny=_phrases(self.deny),
            fold_case=self.fold_case,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOptions:
    """What `nomen tag` and `nomen redact` have in common; None or False where not given.

    Attributes:
        text: The text itself, instead of a path.
        formats: What the caller says about formats.
        include: Patterns for the files of folders.
        threshold: 0 to 1, or the name of a preset.
        rules: The caller's rules.
        output: A file, a folder, or `-`.
        output_format: What the outputs are.
        errors: The file for rejected records.
        workers: The number of processes.
        force: Whether what exists is written over.
        resume: Whether a run that ended early goes on.
        bundle: The name of a shipped bundle, or the folder of a bundle; several with commas.
        language: `auto`, a tag of BCP 47, or the name of a bundle.
        engine: What runs the job: `local` or `ray`.
        ray_address: The address of a Ray cluster.
    """

    rules: RuleOptions
    text: str | None = None
    formats: FormatOptions = field(default_factory=FormatOptions)
    include: tuple[str, ...] = ()
    threshold: str | None = None
    output: str | None = None
    output_format: str | None = None
    errors: Path | None = None
    workers: int | None = None
    force: bool = False
    resume: bool = False
    bundle: str | None = None
    language: str = AUTO
    engine: str = "local"
    ray_address: str | None = None

    @property
    def is_on_cluster(self) -> bool:
        """Whether a Ray cluster runs the job.

        Raises:
            SourceError: When there is no such engine.
        """
        if self.engine not in ENGINES:
            raise SourceError(f"--engine: expected one of {', '.join(ENGINES)}")
        if self.engine == "local" and self.ray_address is not None:
            raise SourceError("--ray-address: expected only with --engine ray")
        return self.engine == "ray"

    @property
    def output_kind(self) -> Kind | None:
        """The kind of the outputs.

        Raises:
            SourceError: When there is no such kind.
        """
        for kind in KINDS:
            if kind == self.output_format:
                return kind
        if self.output_format is None:
            return None
        raise SourceError(f"--output-format: expected one of {', '.join(KINDS)}")

    def remark(self, manifests: Sequence[Manifest]) -> str | None:  # noqa: ARG002  # of a redaction alone
        """Say what a job that these bundles read is expected to miss; None if nobody knows."""
        return None

    def other_outputs(self) -> list[Path | None]:
        """Give the files that are written beside the outputs; None is none."""
        return [self.errors]

    def given_for_files(self) -> dict[str, object]:
        """Give the options that mean something for files alone, and not for one text."""
        return {
            "--format": self.formats.format,
            "--encoding": self.formats.encoding,
            "--text-field": self.formats.text_fields,
            "--column": self.formats.columns,
            "--lines": self.formats.lines,
            "--include": self.include,
            "--output": self.output,
            "--output-format": self.output_format,
            "--errors": self.errors,
            "--workers": self.workers,
            "--force": self.force,
            "--resume": self.resume,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TagOptions(JobOptions):
    """The options of `nomen tag`.

    Attributes:
        fields: The fields of an answer, separated by commas.
        names_only: Whether an answer has the names alone.
        as_json: Whether one text is answered in JSON on a terminal, too.
    """

    fields: str | None = None
    names_only: bool = False
    as_json: bool = False

    def chosen_fields(self) -> tuple[AnswerField, ...]:
        """Give the fields of an answer.

        Raises:
            SourceError: When there is no such field.
        """
        if self.names_only:
            if self.fields is not None:
                raise SourceError("--names-only: expected no --fields")
            return ("names",)
        if self.fields is None:
            return FIELDS
        chosen = [each.strip() for each in self.fields.split(",")]
        for each in chosen:
            if each not in FIELDS:
                near = difflib.get_close_matches(each, FIELDS, n=1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise SourceError(f"--fields: expected some of {', '.join(FIELDS)}{hint}")
        return tuple(each for each in FIELDS if each in chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactOptions(JobOptions):
    """The options of `nomen redact`.

    Attributes:
        operator: What stands in the place of a name.
        in_place: Whether each file is replaced by its redacted form.
        map: The file for the pairs of names and replacements.
    """

    operator: OperatorOptions = field(default_factory=OperatorOptions)
    in_place: bool = False
    map: Path | None = None

    def remark(self, manifests: Sequence[Manifest]) -> str | None:
        """Say what a job that these bundles read is expected to miss; None if nobody knows."""
        share = expected_missed(self.threshold, manifests)
        return None if share is None else f"expected to miss {share:.0%} of the names"

    def other_outputs(self) -> list[Path | None]:
        """Give the files that are written beside the outputs; None is none."""
        return [self.errors, self.map]

    def given_for_files(self) -> dict[str, object]:
        """Give the options that mean something for files alone, and not for one text."""
        given = JobOptions.given_for_files(self)
        if self.map is not None:
            del given["--force"]
        return {**given, "--in-place": self.in_place}


def refuse_given(given: dict[str, object], expected: str) -> None:
    """Refuse options that were given.

    Raises:
        SourceError: When one was.
    """
    for option, value in given.items():
        if value not in (None, False, ()):
            raise SourceError(f"{option}: expected only with {expected}")


def _phrases(file: Path | None) -> tuple[str, ...]:
    """Read the phrases of a file, one a line; blank lines do not count."""
    if file is None:
        return ()
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise SourceError(f"{file}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{file}: byte {error.start} is not UTF-8") from error
    return tuple(line.strip() for line in lines if line.strip())
