import sys
from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.docbin import read_docbin
from nomen.training.formats.records import LabelledSpan, LeftOut, Place, TextRecord
from nomen.training.formats.settings import FileSettings
from tests.training.formats.files import write


def docbin() -> bytes:
    spacy = pytest.importorskip("spacy")
    tokens = pytest.importorskip("spacy.tokens")
    nlp = spacy.blank("en")
    found = tokens.DocBin()
    document = nlp("Tokyo Tower is 333m tall, said Ada Byron.")
    ends = [(0, 11, "BUILDING"), (31, 40, "PERSON")]
    document.ents = [document.char_span(start, end, label=label) for start, end, label in ends]
    found.add(document)
    found.add(nlp("Nobody looked at this."))
    data = found.to_bytes()
    assert isinstance(data, bytes)
    return data


@pytest.mark.parametrize("name", ["train.spacy", "train.spacy.gz"])
def test_documents_have_their_entities(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, docbin())
    spans = (LabelledSpan(0, 11, "BUILDING"), LabelledSpan(31, 40, "PERSON"))
    text = "Tokyo Tower is 333m tall, said Ada Byron."
    assert list(read_docbin(path, FileSettings())) == [
        TextRecord(place=Place(path, 1, "document"), text=text, spans=spans),
        LeftOut(Place(path, 2, "document"), "not annotated"),
    ]


def test_other_bytes_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "train.spacy", b"secret")
    with pytest.raises(CorpusError, match=r"train\.spacy: expected a DocBin of spaCy 3"):
        list(read_docbin(path, FileSettings()))


def test_spacy_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "train.spacy", b"")
    monkeypatch.setitem(sys.modules, "spacy.tokens", None)
    with pytest.raises(CorpusError, match=r"train\.spacy: expected spaCy: pip install spacy"):
        list(read_docbin(path, FileSettings()))
