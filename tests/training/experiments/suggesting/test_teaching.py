from pathlib import Path

import pytest

from nomen.training.experiments.suggesting.teaching import count_found, teach, write_labelled
from nomen.training.fitting.bundled_network import BundledNetwork
from nomen.training.formats.reading import read_file
from tests.training.sentences import SENTENCES
from tests.training.suggesting.sentences import candidate

CANDIDATES = [candidate("Harry Potter met Hermione ."), candidate("Nobody was here")]
GOLD = [[(0, 12), (17, 25)], []]


def test_labelled_sentences_are_a_file(tmp_path: Path) -> None:
    write_labelled(tmp_path / "train.jsonl", CANDIDATES, GOLD)
    names = [sentence.names for sentence in read_file(tmp_path / "train.jsonl").sentences]
    assert names == [((0, 2), (3, 4)), ()]


def test_a_bundle_learns_from_a_file(tiny_bundle: Path, tmp_path: Path) -> None:
    write_labelled(tmp_path / "train.jsonl", CANDIDATES, GOLD)
    fitted = teach(
        str(tiny_bundle), tmp_path / "train.jsonl", tmp_path / "run", num_tokens=8, seed=1
    )
    old = BundledNetwork.load(str(tiny_bundle))
    assert fitted.vocabulary == old.vocabulary
    changed = fitted.network.state_dict()
    assert any((changed[key] != weight).any() for key, weight in old.network.state_dict().items())


@pytest.mark.parametrize("number", [1, 3])
def test_the_names_of_sentences_are_counted(tiny_bundle: Path, number: int) -> None:
    counts = count_found(BundledNetwork.load(str(tiny_bundle)), SENTENCES[:number])
    assert counts[:, 0].tolist() == [2, 1, 0][:number]
    assert (counts[:, 2] <= counts[:, 1]).all()
