import numpy as np
import pytest

from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.documents.counting import (
    CountedPages,
    Counts,
    count_pages,
    letters_left,
)
from tests.training.evaluation.documents.pages import LETTERS

ADA = LabelledText("Ada Lo, Bo", ((0, 6), (8, 10)))


@pytest.mark.parametrize(
    ("predicted", "left"),
    [([], 7), ([(0, 6), (8, 10)], 0), ([(0, 3)], 4), ([(4, 9)], 4), ([(3, 4)], 7), ([(6, 8)], 7)],
)
def test_a_letter_is_left_that_no_predicted_name_covers(predicted: list[Span], left: int) -> None:
    assert letters_left(ADA, predicted) == (left, 7)


def test_a_half_found_name_is_wrong_and_half_left() -> None:
    counts = count_pages([ADA, LabelledText("rain")], [[(0, 3), (8, 10)], [(0, 4)]])

    assert counts.names.tolist() == [[2, 2, 1], [0, 1, 0]]
    assert counts.letters.tolist() == [[2, 7], [0, 0]]


def test_pages_of_a_document_are_summed_and_genres_parted() -> None:
    rows = Counts(names=np.eye(3, dtype=np.int64), letters=np.ones((3, 2), dtype=np.int64))
    counted = CountedPages(pages=LETTERS, default=rows, presets={"balanced": rows})

    documents = counted.by_document()
    assert [page.document for page in documents.pages] == ["a", "b"]
    assert documents.default.names.tolist() == [[1, 1, 0], [0, 0, 1]]
    assert documents.presets["balanced"].letters.tolist() == [[2, 2], [1, 1]]
    assert counted.of_genre("mail").default.names.tolist() == [[0, 0, 1]]
    joined = CountedPages.joined([counted.of_genre("mail"), counted.of_genre("note")])
    assert joined.default.names.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
