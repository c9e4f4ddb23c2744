"""Planning of partitions, as the Ray engine does it before a cluster is asked for."""

from pathlib import Path

import pytest

from nomen.service.files.cluster.planning import Plan, plan_partitions, refuse_written
from nomen.service.files.formats.opening import FormatOptions
from nomen.service.files.options import JobOptions, RuleOptions
from nomen.service.files.outputs.planning import OutputOptions
from nomen.service.files.sources import SourceError

ASKED = OutputOptions(output="out", kind=None, word="names", default="jsonl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("in/a.jsonl", "in/deep/b.csv.gz", "in/c.bin", "in/d.txt", "in/.e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"Ada")
    return tmp_path


def planned(folder: Path, *paths: str, **given: object) -> Plan:
    options = JobOptions(rules=RuleOptions(consistent=False), output=str(folder / "out"))
    for name, value in given.items():
        object.__setattr__(options, name, value)
    return plan_partitions([str(folder / path) for path in paths], options, ASKED)


def test_each_file_is_a_partition_with_its_own_output(folder: Path) -> None:
    plan = planned(folder, "in")

    assert [str(each.output_path) for each in plan.partitions] == [
        "a.names.jsonl",
        "d.names.jsonl",
        "deep/b.names.jsonl",
    ]
    assert [each.input.choice.name for each in plan.partitions] == ["jsonl", "text", "csv"]
    assert dict(plan.left_out) == {".bin": 1, "hidden": 1}


def test_patterns_choose_files(folder: Path) -> None:
    plan = planned(folder, "in", include=("*.txt",))

    assert [each.input.label for each in plan.partitions] == [f"{folder}/in/d.txt"]


@pytest.mark.parametrize(
    ("paths", "given", "message"),
    [
        (["in"], {"output": None}, "--engine ray: expected --output"),
        (
            ["in/d.txt"],
            {"output": "-"},
            "--engine ray: expected --output, the path or URI of a folder",
        ),
        (
            ["in/d.txt"],
            {"output": "s3://b/one.jsonl"},
            "--output: expected the path or URI of a folder",
        ),
        (["in/c.bin"], {}, "no file to read"),
        (["in/a.jsonl", "in"], {}, "expected files whose outputs have different names"),
        (["in/d.txt"], {"formats": FormatOptions(columns=("x",))}, "--column: expected only with"),
    ],
)
def test_files_and_options_that_do_not_go_together_are_refused(
    folder: Path, paths: list[str], given: dict[str, object], message: str
) -> None:
    with pytest.raises(SourceError, match=f"^{message}"):
        planned(folder, *paths, **given)


def test_what_is_written_is_refused_left_or_done_again(folder: Path) -> None:
    partitions = planned(folder, "in").partitions
    (folder / "out").mkdir()
    (folder / "out" / "d.names.jsonl").write_text("{}")

    with pytest.raises(SourceError, match=r"out/d\.names\.jsonl: exists; expected --force"):
        refuse_written(partitions, force=False, resume=False)
    left = refuse_written(partitions, force=False, resume=True)
    assert [each.index for each in left] == [0, 2]
    assert refuse_written(partitions, force=True, resume=False) == partitions
