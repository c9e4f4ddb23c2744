import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nomen.training.cli.main import cli
from nomen.training.errors import CorpusError
from tests.training.formats.files import write

CLEAN = '{"text": "Ada left.", "spans": [[0, 3, "PATIENT"]]}\n'
FAULTY = CLEAN + '{"text": "Bob came.", "spans": [[0, 2, "PATIENT"]]}\n'
PATIENTS = ("--type", "patient")


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    if isinstance(done.exception, CorpusError):
        raise done.exception
    return done.exit_code, done.output


@pytest.mark.parametrize(
    ("content", "code", "told"),
    [(CLEAN, 0, "no faults"), (FAULTY, 1, "cut tokens: 1."), ("", 2, "unusable file: 1.")],
)
def test_the_exit_code_tells_whether_there_are_faults(
    tmp_path: Path, content: str, code: int, told: str
) -> None:
    found, output = run("check", write(tmp_path, "a.jsonl", content), *PATIENTS)
    assert (found, told in output) == (code, True)


def test_all_is_told_as_json_too(tmp_path: Path) -> None:
    train, dev = write(tmp_path, "a.jsonl", FAULTY), write(tmp_path, "b.jsonl", CLEAN)
    code, output = run("check", train, "--dev", dev, "--test", dev, *PATIENTS, "--json")
    report = json.loads(output)
    assert code == 1
    assert [(facts["role"], facts["num_names"]) for facts in report["files"]] == [
        ("train", 2),
        ("dev", 1),
        ("test", 1),
    ]
    assert report["faults"][0]["places"][0] == {
        "file": str(train),
        "position": ":2",
        "message": "expected name 0-2 to begin and end with a token; it cuts 0-3",
    }


def test_settings_of_reading_are_options(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "# id 1\n1 Ada I-PER\n")
    columns = ("--token-column", 1, "--tag-column", 2, "--scheme", "iob1", "--read", "comment=# ")
    assert run("check", path, "--format", "conll", *columns)[0] == 0
