from pathlib import Path

from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText
from nomen.training.experiments.fine_tuning.halves import Halves, write_own_file
from nomen.training.formats.reading import read_file

PAGES = [
    LabelledPage(LabelledText(f"Hi Bo{i}", ((3, 6),)), f"set/{i // 2}", "mail") for i in range(8)
]


def test_no_document_has_pages_in_both_halves() -> None:
    halves = Halves.of(PAGES, seed=1)
    assert len(halves.own) == len(halves.other) == 4
    assert not {page.document for page in halves.own} & {page.document for page in halves.other}
    assert halves == Halves.of(PAGES, seed=1)


def test_pages_are_written_as_a_user_would(tmp_path: Path) -> None:
    write_own_file(tmp_path / "own.jsonl", PAGES[:1])
    found = read_file(tmp_path / "own.jsonl")
    assert found.sentences == [LabelledSentence(("Hi", "Bo0"), ((1, 2),))]
    assert found.documents == ["set/0"]
