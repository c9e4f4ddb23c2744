import re
from collections.abc import Sequence
from pathlib import Path

from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.predictor import Tokens
from nomen.training.evaluation.robustness.short_texts.words import measure_words, read_words

WORDS = {
    "May": [LabelledText("Ask May.", ((4, 7),)), LabelledText("May was wet.")],
    "Will": [LabelledText("Ask Will.", ((4, 8),)), LabelledText("Will it rain?")],
}


class Months:
    """Takes `May` for a name, whatever it is."""

    name = "months"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [
            [(i, i + 1) for i, word in enumerate(words) if word == "May"] for words in sentences
        ]


def test_names_are_read_from_brackets(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text("## May\nFor [May] and [Jo May]⏎\nIn May.\n", encoding="utf-8")
    assert read_words(file) == {
        "May": [LabelledText("For May and Jo May\n", ((4, 7), (12, 18))), LabelledText("In May.")]
    }


def test_words_are_counted_where_they_are_names_and_where_not() -> None:
    found = measure_words(Months(), WORDS, seed=0)
    assert (found.num_words, found.num_texts) == (2, 4)
    assert (found.figures.num_sentences, found.figures.num_names) == (2, 2)
    assert (found.figures.precision.value, found.figures.recall.value) == (0.5, 0.5)
    assert found.false_per_100.value == 50.0
    assert found.missed == ["Ask Will."]
    assert found.false == {"May was wet.": ["May"]}


def test_words_are_measured_in_lower_case() -> None:
    assert measure_words(Months(), WORDS, seed=0).lower.f1.value == 0.0


def test_each_word_is_as_often_a_name_as_none() -> None:
    words = read_words()
    assert len(words) >= 40
    for word, texts in words.items():
        assert 2 * sum(bool(text.names) for text in texts) == len(texts) >= 4
        named = {text.text[a:b] for text in texts for a, b in text.names}
        assert named == {word}
        first = re.compile(rf"\b{word.split()[0]}", re.IGNORECASE)
        assert all(first.search(text.text) for text in texts)


def test_no_text_of_words_is_there_twice() -> None:
    texts = [text.text for group in read_words().values() for text in group]
    assert len(texts) == len(set(texts))
