from pathlib import Path

from nomen.training.data.conll import Columns
from nomen.training.formats.conll import read_conll
from nomen.training.formats.records import Fault, LabelledSpan, Place, TokenRecord
from nomen.training.formats.settings import FileSettings
from tests.training.formats.files import write


def test_sentences_have_their_entities_and_documents(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "own.conll.gz",
        "-DOCSTART- -X- -X- O\n\nAda NNP B-NP B-PER\nleft VBD B-VP O\nBonn NNP B-NP B-LOC\n"
        "\n-DOCSTART- -X- -X- O\n\nBob NNP B-NP B-PER\n",
    )
    first, second = read_conll(path, FileSettings())
    spans = (LabelledSpan(0, 1, "PER"), LabelledSpan(2, 3, "LOC"))
    tokens = ("Ada", "left", "Bonn")
    assert first == TokenRecord(place=Place(path, 3), tokens=tokens, spans=spans, document="1")
    assert isinstance(second, TokenRecord)
    assert (second.place.number, second.document) == (9, "2")


def test_all_faults_of_a_file_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, "own", b"Ada\n\nBob\tI-PER\n\xff\n\nAnn\tB-PER\n\xff\n")
    faults = [item for item in read_conll(path, FileSettings()) if isinstance(item, Fault)]
    assert sorted((fault.place.number, fault.message[:20]) for fault in faults) == [
        (1, "expected a token and"),
        (3, "expected I- to follo"),
        (4, "expected UTF-8 throu"),
        (7, "expected UTF-8 throu"),
    ]


def test_columns_and_comments_are_those_of_the_settings(tmp_path: Path) -> None:
    path = write(tmp_path, "own.conllu", "# sent_id = 1\n1\tAda\tada\tB-PER\t_\n")
    settings = FileSettings(columns=Columns(token=1, tag=3, comment="# "))
    [record] = read_conll(path, settings)
    spans = (LabelledSpan(0, 1, "PER"),)
    assert record == TokenRecord(place=Place(path, 2), tokens=("Ada",), spans=spans)
