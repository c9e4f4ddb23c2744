from pathlib import Path

from nomen.training.formats.settings import FileSettings
from nomen.training.own_files.sizes import Sizes, sizes_of
from tests.training.formats.files import write


def test_all_files_are_counted(tmp_path: Path) -> None:
    first = write(tmp_path, "a.conll", "-DOCSTART- O\n\nAda B-PER\nleft O\n\nSo O\n")
    second = write(tmp_path, "b.jsonl", '{"text": "Bo sat. Cy ran.", "spans": [[0, 2], [8, 10]]}\n')
    assert sizes_of([first, second], FileSettings()) == Sizes(
        num_sentences=4, num_tokens=9, num_documents=2, num_names=3
    )
