from pathlib import Path

import pytest

from nomen.training.errors import CorpusError
from nomen.training.evaluation.measurement import measure_sets, read_set

DEV = "tests/data/dev.jsonl"


def test_a_file_is_measured(tiny_bundle: Path) -> None:
    (measured,) = measure_sets(str(tiny_bundle), [DEV], folder=Path(), num_worst=2)
    assert measured.name == DEV
    assert measured.evaluation.num_sentences > 40
    assert len(measured.worst) == 2
    assert measured.as_dict()["evaluation"]["num_names"] == measured.evaluation.num_names


@pytest.mark.parametrize("name", ["nowhere", "wnut17", "wnut17/everything", "tests/data"])
def test_what_is_neither_split_nor_file_is_refused(name: str) -> None:
    with pytest.raises(CorpusError, match="expected NAME/dev, NAME/test of a corpus, or a file"):
        read_set(name, folder=Path())


def test_a_registered_split_is_read(corpora: Path) -> None:
    assert len(read_set("wnut17/test", folder=corpora)) == 1287


def test_the_default_bundle_keeps_its_promises(corpora: Path) -> None:
    wnut17, conll2003 = measure_sets("en", ["wnut17/test", "conll2003/test"], folder=corpora)
    assert wnut17.evaluation.f1 >= 0.46
    assert conll2003.evaluation.f1 >= 0.89
