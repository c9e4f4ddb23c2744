from dataclasses import replace
from pathlib import Path, PurePath

import pytest

from nomen.service.files.formats.choosing import choose
from nomen.service.files.jobs.inputs import Input
from nomen.service.files.outputs.planning import Output, OutputOptions, plan_outputs
from nomen.service.files.sources import SourceError

TAG = OutputOptions(output=None, kind=None, word="names", default="jsonl")
REDACT = OutputOptions(output=None, kind=None, word="redacted", default="same")


def file(path: str, relative: str | None = None) -> Input:
    choice = choose(path)
    assert choice is not None
    name = PurePath(relative or Path(path).name)
    return Input(label=path, path=Path(path), relative=name, choice=choice)


def planned(options: OutputOptions, *inputs: Input, output: str | None = None) -> list[Output]:
    return plan_outputs(inputs, replace(options, output=output))


def paths(outputs: list[Output]) -> list[str]:
    return [str(output.path) for output in outputs]


def test_one_file_goes_to_standard_output() -> None:
    assert paths(planned(TAG, file("a.txt"))) == ["None"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (TAG, ["x/a.names.jsonl", "b.c.names.jsonl", "d.names.jsonl"]),
        (REDACT, ["x/a.redacted.txt", "b.c.redacted.jsonl.gz", "d.redacted.csv"]),
    ],
)
def test_several_files_have_their_outputs_beside_them(
    options: OutputOptions, expected: list[str]
) -> None:
    outputs = planned(options, file("x/a.txt"), file("b.c.jsonl.gz"), file("d.csv"))

    assert paths(outputs) == expected


def test_two_files_of_one_stem_keep_their_endings_in_the_names() -> None:
    outputs = planned(TAG, file("a.txt"), file("a.csv"))

    assert paths(outputs) == ["a.txt.names.jsonl", "a.csv.names.jsonl"]


def test_a_folder_for_outputs_has_the_folders_of_the_inputs(tmp_path: Path) -> None:
    outputs = planned(REDACT, file("in/x/a.txt", "x/a.txt"), output=str(tmp_path))
    new = planned(REDACT, file("a.txt"), output="new/")

    assert paths(outputs) == [f"{tmp_path}/x/a.redacted.txt"]
    assert paths(new) == ["new/a.redacted.txt"]
    assert str(new[0].rejects) == "new/a.redacted.rejects.jsonl"


@pytest.mark.parametrize(
    ("options", "source", "target", "kind", "compression"),
    [
        (TAG, "a.txt", "out", "jsonl", ""),
        (TAG, "a.txt", "out.csv", "csv", ""),
        (TAG, "a.jsonl", "out.parquet", "parquet", ""),
        (TAG, "a.tsv", "out.tsv", "csv", ""),
        (TAG, "a.txt", "out.jsonl.gz", "jsonl", "gz"),
        (REDACT, "a.csv", "out.csv", "same", ""),
        (REDACT, "a.csv", "out.jsonl", "jsonl", ""),
        (REDACT, "a.csv.gz", "out", "same", "gz"),
        (REDACT, "a.csv.gz", "out.csv", "same", ""),
        (REDACT, "a.csv", "out.csv.zst", "same", "zst"),
        (REDACT, "a.csv", "out.gz", "same", "gz"),
        (REDACT, "a.md", "out.txt", "same", ""),
        (REDACT, "a.txt", "out.1", "same", ""),
        (TAG, "a.csv", "out.csv.gz", "csv", "gz"),
        (TAG, "a.csv.gz", "out.csv", "csv", ""),
    ],
)
def test_the_ending_of_an_output_says_what_it_is(
    options: OutputOptions, source: str, target: str, kind: str, compression: str
) -> None:
    (output,) = planned(options, file(source), output=target)

    assert (output.kind, output.compression) == (kind, compression)


@pytest.mark.parametrize(
    ("options", "inputs", "output", "message"),
    [
        (REDACT, ["a.txt", "b.txt"], "out.txt", "--output: expected a folder for several files"),
        (REDACT, ["a.parquet"], None, "--output: expected a file for Parquet"),
        (REDACT, ["a.parquet"], "out.parquet.gz", "--output: a Parquet file is not compressed"),
        (TAG, ["a.jsonl"], "out.parquet.zst", "--output: a Parquet file is not compressed"),
        (REDACT, ["a.txt"], "out.html", "--output: text is not written as html"),
        (REDACT, ["a.tsv"], "out.csv", "--output: tsv is not written as csv"),
        (REDACT, ["a.jsonl"], "out.json", "--output: jsonl is not written as json"),
        (REDACT, ["a.txt"], "out.pdf", "--output: text is not written as pdf"),
        (TAG, ["a.csv"], "out.tsv", "--output: answers are not written as tsv"),
        (TAG, ["a.txt"], "out.json", "--output: answers are not written as json"),
    ],
)
def test_what_cannot_be_written_is_refused(
    options: OutputOptions, inputs: list[str], output: str | None, message: str
) -> None:
    with pytest.raises(SourceError, match=f"^{message}"):
        planned(options, *map(file, inputs), output=output)


def test_a_file_with_a_second_hard_link_is_replaced_only_with_force(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Harry", encoding="utf-8")
    (tmp_path / "b.txt").hardlink_to(tmp_path / "a.txt")
    options = replace(REDACT, in_place=True)

    with pytest.raises(SourceError, match="--in-place: has 2 hard links, and the others keep"):
        planned(options, file(str(tmp_path / "a.txt")))

    assert planned(replace(options, force=True), file(str(tmp_path / "a.txt")))[0].mode is not None
