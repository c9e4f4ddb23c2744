from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.formats.raw_text import check_own_texts, read_own_texts
from tests.training.formats.files import write


def test_each_line_is_cut_into_sentences(tmp_path: Path) -> None:
    first = write(tmp_path, "a.txt", "Ann left. Bo came.\n\nCy sat\n")
    second = write(tmp_path, "b.txt.gz", "Di ran\n")
    assert [list(tokens) for tokens in read_own_texts([first, second])] == [
        ["Ann", "left", "."],
        ["Bo", "came", "."],
        ["Cy", "sat"],
        ["Di", "ran"],
    ]


def test_a_text_that_is_no_utf_8_or_not_there_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", b"\xff\xfe\n")
    with pytest.raises(CorpusError, match=r"a\.txt:1: expected UTF-8"):
        list(read_own_texts([path]))
    with pytest.raises(CorpusError, match="expected a file of plain text"):
        check_own_texts([path, tmp_path / "b.txt"])
