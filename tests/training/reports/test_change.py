from pathlib import Path

import pytest

from nomen.model.bundle.bundle import read_bundle
from nomen.training.evaluation.evaluation import Predictions, evaluate
from nomen.training.export.measurement import ALL_DEV
from nomen.training.reports.change import Change, casing_table, change_table, pooled
from tests.training.reports.made import MANY, all_right, measured, nothing_found, predictions

HALF = predictions(MANY, [sentence.names[:1] for sentence in MANY])


def change(
    before: dict[str, Predictions], after: dict[str, Predictions], start: str = "tiny 0.1.0"
) -> Change:
    return Change(
        start=start,
        before=before,
        before_figures={name: evaluate(each) for name, each in before.items()},
        after=after,
        after_figures={name: evaluate(each) for name, each in after.items()},
    )


def test_the_bundle_of_before_tags_the_same_sentences(tiny_bundle: Path) -> None:
    found = Change.measure(read_bundle(tiny_bundle), measured(tiny_bundle, all_right(MANY)))
    assert found.start == "tiny 0.1.0"
    assert set(found.before) == set(found.after)
    for name, each in found.before.items():
        assert each.sentences is found.after[name].sentences
    assert found.before_figures[ALL_DEV].f1 < found.after_figures[ALL_DEV].f1 == 1


def test_a_better_bundle_has_no_fault() -> None:
    assert change({ALL_DEV: HALF}, {ALL_DEV: all_right(MANY)}).fault() is None


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (HALF, HALF, "the training learned nothing: F1 of the dev sentences is 80.00%, and tiny"),
        (all_right(MANY), HALF, "it is worse than before: F1 of the dev sentences is 80.00%, and"),
        (nothing_found(MANY), nothing_found(MANY), "the training learned nothing: "),
    ],
)
def test_a_bundle_that_is_no_better_says_so_in_one_line(
    before: Predictions, after: Predictions, told: str
) -> None:
    fault = change({ALL_DEV: before}, {ALL_DEV: after}).fault() or ""
    assert fault.startswith(told)
    assert "\n" not in fault


def test_test_sentences_that_got_worse_are_a_fault() -> None:
    before = {ALL_DEV: HALF, "own/test": all_right(MANY)}
    fault = change(before, {ALL_DEV: all_right(MANY), "own/test": HALF}).fault()
    assert fault == (
        "it is worse than before: F1 of own/test is 20.00% below that of tiny 0.1.0, where it began"
    )


def test_a_few_test_sentences_prove_nothing() -> None:
    few = list(MANY[:3])
    worse = predictions(few, [few[0].names, (), ()])
    before = {ALL_DEV: HALF, "own/test": all_right(few)}
    assert change(before, {ALL_DEV: all_right(MANY), "own/test": worse}).fault() is None


def test_the_table_has_the_difference_of_each_set_with_its_interval() -> None:
    before = {"own/dev": HALF, "other/dev": HALF, ALL_DEV: HALF}
    table = change_table(change(before, dict.fromkeys(before, all_right(MANY))))
    (name, names, *f1, difference), _, last = table.rows
    assert (name, names, f1) == ("own/dev", "60", ["80.0", "100.0"])
    assert difference.startswith("+20.0 (+1")
    assert last[0] == ALL_DEV
    assert "tiny 0.1.0" in table.title


def test_the_dev_sentences_of_one_corpus_stand_once() -> None:
    before = {"own/test": HALF, "own/dev": HALF, ALL_DEV: HALF}
    table = change_table(change(before, dict.fromkeys(before, all_right(MANY))))
    assert [row[0] for row in table.rows] == ["own/test", "own/dev"]


def test_casings_stand_beside_what_is_as_written(tiny_bundle: Path) -> None:
    after = measured(tiny_bundle, HALF).evaluations
    before = measured(tiny_bundle, nothing_found(MANY)).evaluations
    assert casing_table(after, {}).rows == [
        ("as written", "80.0", "1.00"),
        ("lower case", "100.0", "1.25"),
        ("UPPER CASE", "100.0", "1.25"),
    ]
    both = casing_table(after, before)
    assert both.headings[:2] == ("casing", "F1 before")
    assert both.rows[1] == ("lower case", "100.0", "–", "100.0", "1.25")


def test_sets_are_joined() -> None:
    joined = pooled({"a/test": HALF, "b/test": all_right(MANY[:3])}, ["a/test", "b/test"])
    assert joined is not None
    assert len(joined.sentences) == len(joined.predicted) == 63
    assert len(joined.probabilities) == len(joined.is_gold)
    assert pooled({}, []) is None
