"""Pages and predictors that the tests of documents share."""

from collections.abc import Mapping, Sequence

from nomen.training.data.documents import LabelledPage
from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.predictor import Tokens


class Marked:
    """Takes what stands between `<` and `>` for names; at `high_recall` also `(` and `)`."""

    name = "marked"
    presets: Mapping[str, float] = {"high_recall": 0.2, "balanced": 0.5}

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [[] for _ in sentences]

    def predict_texts(self, texts: Sequence[str]) -> list[list[Span]]:
        return [_between(text, "<>") for text in texts]

    def predict_texts_at_presets(self, texts: Sequence[str]) -> Mapping[str, list[list[Span]]]:
        wide = [sorted(_between(text, "<>") + _between(text, "()")) for text in texts]
        return {"high_recall": wide, "balanced": self.predict_texts(texts)}


def _between(text: str, marks: str) -> list[Span]:
    opens = [i + 1 for i, letter in enumerate(text) if letter == marks[0]]
    return [(start, text.index(marks[1], start)) for start in opens]


def page(text: str, *names: str, document: str = "a", genre: str = "note") -> LabelledPage:
    """Make a page whose names are found by their first place in the text."""
    spans = sorted((text.index(name), text.index(name) + len(name)) for name in names)
    return LabelledPage(LabelledText(text, tuple(spans)), document, genre)


LETTERS = [
    page("Dear <Ada Lo>, (Bo Wu) left.", "Ada Lo", "Bo Wu", document="a"),
    page("<Rain> again.", document="a"),
    page("Best, Cy", "Cy", document="b", genre="mail"),
]
LOGS = [page("<disk> full", document="c", genre="log")]
