"""Plans the outputs of a run: which files go to which output, and what it is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nomen.service.files.formats.choosing import COMPRESSED_ENDINGS
from nomen.service.files.formats.compression import Compression
from nomen.service.files.jobs.inputs import Input
from nomen.service.files.outputs.endings import Kind, choose_kind, settle_kind
from nomen.service.files.sources import STANDARD_INPUT, SourceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An output.

    Attributes:
        path: Its file; None is standard output.
        inputs: The files that go to it, in their order.
        kind: What it is.
        compression: How it is compressed.
        rejects: The file for its own rejected records; None if they go elsewhere.
        mode: The mode of the file; None is what the umask says.
        head: What it begins with.
    """

    path: Path | None
    inputs: tuple[Input, ...]
    kind: Kind
    compression: Compression = ""
    rejects: Path | None = None
    mode: int | None = None
    head: bytes = b""

    @property
    def is_stream(self) -> bool:
        """Whether it is standard output, a device or a pipe, which cannot be taken back."""
        return self.path is None or (self.path.exists() and not self.path.is_file())

    @property
    def adds_columns(self) -> bool:
        """Whether it is the table of its one file, with columns more."""
        names = {"csv": ("csv", "tsv"), "parquet": ("parquet",)}.get(self.kind, ())
        return len(self.inputs) == 1 and self.inputs[0].choice.name in names

    @property
    def is_staged(self) -> bool:
        """Whether it is a Parquet file, which is made when all its pieces are there."""
        return self.kind == "parquet" or (
            self.kind == "same" and self.inputs[0].choice.name == "parquet"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOptions:
    """What the caller says about the outputs.

    Attributes:
        output: A file, a folder, or `-`; None chooses by the number of files.
        kind: What the outputs are; None goes by the ending of `output`.
        word: What stands in the names of outputs: `names` or `redacted`.
        default: What the outputs are if nothing says otherwise.
        force: Whether what exists is written over.
        in_place: Whether each file is replaced by its redacted form.
        has_folder: Whether the files are those of a folder, which never go to standard output.
    """

    output: str | None
    kind: Kind | None
    word: str
    default: Kind
    force: bool = False
    in_place: bool = False
    has_folder: bool = False


def plan_outputs(inputs: Sequence[Input], options: OutputOptions) -> list[Output]:
    """Plan the outputs for some files.

    Raises:
        SourceError: When the files and the options do not go together.
    """
    if options.in_place:
        return [_in_place(each, options) for each in inputs]
    target = options.output
    if target is None:
        target = STANDARD_INPUT if len(inputs) == 1 and not options.has_folder else ""
    if target == STANDARD_INPUT:
        return [_on_standard_output(inputs, options)]
    if target == "" or target.endswith("/") or Path(target).is_dir():
        return _beside(inputs, Path(target) if target else None, options)
    choices = [each.choice for each in inputs]
    kind, compression = choose_kind(
        Path(target).name, choices, asked=options.kind, default=options.default
    )
    return [
        Output(
            path=Path(target),
            inputs=_joined(inputs, kind),
            kind=kind,
            compression=compression,
            rejects=_rejects_path(Path(target)),
        )
    ]


def refuse_existing(
    outputs: Sequence[Output],
    others: Sequence[Path | None],
    *,
    force: bool,
    is_left: bool = False,
) -> None:
    """Refuse to write over what exists.

    Args:
        outputs: The outputs.
        others: Other files that are written; None is none.
        force: Whether what exists is written over.
        is_left: Whether a run that ended early can go on.

    Raises:
        SourceError: When a file exists.
    """
    named = list(others)
    for output in outputs:
        is_new = not output.is_stream and output.mode is None
        named += [output.path if is_new else None, output.rejects]
    for path in named:
        if path is not None and path.exists() and not force:
            hint = ", or --resume to go on with the run that ended early" if is_left else ""
            raise SourceError(f"{path}: exists; expected --force to write over it{hint}")


def _on_standard_output(inputs: Sequence[Input], options: OutputOptions) -> Output:
    choice = inputs[0].choice
    kind = _settled(inputs[0], options)
    if kind == "parquet" or (kind == "same" and choice.name == "parquet"):
        raise SourceError("--output: expected a file for Parquet")
    joined, compression = _joined(inputs, kind), _own_compression(inputs[0], kind)
    return Output(path=None, inputs=joined, kind=kind, compression=compression)


def _settled(each: Input, options: OutputOptions) -> Kind:
    return settle_kind(options.kind or options.default, each.choice, default=options.default)


def _own_compression(each: Input, kind: Kind) -> Compression:
    """Give the compression of an output that no ending names."""
    return each.choice.compression if kind == "same" else ""


def _joined(inputs: Sequence[Input], kind: Kind) -> tuple[Input, ...]:
    if kind == "same" and len(inputs) > 1:
        raise SourceError("--output: expected a folder for several files in their own formats")
    return tuple(inputs)


def _in_place(each: Input, options: OutputOptions) -> Output:
    if each.path is None:
        raise SourceError("--in-place: expected files, found standard input")
    if options.output is not None:
        raise SourceError("--in-place: expected no --output")
    if options.kind not in (None, "same"):
        raise SourceError("--in-place: expected no --output-format")
    path = each.path.resolve()
    rejects = _rejects_path(each.path)
    found = path.stat()
    if found.st_nlink > 1 and not options.force:
        raise SourceError(
            f"{each.label}: --in-place: has {found.st_nlink} hard links, and the others keep the "
            "original; expected --force"
        )
    return Output(
        path=path,
        inputs=(each,),
        kind="same",
        compression=each.choice.compression,
        rejects=rejects,
        mode=found.st_mode & 0o7777,
    )


def _beside(inputs: Sequence[Input], folder: Path | None, options: OutputOptions) -> list[Output]:
    """Give each file its own output, beside it or below a folder."""
    kinds = [_settled(each, options) for each in inputs]
    paths = [
        _named(each, folder, options.word, kind, is_full=False)
        for each, kind in zip(inputs, kinds, strict=True)
    ]
    counted = Counter(paths)
    return [
        Output(
            path=(
                named := path
                if counted[path] == 1
                else _named(each, folder, options.word, kind, is_full=True)
            ),
            inputs=(each,),
            kind=kind,
            compression=_own_compression(each, kind),
            rejects=_rejects_path(named),
        )
        for path, each, kind in zip(paths, inputs, kinds, strict=True)
    ]


def _named(each: Input, folder: Path | None, word: str, kind: Kind, *, is_full: bool) -> Path:
    """Name the output of a file: `X.names.jsonl`, `X.redacted.ext`.

    Args:
        each: The file.
        folder: The folder of the outputs; None is that of the file.
        word: What stands in the name.
        kind: What the output is.
        is_full: Whether X keeps the file's ending, so that `a.csv` and `a.txt` have two outputs.
    """
    if folder is not None:
        place = folder / each.relative
    elif each.path is not None:
        place = each.path
    else:
        raise SourceError("standard input: expected --output, or no other file")
    stem, ending = _split_name(place.name)
    if kind != "same":
        return place.with_name(f"{place.name if is_full else stem}.{word}.{kind}")
    return place.with_name(f"{stem}.{word}{ending}")


def _split_name(name: str) -> tuple[str, str]:
    """Split a name before its endings, that of a compression and the one before it."""
    stem, dot, ending = name.rpartition(".")
    if ending.lower() in COMPRESSED_ENDINGS and "." in stem:
        stem, dot, before = stem.rpartition(".")
        ending = f"{before}.{ending}"
    return (stem, dot + ending) if stem else (name, "")


def _rejects_path(path: Path) -> Path:
    stem, _ = _split_name(path.name)
    return path.with_name(f"{stem}.rejects.jsonl")
