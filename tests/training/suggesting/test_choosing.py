import pytest

from nomen.training.suggesting.choosing import (
    MOST_SHARED,
    POOL_FACTOR,
    POOL_MORE,
    Chosen,
    Coverage,
    choose,
    choose_from_stream,
)
from tests.training.suggesting.sentences import candidate

ANN = candidate("Ann saw the sea", {"ann": 1.0})
ANN_AGAIN = candidate("then Ann left us", {"ann": 0.9})
BOB = candidate("Bob has a boat", {"bob": 0.5})
SURE = candidate("it was very cold", {})


def test_a_doubt_is_worth_less_when_it_is_covered() -> None:
    coverage = Coverage()
    before = coverage.gain(ANN)
    coverage.add(ANN)
    assert before == pytest.approx(0.632, abs=1e-3)  # 1 - exp(-1)
    assert coverage.gain(ANN) == pytest.approx(0.632 * 0.368, abs=1e-3)


def test_the_worth_of_a_set_does_not_depend_on_the_order() -> None:
    def worth(*candidates: object) -> float:
        coverage, total = Coverage(), 0.0
        for each in (ANN, ANN_AGAIN, BOB) if candidates else (BOB, ANN_AGAIN, ANN):
            total += coverage.gain(each)
            coverage.add(each)
        return total

    assert worth() == pytest.approx(worth(ANN))


def test_unsure_and_varied_sentences_come_first() -> None:
    assert choose([SURE, ANN_AGAIN, BOB, ANN], 3) == [ANN, BOB, ANN_AGAIN]


def test_a_sentence_is_chosen_once() -> None:
    assert choose([ANN, BOB], 10) == [ANN, BOB]


def test_the_power_of_the_length_prefers_short_sentences() -> None:
    long = candidate("a b c d e f g h Cid", {"cid": 0.8})
    assert choose([long, BOB], 1, length_power=0) == [long]
    assert choose([long, BOB], 1, length_power=1) == [BOB]


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("the cat sat on a mat", "the cat sat on a mat", 1.0),
        ("the cat sat on a Mat 12", "the cat sat on a mat 34", 1.0),
        ("a b c d e f g h i old", "a b c d e f g h i new", 9 / 11),
        ("a b c d e f g old", "a b c d e f g new", 7 / 9),
        ("the cat sat", "a dog lay down", 0.0),
    ],
)
def test_near_duplicates_share_four_fifths_of_their_forms(
    one: str, other: str, shared: float
) -> None:
    chosen = Chosen()
    chosen.add(candidate(one).forms)
    assert chosen.has_near(candidate(other).forms) == (shared >= MOST_SHARED)


def test_near_duplicates_are_found_as_by_comparing_all() -> None:
    forms = [frozenset(f"w{(i * k) % 23}" for k in range(1, 12)) for i in range(1, 60)]
    chosen = Chosen()
    chosen.add(forms[0])
    for each in forms:
        shared = len(each & forms[0]) / len(each | forms[0])
        assert chosen.has_near(each) == (shared >= MOST_SHARED)


def test_of_near_duplicates_one_is_chosen() -> None:
    again = candidate("ann SAW the sea", {"ann": 0.8, "sea": 0.5})
    assert choose([ANN, again], 2) == [again]


def test_a_stream_is_held_in_part() -> None:
    number = 3
    num_read = POOL_FACTOR * number + POOL_MORE + 500
    stream = (
        candidate(f"w{i} x{i} y{i}", {f"w{i}": 0.001 + (i == 7) + 2 * (i == num_read - 1)})
        for i in range(num_read)
    )
    best, second, _ = choose_from_stream(stream, number)
    assert [best.text.split()[0], second.text.split()[0]] == [f"w{num_read - 1}", "w7"]
