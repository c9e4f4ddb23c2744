from pathlib import Path

import pytest

from nomen.training.checking.check import CheckReport, check
from nomen.training.checking.facts import Role
from nomen.training.formats.settings import FileSettings
from tests.training.formats.files import write

TRAIN = """Ada B-PER
Byron I-PER
met O
the O
director O
of O
Acme B-ORG

the O
house O
of O
Ada O
Byron O
was O
sold O
"""


def checked(*files: tuple[Path, Role], settings: FileSettings | None = None) -> CheckReport:
    return check(files, settings or FileSettings())


def places(report: CheckReport, kind: str) -> list[str]:
    return [each.position for each in report.findings.kept.get(kind, [])]


def test_counts_and_types_of_each_file_are_told(tmp_path: Path) -> None:
    report = checked((write(tmp_path, "a.conll", TRAIN), "train"))
    [facts] = report.files
    assert (facts.format, facts.num_records, facts.num_sentences) == ("conll", 2, 2)
    assert (facts.num_tokens, facts.num_names) == (14, 1)
    assert (facts.names, facts.dropped) == ({"PER": 1}, {"ORG": 1})
    assert report.is_usable


def test_all_faults_of_records_are_told_at_once(tmp_path: Path) -> None:
    content = """{"text": "Ada met Bob.", "spans": [[0, 3, "PER"], [2, 7, "PER"]]}
secret
{"text": "secret words", "spans": [[0, 2, "PER"], [7, 7, "PER"], [7, 13, "PER"]]}
{"text": "No name", "spans": [], "answer": "reject"}
{"text": "Ann", "spans": [{"start": 0, "end": 3, "text": "Bob"}]}
"""
    path = write(tmp_path, "a.jsonl", content)
    report = checked((path, "train"), settings=FileSettings(format="prodigy"))
    assert {kind: places(report, kind) for kind in report.findings.kinds()} == {
        "malformed": [":2"],
        "beyond the text": [":3"],
        "empty": [":3"],
        "other text": [":5"],
        "overlap": [":1"],
        "cut tokens": [":3"],
    }
    assert report.files[0].left_out == {"rejected": 1}
    assert "secret" not in str(report.as_dict())


def test_names_that_are_labelled_here_and_not_there_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "a.conll", TRAIN)
    report = checked((path, "train"))
    [finding] = report.findings.kept["unlabelled name"]
    assert finding.position == ":9"
    assert "Byron" not in finding.message


def test_sentences_of_train_in_dev_are_told(tmp_path: Path) -> None:
    train, dev = (write(tmp_path, name, TRAIN) for name in ("a.conll", "b.conll"))
    report = checked((train, "train"), (dev, "dev"))
    assert [each.file for each in report.findings.kept["in train too"]] == [str(dev)] * 2


def test_sentences_of_another_language_are_told(tmp_path: Path) -> None:
    german = "der O\nHund O\nund O\ndie O\nKatze O\nsind O\nnicht O\nda O\n"
    path = write(tmp_path, "a.conll", f"{TRAIN}\n{german}")
    report = checked((path, "train"))
    assert report.language == "English"
    assert places(report, "another language") == [":17"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("1 B-PER\n2 O\n", "numbers as tokens"),
        ("Ada B-PATIENT\nleft O\n", "no names"),
        ("", "unusable file"),
        ("Ada\n", "unusable file"),
    ],
)
def test_a_file_is_judged_as_a_whole(tmp_path: Path, content: str, kind: str) -> None:
    report = checked((write(tmp_path, "a.conll", content), "train"))
    assert places(report, kind) == [""]
    assert report.is_usable == (kind != "unusable file")


def test_a_file_that_cannot_be_read_does_not_hide_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, "a.conll", TRAIN)
    report = checked((tmp_path / "none.conll", "train"), (path, "train"))
    [finding] = report.findings.kept["unusable file"]
    assert finding.message == "expected a readable file"
    assert [facts.num_sentences for facts in report.files] == [0, 2]
