from pathlib import Path

import pytest

from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.name_lists import CountryNames, NameLists, half_of
from nomen.training.errors import CorpusError
from nomen.training.evaluation.robustness.texts import (
    REGIONS,
    EvaluationSet,
    perturbations,
    read_hard_negatives,
    set_to_swap,
    swap_groups,
    swapped,
    visible_sets,
)

NAMED = LabelledSentence(("John", "Smith", "left"), ((0, 2),))
EMPTY = LabelledSentence(("it", "rains"))
LONG = LabelledSentence(("Ann", *["talks"] * 60), ((0, 1),))


def names_of(half: str, number: int) -> tuple[str, ...]:
    drawn = (f"N{i}" for i in range(1000))
    return tuple(name for name in drawn if half_of(name) == half)[:number]


def lists(num_test: int, num_train: int) -> NameLists:
    names = names_of("test", num_test) + names_of("train", num_train)
    return NameLists(countries={"SE": CountryNames(forenames={"F": names, "M": names})})


def test_the_folds_of_a_corpus_are_its_halves() -> None:
    whole = EvaluationSet.of_corpus([NAMED, EMPTY, NAMED])
    assert whole.folds == [0, 0, 1]
    joined = EvaluationSet.joined([whole, whole]).only([2, 3])
    assert (joined.sentences, joined.folds) == ([NAMED, NAMED], [1, 0])


def test_every_way_of_writing_is_repeatable() -> None:
    first, second = (perturbations([NAMED, EMPTY], seed=1) for _ in range(2))
    assert [w.name for w in first] == [w.name for w in second]
    for one, other in zip(first, second, strict=True):
        assert one.change(LONG) == other.change(LONG)


def test_groups_are_of_the_test_half_where_it_is_enough() -> None:
    groups = swap_groups(lists(num_test=4, num_train=4))
    assert [(g.name, g.is_held_out) for g in groups] == [("SE F", True), ("SE M", True)]
    assert all(half_of(name) == "test" for name in groups[0].names.forenames)


def test_groups_of_few_names_take_both_halves_or_are_none() -> None:
    groups = swap_groups(lists(num_test=3, num_train=1))
    assert [(g.name, g.is_held_out) for g in groups] == [("SE F", False), ("SE M", False)]
    assert swap_groups(lists(num_test=2, num_train=1)) == []


def test_countries_stand_in_one_region() -> None:
    countries = [country for group in REGIONS.values() for country in group]
    assert len(countries) == len(set(countries)) >= 20


def test_sentences_to_swap_have_names_and_are_short() -> None:
    visible = {
        "conll2003/dev": EvaluationSet.of_corpus([NAMED, EMPTY, LONG] * 2000),
        "other/dev": EvaluationSet([], []),
    }
    drawn = set_to_swap(visible, seed=0)
    assert sum(len(s.names) for s in drawn.sentences) == 1050
    assert set(drawn.sentences) == {NAMED}
    assert 0.3 < sum(drawn.folds) / 1050 < 0.7


def test_only_names_are_swapped() -> None:
    (group, _) = swap_groups(lists(num_test=5, num_train=0))
    (new,) = swapped(EvaluationSet.of_corpus([NAMED]), group, seed=0).sentences
    assert new.tokens[2:] == NAMED.tokens[2:]
    assert new.names == ((0, 2),)
    assert {*new.tokens[:2]} <= set(names_of("test", 5))


def test_hard_negatives_are_many_and_apart() -> None:
    groups = read_hard_negatives()
    texts = [text for group in groups.values() for text in group]
    assert len(texts) == len(set(texts)) >= 150
    assert len(groups) == 6
    assert not any(text.startswith("#") for text in texts)


def test_no_set_at_hand_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="expected at least one dev set"):
        visible_sets(tmp_path)


def test_every_visible_set_is_read(corpora: Path) -> None:
    found, missing = visible_sets(corpora)
    assert {"conll2003/test", "wnut17/test", "wnut17/dev"} <= found.keys()
    assert not any(name.endswith("/test") for name in missing)
    assert len(found["wnut17/dev"].sentences) == 1009
