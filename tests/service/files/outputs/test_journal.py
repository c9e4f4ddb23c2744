from pathlib import Path

import pytest

from nomen.service.files.outputs.journal import START, Counts, Identity, Journal, Point
from nomen.service.files.sources import SourceError

INPUTS = [[("a", 1, 2)], [("b", 3, 4)]]
IDENTITY = Identity(options="x", inputs=INPUTS)
POINT = Point(output=1, items=3, length=5, counts=Counts(num_documents=7))


def open_journal(path: Path, identity: Identity = IDENTITY, *, resume: bool = True) -> Journal:
    return Journal(path, identity, resume=resume)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Leave the journal of a run that ended early, with a last line that is not whole."""
    path = tmp_path / ".out.journal"
    journal = open_journal(path)
    assert (journal.point, journal.is_resumed) == (START, False)
    journal.mark(Point(counts=Counts()))
    journal.mark(POINT)
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"output": 9')
    return path


def test_a_run_goes_on_from_the_last_whole_point(path: Path) -> None:
    journal = open_journal(path)

    assert (journal.point, journal.is_resumed) == (POINT, True)
    journal.remove()
    assert not path.exists()


def test_a_run_goes_on_twice_behind_a_line_that_is_not_whole(path: Path) -> None:
    later = Point(output=1, items=4, counts=Counts())
    journal = open_journal(path)
    journal.mark(later)
    journal.close()

    journal = open_journal(path)

    assert journal.point == later
    journal.close()


def test_a_run_that_begins_anew_forgets_the_earlier_one(path: Path) -> None:
    journal = open_journal(path, resume=False)
    assert (journal.point, journal.is_resumed) == (START, False)
    journal.close()

    journal = open_journal(path)
    assert journal.point == START
    journal.close()


def test_a_file_that_is_done_may_have_changed(path: Path) -> None:
    journal = open_journal(path, Identity(options="x", inputs=[[("a", 9, 9)], INPUTS[1]]))

    assert journal.point == POINT
    journal.close()


@pytest.mark.parametrize(
    ("identity", "message"),
    [
        (Identity(options="y", inputs=INPUTS), "expected the options and the bundle"),
        (Identity(options="x", inputs=[INPUTS[0], [("b", 3, 5)]]), "expected the same files"),
        (Identity(options="x", inputs=INPUTS[:1]), "expected the same files"),
    ],
)
def test_another_run_does_not_go_on(path: Path, identity: Identity, message: str) -> None:
    with pytest.raises(SourceError, match=f"^--resume: {message}"):
        open_journal(path, identity)


def test_only_one_run_has_a_journal(path: Path) -> None:
    journal = open_journal(path)
    with pytest.raises(SourceError, match="another run writes this output"):
        open_journal(path)
    journal.close()


def test_a_journal_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no: cannot be written"):
        open_journal(tmp_path / "no" / "a")
