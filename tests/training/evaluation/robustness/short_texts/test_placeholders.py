from collections.abc import Sequence

import pytest

from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.predictor import Tokens
from nomen.training.evaluation.robustness.short_texts.frames import Frame
from nomen.training.evaluation.robustness.short_texts.placeholders import (
    STYLES,
    measure_placeholders,
    redacted,
)

TEXT = LabelledText("Ann Lee met Bob.", ((0, 7), (12, 15)))
FRAMES = [
    Frame(kind="chat", line=line, pattern=line, form="forename alone")
    for line in ("{F} left", "Ask {F}")
]


class Crosses:
    """Takes `XXXX` and `Ask` for names."""

    name = "crosses"

    def predict(self, sentences: Sequence[Tokens]) -> list[list[Span]]:
        return [
            [(i, i + 1) for i, token in enumerate(tokens) if token in {"XXXX", "Ask"}]
            for tokens in sentences
        ]


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("[NAME]", "[NAME] met [NAME]."),
        ("[NAME_1]", "[NAME_1] met [NAME_2]."),
        ("<PERSON>", "<PERSON> met <PERSON>."),
        ("XXXX", "XXXX met XXXX."),
        ("stars", "*** *** met ***."),
    ],
)
def test_placeholders_stand_for_names(style: str, text: str) -> None:
    assert redacted(TEXT, STYLES[style]).text == text


def test_hashes_have_no_letter_of_the_name() -> None:
    found = redacted(TEXT, STYLES["hash"])
    first, second = (found.text[start:end] for start, end in found.names)
    assert len(first) == len(second) == 12
    assert first != second


def test_names_in_redacted_frames_are_false() -> None:
    found = measure_placeholders(Crosses(), FRAMES, seed=0)
    assert found.num_texts == 2
    assert found.per_100_by_style["XXXX"].value == 150.0
    assert found.per_100_by_style["[NAME]"].value == 50.0
    assert found.per_100.value == pytest.approx((150 + 5 * 50) / 6)
    assert found.examples["Ask [NAME]"] == ["Ask"]


def test_false_names_on_a_placeholder_are_told_apart() -> None:
    found = measure_placeholders(Crosses(), FRAMES, seed=0).on_placeholders
    assert (found["XXXX"].value, found["[NAME]"].value) == (100.0, 0.0)


def test_of_prose_only_names_on_placeholders_count() -> None:
    prose = [LabelledText("Ask Ann, ask Bob.", ((4, 7), (13, 16))), TEXT, TEXT, TEXT]
    found = measure_placeholders(Crosses(), FRAMES, prose, seed=0)
    assert found.num_sentences == 4
    assert found.on_placeholders_of_prose["XXXX"].value == 200.0
    assert found.on_placeholders_of_prose["hash"].value == 0.0


def test_without_prose_there_are_frames_alone() -> None:
    found = measure_placeholders(Crosses(), FRAMES, seed=0)
    assert (found.num_sentences, found.on_placeholders_of_prose) == (0, {})
