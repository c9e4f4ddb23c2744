"""Covers `model/engines/calibration.py`, too."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomen.model.arrays import Float32Array
from nomen.model.bundle.bundle import Bundle, Calibration
from nomen.model.engines.calibration import calibrate
from nomen.model.engines.onnx import OnnxEngine
from nomen.model.engines.torch import TorchEngine
from nomen.model.errors import DocumentError, ThresholdError
from nomen.model.names.rules import NameRules
from nomen.model.redaction.operators import Hash, Number, Operator, Remove, Replace
from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger, load_tagger
from tests.model.conftest import own_tokens

HARRY = "Harry Potter and Hermione Granger invented a new spell"


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
def test_a_document_without_tokens_has_no_names(default_fp32_tagger: Tagger, document: str) -> None:
    (tagged,) = default_fp32_tagger.tag([document])
    assert (list(tagged.tokens), tagged.names, tagged.name_probabilities.shape) == ([], [], (0,))


@pytest.mark.parametrize("tokens", [["a", ""], ["a", 3], ["a", None]])
def test_what_is_no_token_is_refused_by_its_place(
    default_fp32_tagger: Tagger, tokens: list[str]
) -> None:
    with pytest.raises(DocumentError, match=r"^documents\.2: tokens\.1: expected a string"):
        default_fp32_tagger.tag([HARRY, [], tokens])


@pytest.mark.parametrize(
    "documents",
    [HARRY, b"Harry", {"a": HARRY}, None, 3],
    ids=["str", "bytes", "dict", "None", "int"],
)
def test_what_is_no_list_of_documents_is_refused(
    default_fp32_tagger: Tagger,
    documents: Any,  # noqa: ANN401
) -> None:
    with pytest.raises(DocumentError, match=r"^documents: expected a list of texts or token lists"):
        default_fp32_tagger.tag(documents)


def test_a_threshold_decides_names_and_not_probabilities(default_fp32_tagger: Tagger) -> None:
    (all_names,) = default_fp32_tagger.tag([HARRY], threshold=0.0)
    (no_names,) = default_fp32_tagger.tag([HARRY], threshold=1.0)
    assert sum(name.last_token - name.first_token + 1 for name in all_names.names) == 9
    assert no_names.names == []
    assert np.array_equal(all_names.name_probabilities, no_names.name_probabilities)


@pytest.mark.parametrize(
    "threshold",
    [2, -1, 1.0001, float("nan"), float("inf"), 10**400, True, "0.5", "low", [0.5], 1j],
    ids=["2", "-1", "1.0001", "nan", "inf", "huge", "bool", "digits", "no preset", "list", "1j"],
)
def test_a_value_that_is_no_threshold_is_refused(
    default_fp32_tagger: Tagger,
    threshold: Any,  # noqa: ANN401
) -> None:
    with pytest.raises(ThresholdError, match=r"^threshold: expected 0 to 1 or a preset of this"):
        default_fp32_tagger.tag([HARRY], threshold=threshold)


def test_a_threshold_may_be_a_preset(bundle: Bundle) -> None:
    presets = {"all": 0.0, "none": 1.0}
    manifest = bundle.manifest.model_copy(update={"presets": presets})
    tagger = Tagger(replace(bundle, manifest=manifest), OnnxEngine(bundle, precision="fp32"))
    assert len(tagger.tag([HARRY], threshold="all")[0].names) > 0
    assert tagger.tag([HARRY], threshold="none")[0].names == []


@pytest.mark.parametrize("number", [1, np.float32(1)])
def test_a_threshold_may_be_any_real_number(default_fp32_tagger: Tagger, number: float) -> None:
    assert default_fp32_tagger.tag([HARRY], threshold=number)[0].names == []


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
    """Give a tagger, and each of our sentences tagged alone, by number."""
    name, precision = request.param
    tagger = load_tagger(name, device="cpu", precision=precision)
    return tagger, {i: tagger.tag([tokens])[0] for i, tokens in enumerate(own_tokens())}


@pytest.mark.parametrize(
    "count", [20, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.long])]
)
def test_c1_an_answer_does_not_depend_on_what_is_tagged_with_it(
    alone: tuple[Tagger, dict[int, TaggedDocument]], count: int
) -> None:
    tagger, known = alone
    draw = random.Random(count)
    for _ in range(count):
        drawn = draw.choices(sorted(known), k=draw.randint(2, 70))
        sentences = [known[i].tokens for i in drawn]
        for i, found in zip(drawn, tagger.forward(sentences), strict=True):  # in this order
            np.testing.assert_array_equal(found.name, known[i].name_probabilities)
        together = tagger.tag(sentences)
        assert [spans(document) for document in together] == [spans(known[i]) for i in drawn]


def invented_texts(number: int) -> list[str]:
    draw = random.Random(0)
    words = ["".join(draw.choices("abcdefghijklmnop", k=6)).title() for _ in range(10 * number)]
    return [" ".join(words[i : i + 10]) for i in range(0, len(words), 10)]


def tagger_with(engine: str, bundle: Bundle) -> Tagger:
    if engine == "torch":
        return Tagger(bundle, TorchEngine(bundle, device="cpu", precision="fp32"))
    return Tagger(bundle, OnnxEngine(bundle, precision="int8" if engine == "int8" else "fp32"))


@pytest.mark.parametrize("engine", ["fp32", "int8", pytest.param("torch", marks=pytest.mark.slow)])
def test_threads_share_a_tagger(bundle: Bundle, engine: str) -> None:
    alone, shared = tagger_with(engine, bundle), tagger_with(engine, bundle)
    texts = invented_texts(200)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: shared.tag([text])[0], texts))

    for text, found in zip(texts, together, strict=True):
        (expected,), (again,) = alone.tag([text]), shared.tag([text])
        for each in (found, again):
            np.testing.assert_allclose(
                each.name_probabilities, expected.name_probabilities, atol=1e-6
            )


@pytest.mark.parametrize("name", ["en", "en-open"])
def test_r9_windows_over_a_long_text_change_nothing_that_matters(name: str) -> None:
    tagger = load_tagger(name, device="cpu", precision="fp32")
    tokens = [token for token in chain.from_iterable(own_tokens()) if token not in {".", "?", "!"}]
    tokens = (tokens * (5000 // len(tokens) + 1))[:5000]
    (windowed,) = tagger.tag([tokens])
    names, _ = tagger.engine.run([tokens])
    whole = calibrate(names[0], tagger.calibration)
    difference = np.abs(windowed.name_probabilities - whole)
    assert difference.mean() < 1e-3
    same = (windowed.name_probabilities >= 0.5) == (whole >= 0.5)
    assert same.mean() >= 0.999


@pytest.mark.parametrize(
    "num_tokens", [5_000, pytest.param(1_000_000, marks=[pytest.mark.slow, pytest.mark.long])]
)
def test_r9_a_list_of_any_length_is_read_to_its_end_window_by_window(
    default_tagger: Tagger, num_tokens: int
) -> None:
    draw = random.Random(num_tokens)
    words = list(chain.from_iterable(own_tokens()))
    tokens = [*draw.choices(words, k=num_tokens - 3), "Hermione", "Granger", "waved"]

    (found,) = default_tagger.tag([tokens])

    assert found.names[-1].text == "Hermione Granger"
    for first in range(0, num_tokens, 1024):
        before = max(0, first - 512)
        names, _ = default_tagger.engine.run([tokens[before : first + 1024 + 512]])
        alone = calibrate(names[0], default_tagger.calibration)[first - before :][:1024]
        kept = found.name_probabilities[first : first + 1024]
        np.testing.assert_allclose(kept, alone, atol=1e-5, rtol=0)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_every_token_of_any_text_has_a_probability(
    texts: list[str], default_fp32_tagger: Tagger
) -> None:
    for text, document in zip(texts, default_fp32_tagger.tag(texts), strict=True):
        assert document.starts is not None
        assert len(document.tokens) == len(document.name_probabilities) == len(document.starts)
        assert all(text[name.start : name.end] == name.text for name in document.names)
        assert ((document.name_probabilities >= 0) & (document.name_probabilities <= 1)).all()


class FixedEngine:
    """An engine that gives the same probabilities for every batch, and counts its runs."""

    name, device = "fixed", "cpu"

    def __init__(self, names: list[float], begins: list[float], *, precision: str) -> None:
        self.precision = precision
        self.num_runs = 0
        self._answer = (np.array([names], np.float32), np.array([begins], np.float32))

    def run(self, sentences: Sequence[Sequence[str]]) -> tuple[Float32Array, Float32Array]:
        """Give the fixed probabilities."""
        del sentences
        self.num_runs += 1
        return self._answer


def test_several_thresholds_need_one_run_of_the_network(bundle: Bundle) -> None:
    engine = FixedEngine([0.2, 0.6, 0.9], [0.1, 0.1, 0.1], precision="fp32")
    manifest = bundle.manifest.model_copy(
        update={"calibration": {"fp32": Calibration()}, "presets": {"balanced": 0.5}}
    )
    tagger = Tagger(replace(bundle, manifest=manifest), engine)
    tagged = tagger.tag_at([["a", "b", "c"]], [0.1, "balanced", 0.95])
    assert [spans(document) for (document,) in tagged] == [[(0, 2)], [(1, 2)], []]
    assert engine.num_runs == 1


def test_a_wrong_threshold_among_several_is_refused_before_anything_runs(bundle: Bundle) -> None:
    engine = FixedEngine([0.2], [0.1], precision="fp32")
    with pytest.raises(ThresholdError, match=r"^threshold: expected 0 to 1 or a preset of this"):
        Tagger(bundle, engine).tag_at([["a"]], [0.5, 2])
    assert engine.num_runs == 0


def calibrated_tagger(bundle: Bundle, engine: FixedEngine) -> Tagger:
    """Give a tagger that adds 2 to the logits of fp32 and subtracts 2 from those of int8."""
    calibration = {"fp32": Calibration(intercept=2.0), "int8": Calibration(intercept=-2.0)}
    manifest = bundle.manifest.model_copy(update={"calibration": calibration})
    return Tagger(replace(bundle, manifest=manifest), engine)


def test_calibration_keeps_the_share_of_beginnings(bundle: Bundle) -> None:
    engine = FixedEngine([0.5, 0.5, 0.5], [0.4, 0.3, 0.2], precision="fp32")
    (document,) = calibrated_tagger(bundle, engine).tag([["a", "b", "c"]], threshold=0.5)
    assert document.name_probabilities == pytest.approx([0.880797] * 3)
    assert [(n.first_token, n.last_token) for n in document.names] == [(0, 0), (1, 2)]


@pytest.mark.parametrize(("precision", "expected"), [("fp32", 0.880797), ("int8", 0.119203)])
def test_each_precision_has_a_calibration_of_its_own(
    bundle: Bundle, precision: str, expected: float
) -> None:
    engine = FixedEngine([0.5], [0.0], precision=precision)
    (document,) = calibrated_tagger(bundle, engine).tag([["a"]])
    assert document.name_probabilities == pytest.approx([expected])


def test_calibration_keeps_order_and_ends() -> None:
    probabilities = np.array([0.0, 0.1, 0.5, 0.9, 1.0], dtype=np.float32)
    found = calibrate(probabilities, Calibration(slope=2.0, intercept=-1.0))
    assert found[0] == 0.0
    assert found[-1] == 1.0
    assert (np.diff(found) > 0).all()
    assert found[2] == pytest.approx(1 / (1 + np.e))


LETTER = "Dear Anna Novak,\nDr. Hermione Granger met Novak in Oslo.\nYours, Ron Weasley"


def test_redaction_leaves_no_name(default_tagger: Tagger) -> None:
    (document,) = default_tagger.redact([LETTER])
    assert document.text == "Dear [NAME],\nDr. [NAME] met [NAME] in Oslo.\nYours, [NAME]"
    assert [name.original for name in document.names][::3] == ["Anna Novak", "Ron Weasley"]


@pytest.mark.parametrize(
    "operator", [Replace(), Number(template="<{n}>"), Hash(key=b"a key", length=8), Remove()]
)
def test_redacting_a_redacted_text_finds_nothing_new(
    operator: Operator, default_tagger: Tagger
) -> None:
    (document,) = default_tagger.redact([LETTER], operator=operator)
    assert len(document.names) == 4
    assert default_tagger.redact([document.text], operator=operator)[0].names == []


def test_numbers_of_a_batch_count_through_all_texts(default_tagger: Tagger) -> None:
    texts = [HARRY, "Then Hermione Granger left."]
    found = default_tagger.redact(texts, operator=Number(scope="batch"))
    assert [name.replacement for name in found[0].names] == ["[NAME_1]", "[NAME_2]"]
    assert found[1].text == "Then [NAME_2] left."


def test_numbers_of_a_batch_leave_out_those_of_later_texts(default_tagger: Tagger) -> None:
    found = default_tagger.redact([HARRY, "[NAME_1]"], operator=Number(scope="batch"))
    assert [name.replacement for name in found[0].names] == ["[NAME_2]", "[NAME_3]"]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (HARRY, "documents: expected a list of texts"),
        (None, "documents: expected a list of texts"),
        ([HARRY, HARRY.split()], "documents.1: expected a text"),
    ],
)
def test_only_a_list_of_texts_is_redacted(
    texts: Any,  # noqa: ANN401
    message: str,
    default_fp32_tagger: Tagger,
) -> None:
    with pytest.raises(DocumentError, match=f"^{message}$"):
        default_fp32_tagger.redact(texts)


def test_rules_apply_to_each_document_by_itself(default_tagger: Tagger) -> None:
    rules = NameRules(consistent=True, allow=("Hermione Granger",), deny=("spell",))
    documents = [f"{HARRY}.", "POTTER said", HARRY.lower().split()]
    together = default_tagger.tag(documents, rules=rules)
    alone = [default_tagger.tag([document], rules=rules)[0] for document in documents]
    assert [document.names for document in together] == [document.names for document in alone]
    assert [name.text for name in together[0].names] == ["Harry Potter", "spell"]


def test_letters_of_scripts_that_were_not_learned_are_counted(default_tagger: Tagger) -> None:
    texts = ["Анна met Zoë.", "Harry waved."]
    counts = [{"Cyrillic": 4}, {}]

    (section,) = default_tagger.tag_in_sections(lambda: [texts[0]])

    assert default_tagger.scripts == {"Latin"}
    assert [each.unsupported_scripts for each in default_tagger.tag(texts)] == counts
    assert [each.unsupported_scripts for each in default_tagger.redact(texts)] == counts
    assert default_tagger.tag([["Анна", "met"]])[0].unsupported_scripts == counts[0]
    assert section.tagged.unsupported_scripts == counts[0]
