from itertools import chain, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.bundle import Calibration
from model.documents import CONTEXT_TOKENS, WINDOW_TOKENS, TaggedDocument, prepare_document
from model.errors import DocumentError
from model.tagger import Tagger, calibrate, load_tagger
from model.tokenizer import tokenize
from training.readers import read_sentences

HARRY = "Harry Potter and Hermione Granger invented a new spell"


def own_tokens() -> list[list[str]]:
    return [list(sentence.tokens) for sentence in read_sentences(Path("tests/data/train.conll"))]


def test_the_course_sentence_has_its_names(default_tagger: Tagger) -> None:
    (document,) = default_tagger.tag([HARRY.split()], threshold=0.5)
    assert (document.name_probabilities >= 0.5).astype(int).tolist() == [1, 1, 0, 1, 1, 0, 0, 0, 0]
    assert [name.text for name in document.names] == ["Harry Potter", "Hermione Granger"]
    assert document.starts is None


def test_names_of_a_text_have_their_place_in_it(default_tagger: Tagger) -> None:
    (document,) = default_tagger.tag([f"  {HARRY}."])
    harry, hermione = document.names
    assert (harry.start, harry.end, harry.first_token, harry.last_token) == (2, 14, 0, 1)
    assert (hermione.start, hermione.end, hermione.text) == (19, 35, "Hermione Granger")
    assert harry.probability == float(document.name_probabilities[:2].min())


@pytest.mark.parametrize("document", ["", " \n ", []])
def test_a_document_without_tokens_has_no_names(tiny_tagger: Tagger, document: str) -> None:
    (tagged,) = tiny_tagger.tag([document])
    assert (list(tagged.tokens), tagged.names, tagged.name_probabilities.shape) == ([], [], (0,))


@pytest.mark.parametrize("tokens", [["a", ""], ["a", 3], ["a", None]])
def test_what_is_no_token_is_refused_by_its_place(tiny_tagger: Tagger, tokens: list[str]) -> None:
    with pytest.raises(DocumentError, match=r"tokens\.1: expected"):
        tiny_tagger.tag([tokens])


def test_a_threshold_decides_names_and_not_probabilities(tiny_tagger: Tagger) -> None:
    (all_names,) = tiny_tagger.tag([HARRY], threshold=0.0)
    (no_names,) = tiny_tagger.tag([HARRY], threshold=1.0)
    assert sum(name.last_token - name.first_token + 1 for name in all_names.names) == 9
    assert no_names.names == []
    assert np.array_equal(all_names.name_probabilities, no_names.name_probabilities)


def test_composed_and_decomposed_texts_have_the_same_probabilities(
    default_fp32_tagger: Tagger,
) -> None:
    composed, decomposed = default_fp32_tagger.tag(
        ["Zo\u00eb met Bj\u00f6rn.", "Zoe\u0308 met Bjo\u0308rn."]
    )
    assert np.array_equal(composed.name_probabilities, decomposed.name_probabilities)


def spans(document: TaggedDocument) -> list[tuple[int, int]]:
    return [(name.first_token, name.last_token) for name in document.names]


@pytest.fixture(scope="module", params=list(product(["en", "en-open"], ["int8", "fp32"])))
def alone(request: pytest.FixtureRequest) -> tuple[Tagger, dict[int, TaggedDocument]]:
    """Give a tagger and what it says of each of our sentences alone, by number."""
    name, precision = request.param
    tagger = load_tagger(name, device="cpu", precision=precision)
    return tagger, {i: tagger.tag([tokens])[0] for i, tokens in enumerate(own_tokens())}


@settings(max_examples=25, derandomize=True)
@given(data=st.data())
def test_a_document_does_not_depend_on_its_company(
    alone: tuple[Tagger, dict[int, TaggedDocument]], data: st.DataObject
) -> None:
    tagger, known = alone
    drawn = data.draw(st.lists(st.sampled_from(sorted(known)), min_size=2, max_size=70))
    windows = [prepare_document(known[i].tokens).windows[0] for i in drawn]
    for i, found in zip(drawn, tagger.forward(windows), strict=True):  # one batch, in this order
        expected = known[i].name_probabilities
        np.testing.assert_allclose(found.name, expected, atol=1e-6, rtol=0)
    together = tagger.tag([known[i].tokens for i in drawn])
    assert [spans(document) for document in together] == [spans(known[i]) for i in drawn]


@pytest.mark.parametrize("name", ["en", "en-open"])
def test_windows_over_a_long_text_change_nothing_that_matters(name: str) -> None:
    tagger = load_tagger(name, device="cpu", precision="fp32")
    lines = Path("training/suites/tempting.txt").read_text(encoding="utf-8").splitlines()
    text = " ".join(line for line in lines if not line.startswith("#"))
    tokens = [token for token in tokenize(text).tokens if token not in {".", "?", "!"}]
    tokens = (tokens * (5000 // len(tokens) + 1))[:5000]
    (windowed,) = tagger.tag([tokens])
    names, _ = tagger.engine.run([tokens])
    whole = calibrate(names[0], tagger.calibration)
    difference = np.abs(windowed.name_probabilities - whole)
    assert difference.mean() < 1e-3
    same = (windowed.name_probabilities >= 0.5) == (whole >= 0.5)
    assert same.mean() >= 0.999


@pytest.mark.parametrize("length", [1, WINDOW_TOKENS, WINDOW_TOKENS + 1, 5 * WINDOW_TOKENS + 7])
def test_windows_keep_each_token_once(length: int) -> None:
    tokens = [str(i) for i in range(length)]
    windows = prepare_document(tokens).windows
    kept = [w.tokens[w.num_before : w.num_before + w.num_kept] for w in windows]
    assert list(chain.from_iterable(kept)) == tokens
    assert all(len(window.tokens) <= WINDOW_TOKENS for window in windows)


def test_a_window_has_context_on_both_sides() -> None:
    windows = prepare_document(["x"] * 5000).windows
    assert [window.num_before for window in windows[:3]] == [0, CONTEXT_TOKENS, CONTEXT_TOKENS]


@settings(max_examples=50, deadline=None, derandomize=True)
@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_every_token_of_any_text_has_a_probability(texts: list[str], tiny_bundle: Path) -> None:
    tagger = load_tagger(tiny_bundle, device="cpu", precision="fp32")
    for text, document in zip(texts, tagger.tag(texts), strict=True):
        assert document.starts is not None
        assert len(document.tokens) == len(document.name_probabilities) == len(document.starts)
        assert all(text[name.start : name.end] == name.text for name in document.names)
        assert ((document.name_probabilities >= 0) & (document.name_probabilities <= 1)).all()


def test_calibration_keeps_order_and_ends() -> None:
    probabilities = np.array([0.0, 0.1, 0.5, 0.9, 1.0], dtype=np.float32)
    found = calibrate(probabilities, Calibration(slope=2.0, intercept=-1.0))
    assert found[0] == 0.0
    assert found[-1] == 1.0
    assert (np.diff(found) > 0).all()
    assert found[2] == pytest.approx(1 / (1 + np.e))
