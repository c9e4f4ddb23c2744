from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.brat import read_brat
from nomen.training.formats.reading import read_file
from nomen.training.formats.records import Fault, TextRecord
from nomen.training.formats.settings import FileSettings
from tests.training.formats.files import write

TEXT = "Sony named Ada King\nLovelace and\nBob."
ANNOTATIONS = """T1\tOrganization 0 4\tSony
T2\tPerson 11 28\tAda King Lovelace
T3\tNaming 5 10\tnamed
E1\tNaming:T3 Agent:T1 Who:T2
R1\tOf Arg1:T1 Arg2:T2
A1\tNegation E1
#1\tAnnotatorNotes T1\tlikely
*\tEquiv T1 T2
T4\tPERSON 33 36\tBob
"""
BROKEN = "T5\tPerson 11 14;20 28\tAda Lovelace\n"


def names(path: Path) -> list[tuple[str, str | None]]:
    (record,) = read_brat(path, FileSettings(discontinuous="widen"))
    assert isinstance(record, TextRecord)
    assert record.document == "letter"
    return [(record.text[span.start : span.end], span.label) for span in record.spans]


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_a_document_has_its_text_bound_annotations(tmp_path: Path, ending: str) -> None:
    text = write(tmp_path, f"letter.txt{ending}", TEXT)
    annotations = write(tmp_path, f"letter.ann{ending}", ANNOTATIONS)
    expected = [
        ("Sony", "ORGANIZATION"),
        ("Ada King\nLovelace", "PERSON"),
        ("named", "NAMING"),
        ("Bob", "PERSON"),
    ]
    assert names(text) == names(annotations) == names(tmp_path) == expected


def test_discontinuous_names_are_refused_or_widened(tmp_path: Path) -> None:
    text = write(tmp_path, "letter.txt", TEXT)
    write(tmp_path, "letter.ann", BROKEN)
    fault, _ = read_brat(text, FileSettings())
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.place.number) == ("discontinuous", 1)
    assert names(text) == [("Ada King\nLovelace", "PERSON")]


def test_other_discontinuous_spans_are_no_fault(tmp_path: Path) -> None:
    text = write(tmp_path, "letter.txt", TEXT)
    write(tmp_path, "letter.ann", BROKEN.replace("Person", "Thing"))
    [record] = read_brat(text, FileSettings())
    assert isinstance(record, TextRecord)


@pytest.mark.parametrize("line", ["T1", "T1\tPerson", "T1\tPerson 3\tx", "T1\tPerson a b\tx"])
def test_a_malformed_line_is_a_fault(tmp_path: Path, line: str) -> None:
    text = write(tmp_path, "letter.txt", TEXT)
    path = write(tmp_path, "letter.ann", f"{ANNOTATIONS}{line}\n")
    fault = next(iter(read_brat(text, FileSettings())))
    assert isinstance(fault, Fault)
    assert str(fault.as_error()).startswith(f"{path}:10: expected an id, a tab, a type")


def test_a_fault_of_a_span_has_its_own_line(tmp_path: Path) -> None:
    write(tmp_path, "letter.txt", TEXT)
    path = write(tmp_path, "letter.ann", ANNOTATIONS.replace("33 36", "33 99"))
    with pytest.raises(CorpusError, match=r"letter\.ann:9: expected spans with integers"):
        read_file(path)
    write(tmp_path, "letter.ann", ANNOTATIONS.replace("33 36", "33 35").replace("\tBob", ""))
    with pytest.raises(CorpusError, match=r"letter\.ann:9: .* it cuts 33-36"):
        read_file(path, FileSettings(cut_tokens="refuse"))


def test_bytes_that_are_no_utf8_are_faults(tmp_path: Path) -> None:
    text = write(tmp_path, "letter.txt", b"Ada\n\xff")
    write(tmp_path, "letter.ann", b"")
    [fault] = read_brat(text, FileSettings())
    assert isinstance(fault, Fault)
    assert fault.place.number == 2
    write(tmp_path, "letter.txt", TEXT)
    write(tmp_path, "letter.ann", b"\xff")
    fault, _ = read_brat(text, FileSettings())
    assert isinstance(fault, Fault)


def test_a_missing_counterpart_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "letter.ann", ANNOTATIONS)
    with pytest.raises(CorpusError, match=r"letter\.ann: .* the same name with \.txt beside it"):
        list(read_brat(path, FileSettings()))
