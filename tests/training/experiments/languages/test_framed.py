from collections.abc import Sequence

from nomen.training.data.labels import Span
from nomen.training.data.names.names_of_languages import ListedNames
from nomen.training.experiments.languages.framed import NUM_FILLED, count_in_texts, framed_texts

NAMES = ListedNames(given=("Pál",), family=("Nagy",))


class Nothing:
    """Finds nothing."""

    name = "nothing"

    def predict(self, sentences: Sequence[Sequence[str]]) -> list[list[Span]]:
        return [[] for _ in sentences]


def test_each_frame_is_filled_with_whole_names_in_the_languages_order() -> None:
    for language, whole in (("hu", "Nagy Pál"), ("de", "Pál Nagy"), ("zh", "NagyPál")):
        texts = framed_texts(language, NAMES)
        assert len(texts) == 3 * NUM_FILLED
        assert {each.text[start:end] for each in texts for start, end in each.names} == {whole}


def test_a_language_without_lists_or_frames_has_no_texts() -> None:
    assert framed_texts("hu", ListedNames()) == []
    assert framed_texts("tlh", NAMES) == []


def test_names_of_filled_frames_are_counted() -> None:
    counts = count_in_texts(Nothing(), framed_texts("de", NAMES))
    assert counts[:, 0].sum() == NUM_FILLED * (1 + 1 + 3)
    assert counts[:, 1:].sum() == 0
