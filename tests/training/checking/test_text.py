from pathlib import Path

from nomen.training.checking.check import CheckReport
from nomen.training.checking.facts import FileFacts
from nomen.training.checking.findings import Finding, Findings
from nomen.training.checking.text import file_row, finding_lines, type_lines

FACTS = FileFacts(path=Path("a.conll"), role="dev", format="conll", num_sentences=2000, num_lower=1)


def report(findings: Findings) -> CheckReport:
    return CheckReport([FACTS, FACTS], "English", findings, is_usable=True)


def test_a_file_has_a_row() -> None:
    assert file_row(FACTS) == ("a.conll", "dev", "conll", "0", "2,000", "0", "0")


def test_types_and_casing_of_all_files_are_told() -> None:
    FACTS.names.update({"PER": 2, "": 1})
    FACTS.left_out.update({"rejected": 3})
    assert list(type_lines(report(Findings()))) == [
        "names: PER (4), (no type) (2)",
        "no names: none",
        "left out: rejected (6)",
        "in lower case: 2 (0 %) of the sentences",
        "in upper case: 0 (0 %) of the sentences",
        "language: English, by script and function words",
    ]


def test_the_first_findings_of_each_kind_are_shown() -> None:
    findings = Findings()
    for number in range(7):
        findings.add("empty", Finding("a.conll", f":{number}", "expected more"))
    lines = list(finding_lines(report(findings)))
    assert lines[:3] == ["", "empty: 7. Remove the span.", "  a.conll:0: expected more"]
    assert lines[-1] == "  … and 2 more"


def test_a_clean_check_says_so() -> None:
    assert list(finding_lines(report(Findings()))) == ["", "no faults"]
