import numpy as np
import pytest

from nomen.training.evaluation.documents.comparing import measure_rewritten, rewritten_table
from tests.training.evaluation.documents.pages import page
from tests.training.evaluation.test_predictor import Capitals

SETS = {
    "mail": [page("hi Bo", "Bo"), page("hi René", "René")],
    "logs": [page("no name at all")],
    "notes": [page("so Cy", "Cy")],
}


def test_changed_pages_are_compared_with_themselves_as_written() -> None:
    found = measure_rewritten(Capitals(), SETS)["lower"]

    assert (found.num_pages, found.num_names) == (3, 3)
    assert (found.f1.value, found.clean_f1.value, found.ratio.value) == (0, 1, 0)
    assert found.ratio_by_set == {"mail": 0, "notes": 0}


def test_only_pages_that_change_count() -> None:
    found = measure_rewritten(Capitals(), SETS)

    assert (found["without marks"].num_pages, found["without marks"].ratio.value) == (1, 1)
    assert found["NFD"].ratio_by_set == {"mail": pytest.approx(1)}
    assert "NFC" not in found


def test_what_was_counted_before_is_not_counted_again() -> None:
    clean = {name: np.ones((len(pages), 3), dtype=np.int64) for name, pages in SETS.items()}
    found = measure_rewritten(Capitals(), SETS, clean=clean)["lower"]

    assert found.clean_f1.value == 1


def test_each_set_weighs_the_same() -> None:
    ways = {"shout": lambda letters: letters.replace("C", "c")}
    sets = {"notes": SETS["notes"] * 3, "both": [page("Cy, Bo", "Cy", "Bo")]}
    found = measure_rewritten(Capitals(), sets, ways=ways)["shout"]

    assert found.ratio.value == pytest.approx((0 + 2 / 3) / 2)


def test_the_ways_are_rows() -> None:
    table = rewritten_table(measure_rewritten(Capitals(), SETS), title="Rewritten")

    assert table.rows[0][:3] == ("lower", "3", "3")
    assert table.rows[0][-1] == "mail 0.0"
