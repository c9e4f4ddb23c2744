import pytest

from nomen.training.experiments.suggesting.strategies import STRATEGIES
from tests.training.suggesting.sentences import candidate

WORDS = [first + second for first in "abcdef" for second in "vwxyz"]
CANDIDATES = [
    candidate(f"{word} {word}o {word}e {'so ' * (i % 3)}end", {word: 0.1 + i % 7})
    for i, word in enumerate(WORDS)
]


@pytest.mark.parametrize("name", STRATEGIES)
def test_more_sentences_begin_with_the_same(name: str) -> None:
    strategy = STRATEGIES[name]
    few, many = strategy(CANDIDATES, 5, 1), strategy(CANDIDATES, 12, 1)
    assert (len(few), len(many)) == (5, 12)
    assert many[:5] == few
    assert len(set(many)) == 12


def test_entropy_alone_knows_no_variety() -> None:
    chosen = STRATEGIES["entropy"](CANDIDATES, 4, 1)
    assert [round(each.entropy, 1) for each in chosen] == [6.1] * 4


def test_random_sentences_depend_on_the_seed() -> None:
    random = STRATEGIES["random"]
    assert random(CANDIDATES, 9, 1) != random(CANDIDATES, 9, 2)
