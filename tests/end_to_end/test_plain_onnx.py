"""Runs the lines of docs/onnx.md, which need no Nomen, and compares them with Nomen."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nomen.model.tagger import Tagger, load_tagger

PAGE = Path(__file__).parents[2] / "docs" / "onnx.md"
BUNDLES = Path(__file__).parents[2] / "model" / "pretrained"
SENTENCES = [
    ["Brigid"],
    ["Orla", "Quill", "met", "Dr.", "Ann", "Lee-Thatch", "in", "2019", "."],
    [
        "the",
        "letter",
        "from",
        "maria",
        "quillon",
        "reached",
        "N.",
        "O'Thatch",
        "at",
        "7th",
        "St",
        ".",
    ],
    ["Zo\u00eb", "Nguy\u1ec5n", "said", "\u201c", "HELLO", "\u201d", "\u2013", "3", ";", "A."],
    ["a" * 30 + "Z", "iPhone", "42", "x9", "\u674e", "...", "MCQUILL"],
]


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module", params=["en", "en-open"])
def bundle(request: pytest.FixtureRequest) -> Path:
    return BUNDLES / str(request.param)


@pytest.fixture(scope="module")
def defined(bundle: Path) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(blocks()[0].replace("model/pretrained/en", str(bundle)), names)  # noqa: S102  # our own page
    return names


@pytest.fixture(scope="module")
def tagger(bundle: Path) -> Tagger:
    return load_tagger(bundle)


def test_thirty_lines_are_enough_and_need_no_nomen() -> None:
    lines = [line for line in blocks()[0].splitlines() if line.strip()]
    assert len(lines) <= 30
    assert "nomen" not in blocks()[0].replace("model/pretrained/en", "")


@pytest.mark.parametrize("tokens", SENTENCES)
def test_the_probabilities_are_those_of_nomen(
    tokens: list[str], defined: dict[str, Any], tagger: Tagger
) -> None:
    plain: Callable[[Sequence[str]], Any] = defined["name_probabilities"]
    (document,) = tagger.tag([tokens])
    np.testing.assert_allclose(plain(tokens), document.name_probabilities, atol=1e-5)


def test_the_words_of_a_plain_sentence_are_the_tokens_of_nomen(
    defined: dict[str, Any], tagger: Tagger
) -> None:
    text = "Orla Quill met Ann Lee-Thatch."
    (document,) = tagger.tag([text])
    assert defined["WORD"].findall(text) == list(document.tokens)


def test_the_example_prints_a_line_for_each_token(
    defined: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    exec(blocks()[1], defined)  # noqa: S102  # our own page
    first, *_ = capsys.readouterr().out.splitlines()
    word, _, probability = first.partition("\t")
    assert word == "Harry"
    assert float(probability) > 0.5
